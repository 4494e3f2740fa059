package io.github.dualwrite.listener.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.listener.access.Access;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.testkit.TestCertificates;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static boolean accepts(Access access, String password) {
        return access.accepts("ada".getBytes(UTF_8), password.getBytes(UTF_8));
    }

    @Test
    void passwordsAndCertificatesAreTakenOverAndMistakesAreNot() throws IOException {
        TestCertificates old = TestCertificates.create(folder.resolve("old"));
        TestCertificates renewed = TestCertificates.create(folder.resolve("new"));
        Path certificate = Files.copy(old.serverCertPem(), folder.resolve("server.pem"));
        Path key = Files.copy(old.serverKeyPem(), folder.resolve("server.key"));
        Path passwords = write("passwords", "first\n");
        Path file = write("config.yaml", """
                users: {ada: {password-file: passwords}}
                tls: {certificate: server.pem, key: server.key}
                primary: one
                clusters: {one: {nodes: [a:1]}, two: {nodes: [b:2]}}
                """);
        Source source = new Source(file, null, null, false, Map.of());
        ListenerConfig config = source.load().config();
        Access access = Access.of(config.access());
        try (Reload reload = new Reload(source, config, access, null)) {
            reload.look();
            assertThat(accepts(access, "first")).isTrue();

            write("passwords", "first\nsecond\n");
            reload.look();
            assertThat(accepts(access, "first")).isTrue();
            assertThat(accepts(access, "second")).isTrue();

            write("passwords", "second\n");
            reload.look();
            assertThat(accepts(access, "first")).isFalse();

            Files.delete(passwords);
            reload.look();
            assertThat(accepts(access, "second")).isTrue();
            write("passwords", "third\n");
            reload.look();
            assertThat(accepts(access, "third")).isTrue();

            assertThat(isTrusted(access, old)).isTrue();
            assertThat(isTrusted(access, renewed)).isFalse();
            Files.writeString(certificate, Files.readString(renewed.serverCertPem()));
            reload.look(); // the key is still the old one's
            assertThat(isTrusted(access, old)).isTrue();
            Files.writeString(key, Files.readString(renewed.serverKeyPem()));
            reload.look();
            assertThat(isTrusted(access, renewed)).isTrue();
            assertThat(isTrusted(access, old)).isFalse();
        }
    }

    /** Whether a client that trusts this authority alone gets through a handshake. */
    private static boolean isTrusted(Access access, TestCertificates authority) throws IOException {
        SslHandler handler = access.tlsHandler(UnpooledByteBufAllocator.DEFAULT);
        if (handler == null) {
            return false;
        }
        SSLEngine client = authority.sslContext().createSSLEngine("localhost", 1);
        client.setUseClientMode(true);
        return Handshake.succeeds(client, handler.engine());
    }
}
