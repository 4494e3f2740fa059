package io.github.dualwrite.listener.access;

import io.github.dualwrite.listener.config.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and the digests of their passwords; the passwords themselves are not kept. Immutable.
 *
 * <p>A check takes the same time whether the name is unknown, the password is wrong in its first letter or in its last: digests of one length
 * are compared, all that there are.
 */
final class Users {

    private static final List<byte[]> NOBODY = List.of(digest("nobody".getBytes(StandardCharsets.UTF_8)));

    private final Map<String, List<byte[]>> digests = new HashMap<>();

    Users(List<User> users) {
        for (User user : users) {
            digests.put(
                    user.name(),
                    user.passwords().stream()
                            .map(password -> digest(password.getBytes(StandardCharsets.UTF_8)))
                            .toList());
        }
    }

    boolean isEmpty() {
        return digests.isEmpty();
    }

    boolean accept(String name, byte[] password) {
        List<byte[]> known = digests.get(name);
        byte[] given = digest(password);
        boolean same = false;
        for (byte[] each : known == null ? NOBODY : known) {
            same |= MessageDigest.isEqual(each, given);
        }
        return same && known != null;
    }

    private static byte[] digest(byte[] password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
