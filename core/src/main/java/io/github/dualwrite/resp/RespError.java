package io.github.dualwrite.resp;

/**
 * An error reply of a server, as a value: an expected answer like any other.
 *
 * @param message the whole line without the leading minus sign, for example {@code WRONGTYPE Operation against ...}
 */
public record RespError(String message) {

    /** The first word, for example {@code MOVED}, {@code OOM}, {@code NOSCRIPT} or {@code ERR}. */
    public String code() {
        int space = message.indexOf(' ');
        return space < 0 ? message : message.substring(0, space);
    }
}
