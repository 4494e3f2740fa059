package io.github.dualwrite.listener.admin;

import io.github.dualwrite.listener.config.AdminSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may look. With a token, who sends it: {@code Authorization: Bearer <token>}, or as the password of the user that browsers ask for. Without
 * one, anybody who reaches the address by its number or as {@code localhost}: a foreign page in a visitor's browser that has its own name resolved
 * to this machine does not.
 */
final class Guard {

    /** An answer that keeps somebody out. */
    enum Refusal {
        TOKEN,
        HOST
    }

    private static final Pattern NUMERIC = Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+])(:\\d+)?");

    private final String host;
    private volatile byte @Nullable [] token;

    Guard(AdminSettings settings) {
        this.host = settings.listen().host().toLowerCase(Locale.ROOT);
        token(settings.token());
    }

    /** From now on this token. */
    void token(@Nullable String value) {
        token = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    boolean hasToken() {
        return token != null;
    }

    /** Why a request is refused, or {@code null} if it is not. */
    @Nullable
    Refusal check(@Nullable String authorization, @Nullable String hostHeader) {
        byte[] expected = token;
        if (expected != null) {
            return MessageDigest.isEqual(expected, given(authorization)) ? null : Refusal.TOKEN;
        }
        String named = hostHeader == null ? "" : hostHeader.toLowerCase(Locale.ROOT);
        boolean known = NUMERIC.matcher(named).matches() || isNamed(named, "localhost") || isNamed(named, host);
        return known ? null : Refusal.HOST;
    }

    private static boolean isNamed(String header, String name) {
        return header.equals(name)
                || (header.startsWith(name + ":")
                        && header.substring(name.length() + 1).matches("\\d+"));
    }

    private static byte[] given(@Nullable String authorization) {
        if (authorization == null) {
            return new byte[0];
        }
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair = new String(
                        Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
                return pair.substring(pair.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return new byte[0];
            }
        }
        return new byte[0];
    }
}
