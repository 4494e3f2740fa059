package io.github.dualwrite.listener.access;

import io.github.dualwrite.listener.config.ServerTls;
import io.github.dualwrite.net.PemFiles;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Contexts for encryption towards clients: TLS 1.3 and 1.2. */
final class ServerTlsContexts {

    private ServerTlsContexts() {}

    /** @throws IOException if a file cannot be read or does not hold what it should; the message names the setting and the file */
    static SslContext of(ServerTls tls) throws IOException {
        List<X509Certificate> chain = PemFiles.certificates("tls.certificate", tls.certificate());
        PrivateKey key = PemFiles.privateKey("tls.key", tls.key(), chain.get(0));
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain);
        Path authorities = tls.clientCa();
        if (authorities != null) {
            builder.trustManager(PemFiles.certificates("tls.client-ca", authorities))
                    .clientAuth(ClientAuth.REQUIRE);
        }
        return builder.protocols("TLSv1.3", "TLSv1.2").build();
    }
}
