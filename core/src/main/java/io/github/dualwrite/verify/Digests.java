package io.github.dualwrite.verify;

import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.PageSize;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.resp.TooLong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A digest of one key's value that does not depend on the server's version, encoding or insertion order. Read in chunks, so that a large key
 * costs a few bytes an element and not its size. Needs only data commands.
 */
final class Digests {

    private static final int CHUNK = 1_000;

    private Digests() {}

    /** Type and digest, or {@code none} for a key that is not there. An error reply becomes an {@link IOException}, a {@link MovingException} for
     * a slot that moves. */
    static String of(NodeConnection connection, byte[] key) throws IOException {
        String type = text(ask(connection, ascii("TYPE"), key));
        MessageDigest digest = sha256();
        switch (type) {
            case "none" -> {
                return type;
            }
            case "string" -> string(connection, key, digest);
            case "list" -> list(connection, key, digest);
            case "set" -> unordered(connection, key, digest, "SSCAN", 1);
            case "hash" -> {
                unordered(connection, key, digest, "HSCAN", 2);
                fieldTtls(connection, key, digest);
            }
            case "zset" -> sorted(connection, key, digest);
            case "stream" -> Streams.digest(connection, key, digest);
            case "vectorset" -> VectorSets.digest(connection, key, digest);
            default -> add(digest, ask(connection, ascii("DUMP"), key));
        }
        return type + ":" + java.util.HexFormat.of().formatHex(digest.digest());
    }

    private static void string(NodeConnection connection, byte[] key, MessageDigest digest) throws IOException {
        int chunk = 1 << 20;
        for (long start = 0; ; start += chunk) {
            byte[] part = (byte[]) ask(
                    connection,
                    ascii("GETRANGE"),
                    key,
                    ascii(Long.toString(start)),
                    ascii(Long.toString(start + chunk - 1)));
            if (part == null || part.length == 0) {
                return;
            }
            digest.update(part);
        }
    }

    private static void list(NodeConnection connection, byte[] key, MessageDigest digest) throws IOException {
        PageSize size = new PageSize();
        long start = 0;
        while (true) {
            long from = start;
            List<?> part = page(connection, size, count -> words(ascii("LRANGE"), key, from, count));
            if (part.isEmpty()) {
                return;
            }
            part.forEach(element -> add(digest, element));
            start += part.size();
        }
    }

    private static void sorted(NodeConnection connection, byte[] key, MessageDigest digest) throws IOException {
        PageSize size = new PageSize();
        long start = 0;
        while (true) {
            long from = start;
            List<?> part =
                    page(connection, size, count -> words(ascii("ZRANGE"), key, from, count, ascii("WITHSCORES")));
            if (part.isEmpty()) {
                return;
            }
            start += part.size() / 2;
            for (int i = 0; i < part.size(); i += 2) {
                add(digest, part.get(i));
                // the text of one number differs between versions ("1e+20", "100000000000000000000"), its value does
                // not
                digest.update(ByteBuffer.allocate(Double.BYTES)
                        .putDouble(score(text(part.get(i + 1))))
                        .flip());
            }
        }
    }

    private static double score(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static void unordered(
            NodeConnection connection, byte[] key, MessageDigest digest, String scan, int wordsPerElement)
            throws IOException {
        Set<ByteBuffer> elements = new HashSet<>();
        PageSize size = new PageSize();
        byte[] cursor = ascii("0");
        do {
            byte[] from = cursor;
            List<?> reply = page(connection, size, count ->
                    new byte[][] {ascii(scan), key, from, ascii("COUNT"), ascii(Integer.toString(count))});
            if (reply.size() != 2) {
                return;
            }
            cursor = (byte[]) reply.get(0);
            List<?> words = (List<?>) reply.get(1);
            for (int i = 0; i < words.size(); i += wordsPerElement) {
                MessageDigest element = sha256();
                for (int j = 0; j < wordsPerElement; j++) {
                    add(element, words.get(i + j));
                }
                elements.add(ByteBuffer.wrap(element.digest(), 0, 16)); // a scan may tell an element twice
            }
        } while (!text(cursor).equals("0"));
        addUnordered(digest, elements.stream().map(ByteBuffer::array).toList());
    }

    /** Digests of elements, each of which counts once, whatever their order. */
    static void addUnordered(MessageDigest digest, Collection<byte[]> elements) {
        long high = 0;
        long low = 0;
        for (byte[] element : elements) {
            ByteBuffer bytes = ByteBuffer.wrap(element);
            high += bytes.getLong(0);
            low += bytes.getLong(8);
        }
        digest.update(ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(elements.size())
                .putLong(high)
                .putLong(low)
                .flip());
    }

    /** Which fields have a time to live, where the server knows of such; how long they still have is compared nowhere else either. */
    private static void fieldTtls(NodeConnection connection, byte[] key, MessageDigest digest) throws IOException {
        Set<ByteBuffer> withTtl = new HashSet<>();
        Object fields = connection.call(ascii("HKEYS"), key);
        if (!(fields instanceof List<?> names) || names.isEmpty()) {
            return;
        }
        for (int from = 0; from < names.size(); from += CHUNK) {
            List<?> some = names.subList(from, Math.min(names.size(), from + CHUNK));
            byte[][] words = new byte[some.size() + 4][];
            words[0] = ascii("HPTTL");
            words[1] = key;
            words[2] = ascii("FIELDS");
            words[3] = ascii(Integer.toString(some.size()));
            for (int i = 0; i < some.size(); i++) {
                words[i + 4] = (byte[]) some.get(i);
            }
            if (!(connection.call(words) instanceof List<?> ttls)) {
                return; // an error: this server has no times to live per field
            }
            for (int i = 0; i < ttls.size(); i++) {
                if (ttls.get(i) instanceof Long ttl && ttl >= 0) {
                    withTtl.add(ByteBuffer.wrap((byte[]) some.get(i)));
                }
            }
        }
        long sum = 0;
        for (ByteBuffer field : withTtl) {
            MessageDigest element = sha256();
            element.update(field.duplicate());
            sum += ByteBuffer.wrap(element.digest()).getLong(0);
        }
        if (!withTtl.isEmpty()) {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(sum).flip());
        }
    }

    static @Nullable Object ask(NodeConnection connection, byte[]... words) throws IOException {
        return checked(connection, connection.call(words), words);
    }

    /** Some elements of a large value, as many as {@code size} says, or fewer if those are too large. */
    static List<?> page(NodeConnection connection, PageSize size, IntFunction<byte[][]> question) throws IOException {
        while (true) {
            byte[][] words = question.apply(size.elements());
            connection.send(words);
            connection.flush();
            Object reply = connection.receive(size.most());
            if (size.fits(reply)) {
                return checked(connection, reply, words) instanceof List<?> elements ? elements : List.of();
            }
        }
    }

    /** What a node answered to {@code words}, unless it is an error: that becomes an exception. */
    static @Nullable Object checked(NodeConnection connection, @Nullable Object reply, byte[]... words)
            throws IOException {
        if (reply instanceof RespError error) {
            String message = text(words[0]) + " on " + connection.node() + " answered " + error.message();
            throw MovingException.isMoving(error) ? new MovingException(message) : new IOException(message);
        }
        if (reply instanceof TooLong tooLong) {
            throw new IOException(text(words[0]) + " on " + connection.node()
                    + " answered with a word of more than 512 MiB among " + tooLong.bytes() + " bytes");
        }
        return reply;
    }

    /** A question for a range of elements. */
    private static byte[][] words(byte[] command, byte[] key, long from, int count, byte[]... options) {
        byte[][] words = Arrays.copyOf(
                new byte[][] {command, key, ascii(Long.toString(from)), ascii(Long.toString(from + count - 1))},
                4 + options.length);
        System.arraycopy(options, 0, words, 4, options.length);
        return words;
    }

    /** Every part with its length, so that two lists of parts never read the same by accident. */
    static void add(MessageDigest digest, @Nullable Object part) {
        byte[] bytes;
        if (part instanceof byte[] raw) {
            bytes = raw;
        } else if (part instanceof List<?> list) {
            digest.update((byte) 'L');
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(list.size()).flip());
            list.forEach(element -> add(digest, element));
            return;
        } else {
            bytes = ascii(String.valueOf(part));
        }
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    static String text(@Nullable Object word) {
        return word instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : String.valueOf(word);
    }

    static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
