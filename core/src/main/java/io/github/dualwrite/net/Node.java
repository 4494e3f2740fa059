package io.github.dualwrite.net;

/**
 * The address of one server process.
 *
 * @param host a host name or address as announced or configured; never empty
 * @param port 1 to 65535
 */
public record Node(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
