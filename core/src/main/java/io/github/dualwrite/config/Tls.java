package io.github.dualwrite.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Encryption towards one target. Trust comes from a trust store, or from PEM certificates, or, with neither, from the Java platform.
 *
 * @param trustStore a PKCS#12 or JKS file
 * @param trustStorePassword its password
 * @param caCertificate a file of PEM certificates
 * @param clientCertificate a PEM chain that we show the server
 * @param clientKey its key, PKCS#8 PEM, not encrypted
 * @param verifyHostname whether the certificate must be for the host that we connect to; on by default
 * @param verifyCertificate whether the certificate must be one that is trusted; on by default. Without it anybody can stand in between
 */
public record Tls(
        @Nullable Path trustStore,
        @Nullable String trustStorePassword,
        @Nullable Path caCertificate,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey,
        boolean verifyHostname,
        boolean verifyCertificate) {

    /** Trusts what the Java platform trusts. */
    public static Tls systemTrust() {
        return new Tls(null, null, null, null, null, true, true);
    }

    /** Trusts the authorities in a PEM file. */
    public static Tls ca(Path pem) {
        return new Tls(null, null, pem, null, null, true, true);
    }

    /** Trusts the authorities in a trust store. */
    public static Tls trustStore(Path file, String password) {
        return new Tls(file, password, null, null, null, true, true);
    }

    /** Checks nothing: encrypted towards whoever answers. For servers whose certificate cannot be had, on a network that is trusted. */
    public static Tls unverified() {
        return new Tls(null, null, null, null, null, false, false);
    }

    /** The same, showing the server a certificate. */
    public Tls withClientCertificate(Path pemChain, Path pkcs8Key) {
        return new Tls(
                trustStore, trustStorePassword, caCertificate, pemChain, pkcs8Key, verifyHostname, verifyCertificate);
    }

    /** The same, checking the host name or not. Without the check anybody with any trusted certificate can stand in between. */
    public Tls withVerifyHostname(boolean verify) {
        return new Tls(
                trustStore, trustStorePassword, caCertificate, clientCertificate, clientKey, verify, verifyCertificate);
    }

    void check(Checks checks) {
        checks.require(
                trustStore == null || caCertificate == null,
                "trust-store",
                trustStore,
                "either a trust store or ca, not both");
        checks.require(
                verifyCertificate || (trustStore == null && caCertificate == null && !verifyHostname),
                "verify",
                "false",
                "neither trust-store nor ca, and verify-hostname: false, where nothing is checked");
        checks.require(
                (clientCertificate == null) == (clientKey == null),
                clientCertificate == null ? "client-certificate" : "client-key",
                "none",
                "client-certificate and client-key together");
        checks.readable("trust-store", trustStore);
        checks.readable("ca", caCertificate);
        checks.readable("client-certificate", clientCertificate);
        checks.readable("client-key", clientKey);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Tls[trustStore=" + trustStore + ", caCertificate=" + caCertificate + ", clientCertificate="
                + clientCertificate + ", verifyHostname=" + verifyHostname + ", verifyCertificate=" + verifyCertificate
                + "]";
    }
}
