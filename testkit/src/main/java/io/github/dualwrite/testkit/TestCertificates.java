package io.github.dualwrite.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority made on the spot, a server certificate and a client certificate by it, as PEM files in a folder. Valid for a day.
 *
 * @param caPem the authority's certificate
 * @param serverCertPem the server's certificate
 * @param serverKeyPem its key, PKCS#8
 * @param clientCertPem a client's certificate
 * @param clientKeyPem its key, PKCS#8
 * @param trustStore a PKCS#12 store that trusts the authority
 * @param trustStorePassword its password
 */
public record TestCertificates(
        Path caPem,
        Path serverCertPem,
        Path serverKeyPem,
        Path clientCertPem,
        Path clientKeyPem,
        Path trustStore,
        String trustStorePassword) {

    private static final Duration LIFETIME = Duration.ofDays(1);

    /** Makes them for servers on this machine: {@code localhost} and {@code 127.0.0.1}. */
    public static TestCertificates create(Path folder) {
        return create(folder, "localhost", "127.0.0.1");
    }

    /** Makes them for servers with other names; names of digits and dots are addresses. */
    public static TestCertificates create(Path folder, String... hosts) {
        try {
            Files.createDirectories(folder);
            KeyPair caKeys = keys();
            X500Name ca = new X500Name("CN=Dualwrite test authority");
            X509Certificate caCertificate = certificate(ca, ca, caKeys, caKeys.getPrivate(), true);
            KeyPair serverKeys = keys();
            X509Certificate server =
                    certificate(ca, new X500Name("CN=server"), serverKeys, caKeys.getPrivate(), false, hosts);
            KeyPair clientKeys = keys();
            X509Certificate client = certificate(ca, new X500Name("CN=client"), clientKeys, caKeys.getPrivate(), false);
            String password = "changeit";
            return new TestCertificates(
                    pem(folder.resolve("ca.pem"), caCertificate),
                    pem(folder.resolve("server.pem"), server),
                    key(folder.resolve("server.key"), serverKeys.getPrivate()),
                    pem(folder.resolve("client.pem"), client),
                    key(folder.resolve("client.key"), clientKeys.getPrivate()),
                    store(folder.resolve("trust.p12"), caCertificate, password),
                    password);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("test certificates cannot be made", e);
        }
    }

    /** A context that trusts the authority. */
    public SSLContext sslContext() {
        try {
            KeyStore store = KeyStore.getInstance(trustStore.toFile(), trustStorePassword.toCharArray());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            X500Name issuer, X500Name subject, KeyPair keys, PrivateKey signer, boolean isAuthority, String... hosts)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, new java.security.SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFETIME)),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        if (isAuthority) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        }
        if (hosts.length > 0) {
            GeneralName[] names = new GeneralName[hosts.length];
            for (int i = 0; i < hosts.length; i++) {
                boolean isAddress = hosts[i].matches("[0-9.]+");
                names[i] = new GeneralName(
                        isAddress ? GeneralName.iPAddress : GeneralName.dNSName,
                        isAddress ? InetAddress.getByName(hosts[i]).getHostAddress() : hosts[i]);
            }
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer)));
    }

    private static Path pem(Path file, X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return Files.writeString(file, text.toString());
    }

    private static Path key(Path file, PrivateKey key) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new JcaPKCS8Generator(key, null));
        }
        return Files.writeString(file, text.toString());
    }

    private static Path store(Path file, X509Certificate ca, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", ca);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }
}
