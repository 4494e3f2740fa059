package io.github.dualwrite.listener.envoy;

import io.github.dualwrite.config.Endpoint;

/** Envoy's addresses. */
final class Addresses {

    private Addresses() {}

    /** A socket address; what is wrong with it is noted, and port -1 comes back. */
    static Endpoint of(Tree address) {
        Tree socket = address.in("socket_address");
        String host = socket.text("address");
        String port = socket.text("port_value");
        socket.holdsAnyway("protocol");
        socket.end();
        address.end();
        try {
            if (host != null && port != null) {
                return new Endpoint(host, Integer.parseInt(port));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        socket.problem("port_value", host + ":" + port, "an address and a port");
        return new Endpoint(String.valueOf(host), -1);
    }
}
