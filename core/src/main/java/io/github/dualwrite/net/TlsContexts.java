package io.github.dualwrite.net;

import io.github.dualwrite.config.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS contexts from settings: a trust store, or PEM certificates, or what the Java platform trusts; with a client certificate or without. */
public final class TlsContexts {

    private TlsContexts() {}

    /**
     * A context for {@code tls}.
     *
     * @throws IOException if a file cannot be read or does not hold what it should; the message names the setting and the file
     */
    public static SSLContext of(Tls tls) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(tls), trustManagers(tls), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager @Nullable [] trustManagers(Tls tls) throws IOException, GeneralSecurityException {
        if (!tls.verifyCertificate()) {
            return new TrustManager[] {new TrustsEverybody()};
        }
        KeyStore trusted;
        Path trustStore = tls.trustStore();
        Path ca = tls.caCertificate();
        if (trustStore != null) {
            trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            String password = tls.trustStorePassword();
            try (InputStream in = Files.newInputStream(trustStore)) {
                trusted.load(in, password == null ? null : password.toCharArray());
            } catch (IOException e) {
                throw new IOException(
                        "tls.trust-store: " + trustStore
                                + " (expected: a readable PKCS#12 or JKS file and its password): " + e.getMessage(),
                        e);
            }
        } else if (ca != null) {
            trusted = emptyStore();
            int i = 0;
            for (Certificate certificate : PemFiles.certificates("tls.ca", ca)) {
                trusted.setCertificateEntry("ca-" + i++, certificate);
            }
        } else {
            return null; // what the platform trusts
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keyManagers(Tls tls) throws IOException, GeneralSecurityException {
        Path certificate = tls.clientCertificate();
        Path key = tls.clientKey();
        if (certificate == null || key == null) {
            return null;
        }
        Certificate[] chain =
                PemFiles.certificates("tls.client-certificate", certificate).toArray(new Certificate[0]);
        KeyStore store = emptyStore();
        store.setKeyEntry("client", PemFiles.privateKey("tls.client-key", key, chain[0]), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
