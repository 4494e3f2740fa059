package io.github.dualwrite.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One journal's file, held by one process at a time: whoever has its lock. Locks vanish with their process, so a file that can be locked belongs to
 * nobody any more.
 */
final class JournalFile implements AutoCloseable {

    /** Held by this process. Opening and closing such a file once more would give its lock away, so it is not even tried. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private JournalFile(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** A new file, complete before it has its name. */
    static JournalFile create(Path path, ByteBuffer content) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (content.hasRemaining()) {
                out.write(content);
            }
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        JournalFile file = take(path);
        if (file == null) {
            throw new IOException(path + ": locked by another process as soon as it was made");
        }
        return file;
    }

    /** The file, if nobody holds it; {@code null} if somebody does, or if it is gone. */
    static @Nullable JournalFile take(Path path) throws IOException {
        if (!HELD.add(path)) {
            return null;
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            if (Files.exists(path)) {
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                lock = channel.tryLock();
            }
        } catch (OverlappingFileLockException e) {
            lock = null; // held by this process through another class loader
        } finally {
            if (lock == null) {
                HELD.remove(path);
                if (channel != null) {
                    channel.close();
                }
            }
        }
        return channel == null || lock == null ? null : new JournalFile(path, channel, lock);
    }

    Path path() {
        return path;
    }

    /** The file's bytes now. */
    ByteBuffer read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), Layout.BYTES + 1L));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // until it is full
        }
        return bytes.flip();
    }

    /** The file as memory. It stays mapped after {@link #close}, so that a late writer meets memory and not a fault. */
    MappedByteBuffer map() throws IOException {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, Layout.BYTES);
    }

    /** Deletes the file; whoever comes next finds nothing. Where a mapped file cannot be deleted, the next process finds it without doubts. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Gives the file away; it stays where it is. */
    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            HELD.remove(path);
        }
    }
}
