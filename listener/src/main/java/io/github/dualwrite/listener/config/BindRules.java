package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who can reach an address must show who they are, unless only this machine reaches it or the operator said that it need not be. What stands
 * behind the listener are whole databases, and an address that was opened by mistake is found within minutes.
 */
final class BindRules {

    private BindRules() {}

    static void check(ListenerConfig config, List<Problem> problems) {
        AccessSettings access = config.access();
        checkAddress("listen", config.listen(), problems);
        if (!access.asksWhoConnects() && !access.insecure() && !isLoopback(config.listen())) {
            problems.add(
                    new Problem(
                            "listen",
                            config.listen().toString(),
                            "a password under 'users', or tls.client-ca, where others than this machine can connect;"
                                    + " 127.0.0.1 for this machine alone; or --insecure if anybody may read and write everything"));
        }
        AdminSettings admin = config.admin();
        if (admin == null) {
            return;
        }
        checkAddress("admin.listen", admin.listen(), problems);
        if (admin.token() == null && !access.insecure() && !isLoopback(admin.listen())) {
            problems.add(new Problem(
                    "admin.listen",
                    admin.listen().toString(),
                    "an admin.token where others than this machine can connect;"
                            + " 127.0.0.1 for this machine alone; or --insecure if anybody may look"));
        }
        String token = admin.token();
        if (token != null && token.isEmpty()) {
            problems.add(new Problem("admin.token", "empty", "a token, or no such setting"));
        }
        if (admin.listen().equals(config.listen()) && admin.listen().port() != 0) {
            problems.add(new Problem("admin.listen", admin.listen().toString(), "another address than listen"));
        }
    }

    private static void checkAddress(String setting, Endpoint address, List<Problem> problems) {
        if (address.port() < 0 || address.port() > 65_535 || address.host().isEmpty()) {
            problems.add(new Problem(setting, address.toString(), "host:port"));
        }
    }

    /** Whether only this machine reaches the address. A name that cannot be looked up is not trusted to be loopback. */
    private static boolean isLoopback(@Nullable Endpoint address) {
        if (address == null || address.host().isEmpty()) {
            return false;
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(address.host())).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
