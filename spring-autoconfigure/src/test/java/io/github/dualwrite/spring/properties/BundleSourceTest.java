package io.github.dualwrite.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.config.Tls;
import io.github.dualwrite.config.TlsSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/** What a bundle says beside its certificates, and what happens when it is reloaded. */
class BundleSourceTest {

    private static SslBundle bundle(String... protocols) {
        return SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE, SslOptions.of(null, protocols));
    }

    private static Tls tls(DefaultSslBundleRegistry bundles) {
        DualWriteProperties properties = new Binder(new MapConfigurationPropertySource(Map.of(
                        "dualwrite.primary", "one",
                        "dualwrite.clusters.one.nodes", "a:1",
                        "dualwrite.clusters.two.nodes", "b:2",
                        "dualwrite.clusters.two.tls.bundle", "mine")))
                .bindOrCreate("dualwrite", DualWriteProperties.class);
        return Objects.requireNonNull(new ConfigMapper(properties, List.of())
                .map(bundles, Map.of())
                .secondaries()
                .get(0)
                .tls());
    }

    /** Seen to fail without the update handler. */
    @Test
    void aBundleThatIsReloadedServesTheNextConnections() {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("mine", bundle("TLSv1.2"));
        Tls tls = tls(bundles);
        TlsSource source = Objects.requireNonNull(tls.source());
        SSLContext before = source.context();
        assertThat(source.parameters().getProtocols()).containsExactly("TLSv1.2");
        assertThat(source.context()).as("one for all connections").isSameAs(before);
        bundles.updateBundle("mine", bundle("TLSv1.3"));
        assertThat(source.context()).isNotSameAs(before);
        assertThat(source.parameters().getProtocols()).containsExactly("TLSv1.3");
    }

    @Test
    void theHostNameIsVerified() {
        assertThat(tls(new DefaultSslBundleRegistry("mine", bundle("TLSv1.3"))).verifyHostname())
                .isTrue();
    }
}
