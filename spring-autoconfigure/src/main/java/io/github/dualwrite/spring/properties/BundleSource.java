package io.github.dualwrite.spring.properties;

import io.github.dualwrite.config.TlsSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/** TLS from an SSL bundle, which Spring Boot may reload. */
final class BundleSource implements TlsSource {

    private record State(SSLContext context, SslOptions options) {}

    private volatile State state;

    BundleSource(SslBundle bundle) {
        this.state = state(bundle);
    }

    void reloaded(SslBundle bundle) {
        state = state(bundle);
    }

    private static State state(SslBundle bundle) {
        return new State(bundle.createSslContext(), bundle.getOptions());
    }

    @Override
    public SSLContext context() {
        return state.context();
    }

    @Override
    public SSLParameters parameters() {
        SslOptions options = state.options();
        SSLParameters parameters = new SSLParameters();
        if (options.getCiphers() != null) {
            parameters.setCipherSuites(options.getCiphers());
        }
        if (options.getEnabledProtocols() != null) {
            parameters.setProtocols(options.getEnabledProtocols());
        }
        return parameters;
    }
}
