package io.github.dualwrite.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates and keys in PEM files. Every failure names the setting, the file, and what it should hold. */
public final class PemFiles {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private PemFiles() {}

    /**
     * The certificates in a file, in its order; at least one.
     *
     * @throws IOException if it cannot be read or holds none
     */
    public static List<X509Certificate> certificates(String setting, Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                if (certificate instanceof X509Certificate x509) {
                    found.add(x509);
                }
            }
            if (found.isEmpty()) {
                throw new IOException("it holds none");
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(setting + ": " + file + " (expected: PEM certificates): " + e.getMessage(), e);
        }
    }

    /**
     * The unencrypted PKCS#8 key that belongs to {@code certificate}.
     *
     * @throws IOException if it cannot be read, holds no such key, or the key of another certificate
     */
    public static PrivateKey privateKey(String setting, Path file, Certificate certificate) throws IOException {
        String pem;
        try {
            pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException(setting + ": " + file + " (expected: a file that can be read)", e);
        }
        int start = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (start < 0 || end < start) {
            throw new IOException(
                    setting + ": " + file
                            + " (expected: an unencrypted PKCS#8 key that begins with BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt makes one)");
        }
        PublicKey owner = certificate.getPublicKey();
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(start + BEGIN.length(), end));
            PrivateKey key = KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (isOf(owner, key)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(wrongKey(setting, file, owner), e);
        }
        throw new IOException(wrongKey(setting, file, owner));
    }

    private static String wrongKey(String setting, Path file, PublicKey owner) {
        return setting + ": " + file + " (expected: the " + owner.getAlgorithm() + " key of the certificate)";
    }

    /** Java takes any pair, and then every handshake fails. */
    private static boolean isOf(PublicKey owner, PrivateKey key) throws GeneralSecurityException {
        String algorithm = owner.getAlgorithm();
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        byte[] something = {1, 2, 3};
        signature.initSign(key);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(something);
        return signature.verify(signed);
    }
}
