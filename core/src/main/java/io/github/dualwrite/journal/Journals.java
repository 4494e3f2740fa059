package io.github.dualwrite.journal;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the journals: {@code <secondary>.<process>.journal}, a file for each process and secondary. Several processes share one
 * directory; a file whose process is dead is taken over by the next one that starts.
 */
public final class Journals {

    private static final String SUFFIX = ".journal";
    private static final String LOCK = "dualwrite.lock";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 5_000_000;

    private final Path directory;
    private final Duration restartWithin;

    /** @param restartWithin how long other processes may wait for one that takes over before they compare every slot */
    public Journals(Path directory, Duration restartWithin) {
        this.directory = directory;
        this.restartWithin = restartWithin;
    }

    /**
     * A journal of this process's own for one secondary, with what the dead have left.
     *
     * @throws ConfigException if the directory cannot be used
     */
    public Journal open(String secondary) {
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            synchronized (Journals.class) { // the lock below is one between processes
                try (FileChannel channel = FileChannel.open(
                                real.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = lock(channel)) {
                    if (lock == null) {
                        throw refused(
                                "a directory that no other process keeps locked for " + PATIENCE.toSeconds() + " s");
                    }
                    return openLocked(real, secondary);
                }
            }
        } catch (IOException e) {
            throw refused("a directory on a local disk in which files can be made, locked and mapped: " + e);
        }
    }

    private Journal openLocked(Path real, String secondary) throws IOException {
        Layout.Header header = new Layout.Header(UUID.randomUUID(), Boot.id(), secondary);
        Inheritance inheritance = new Inheritance(secondary);
        try {
            for (Path path : files(real, secondary)) {
                JournalFile dead = JournalFile.take(path);
                if (dead != null) {
                    inheritance.add(dead, id(path, secondary), header.boot());
                }
            }
            JournalFile own = JournalFile.create(real.resolve(name(secondary, header.id())), Layout.blank(header));
            return new Journal(header, restartWithin, own, inheritance);
        } catch (IOException | RuntimeException e) {
            inheritance.release(false);
            throw e;
        }
    }

    private static List<Path> files(Path real, String secondary) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(real, secondary + ".*")) {
            for (Path path : all) {
                if (path.getFileName().toString().endsWith(SUFFIX)) {
                    files.add(path);
                } else if (path.getFileName().toString().endsWith(SUFFIX + ".new")) {
                    Files.delete(path); // its process died while it made it, and has not written anything yet
                }
            }
        }
        return files;
    }

    private static String name(String secondary, UUID id) {
        return secondary + "." + id + SUFFIX;
    }

    /** The process that a file's name names; some other one if the name was changed. */
    private static UUID id(Path path, String secondary) {
        String name = path.getFileName().toString();
        try {
            return UUID.fromString(name.substring(secondary.length() + 1, name.length() - SUFFIX.length()));
        } catch (IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // held by this process through another class loader
            }
            LockSupport.parkNanos(LOOK_NANOS);
        } while (System.nanoTime() - deadline < 0);
        return null;
    }

    private ConfigException refused(String expected) {
        return new ConfigException(List.of(new Problem("journal.directory", directory.toString(), expected)));
    }
}
