package io.github.dualwrite.config;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * TLS that an application sets up itself: key material from a vault, or certificates that change while it runs. Asked anew for every connection,
 * by several threads at once; should answer at once.
 */
@FunctionalInterface
public interface TlsSource {

    /** The context that is valid now. */
    SSLContext context();

    /** Protocols and cipher suites; what is not set is left to the platform. Whether the host name is verified is the target's to say. */
    default SSLParameters parameters() {
        return new SSLParameters();
    }
}
