package io.github.dualwrite.config;

/**
 * A configured address. For a cluster any of its nodes, or its configuration end point: the name is looked up again whenever nodes are searched.
 *
 * @param host a name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    /**
     * From {@code host:port} or {@code [ipv6]:port}. What cannot be understood becomes an endpoint with port -1, for the validation to name.
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return new Endpoint(text, -1);
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return new Endpoint(text, -1);
        }
    }

    @Override
    public String toString() {
        return port < 0 ? host : host + ":" + port;
    }
}
