package io.github.dualwrite.listener.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.listener.config.AccessSettings;
import io.github.dualwrite.listener.config.ServerTls;
import io.github.dualwrite.listener.config.User;
import io.github.dualwrite.testkit.TestCertificates;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

    private static final User ADA = new User("ada", List.of("first", "second"));
    private static final User DEFAULT = new User(User.DEFAULT, List.of("p\u00e4ss"));

    @TempDir
    private Path folder;

    private static AccessSettings users(User... users) {
        return new AccessSettings(List.of(users), null, false);
    }

    private static boolean accepts(Access access, String user, String password) {
        return access.accepts(user.getBytes(UTF_8), password.getBytes(UTF_8));
    }

    @Test
    void onlyThePasswordsOfThatUserAreAccepted() throws IOException {
        Access access = Access.of(users(ADA, DEFAULT));
        assertThat(access.isRequired()).isTrue();
        assertThat(accepts(access, "ada", "first")).isTrue();
        assertThat(accepts(access, "ada", "second")).isTrue();
        assertThat(accepts(access, "default", "p\u00e4ss")).isTrue();
        assertThat(accepts(access, "ada", "p\u00e4ss")).isFalse();
        assertThat(accepts(access, "ada", "first ")).isFalse();
        assertThat(accepts(access, "ada", "")).isFalse();
        assertThat(accepts(access, "Ada", "first")).isFalse();
        // The digest that is compared when a name is unknown is nobody's password.
        assertThat(accepts(access, "grace", "nobody")).isFalse();
        assertThat(accepts(access, "", "")).isFalse();
    }

    @Test
    void withoutUsersNobodyIsAskedAndNoPasswordIsRight() throws IOException {
        Access access = Access.of(AccessSettings.open());
        assertThat(access.isRequired()).isFalse();
        assertThat(accepts(access, "default", "")).isFalse();
        assertThat(access.tlsHandler(UnpooledByteBufAllocator.DEFAULT)).isNull();
    }

    @Test
    void passwordsCanBeReplacedButNotSwitchedOff() throws IOException {
        Access access = Access.of(users(ADA));
        access.replace(users(new User("ada", List.of("second", "third"))));
        assertThat(accepts(access, "ada", "first")).isFalse();
        assertThat(accepts(access, "ada", "third")).isTrue();
        assertThatThrownBy(() -> access.replace(AccessSettings.open()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a restart");
        assertThat(access.isRequired()).isTrue();
    }

    @Test
    void certificatesCanBeReplacedAndABadFileChangesNothing() throws IOException {
        TestCertificates old = TestCertificates.create(folder.resolve("old"));
        TestCertificates renewed = TestCertificates.create(folder.resolve("new"));
        Access access = Access.of(tls(old.serverCertPem(), old.serverKeyPem(), null));
        SslHandler before = handler(access);
        access.replace(tls(renewed.serverCertPem(), renewed.serverKeyPem(), null));
        assertThat(handler(access).engine().getSSLParameters()).isNotNull();
        assertThat(before.engine().getNeedClientAuth()).isFalse();
        assertThatThrownBy(() -> access.replace(tls(renewed.serverCertPem(), renewed.caPem(), null)))
                .hasMessageContaining("tls.key: " + renewed.caPem());
        assertThatThrownBy(() -> access.replace(AccessSettings.open())).hasMessageContaining("a restart");
        assertThat(handler(access)).isNotNull();
    }

    @Test
    void clientCertificatesAreAskedForWhereAnAuthorityIsGiven() throws IOException {
        TestCertificates made = TestCertificates.create(folder);
        AccessSettings settings = tls(made.serverCertPem(), made.serverKeyPem(), made.caPem());
        assertThat(settings.asksWhoConnects()).isTrue();
        assertThat(handler(Access.of(settings)).engine().getNeedClientAuth()).isTrue();
    }

    @Test
    void everyFileThatIsNotWhatItShouldBeIsNamed() throws IOException {
        TestCertificates made = TestCertificates.create(folder.resolve("one"));
        TestCertificates other = TestCertificates.create(folder.resolve("two"));
        Path noise = Files.writeString(folder.resolve("noise.pem"), "not a certificate");
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "");
        assertFails(tls(noise, made.serverKeyPem(), null), "tls.certificate: " + noise);
        assertFails(tls(nothing, made.serverKeyPem(), null), "tls.certificate: " + nothing);
        assertFails(tls(made.serverCertPem(), noise, null), "tls.key: " + noise);
        assertFails(tls(made.serverCertPem(), other.serverKeyPem(), null), "tls.key: " + other.serverKeyPem());
        assertFails(tls(made.serverCertPem(), made.serverKeyPem(), noise), "tls.client-ca: " + noise);
        assertFails(
                tls(made.serverCertPem(), folder.resolve("missing"), null), "tls.key: " + folder.resolve("missing"));
    }

    private static AccessSettings tls(Path certificate, Path key, @Nullable Path clientCa) {
        return new AccessSettings(List.of(), new ServerTls(certificate, key, clientCa), false);
    }

    private static SslHandler handler(Access access) {
        SslHandler handler = access.tlsHandler(UnpooledByteBufAllocator.DEFAULT);
        if (handler == null) {
            throw new AssertionError("no encryption");
        }
        return handler;
    }

    private static void assertFails(AccessSettings settings, String start) {
        assertThatThrownBy(() -> Access.of(settings))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining("(expected: ");
    }
}
