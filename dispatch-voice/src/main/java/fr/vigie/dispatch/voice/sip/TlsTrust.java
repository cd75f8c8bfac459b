package fr.vigie.dispatch.voice.sip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom TLS trusts, and whom it says we are. */
public final class TlsTrust {
    private static final String PEM = "-----BEGIN";

    private TlsTrust() {}

    /**
     * A file with keys or certificates.
     *
     * @param path PKCS #12 or JKS; for those whom we trust also PEM
     * @param password of the store; empty for PEM
     */
    public record Store(Path path, String password) {
        /** The password is left out. */
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * Reads the files.
     *
     * @param trusted whom to trust; empty for whom the platform trusts
     * @param own our key and certificate, for trunks that ask for it; empty for none
     * @throws IOException where a file is missing or cannot be used; its message names the file
     */
    public static SSLContext of(Optional<Store> trusted, Optional<Store> own) throws IOException {
        TrustManager[] trust = trusted.isEmpty() ? null : trust(trusted.get());
        KeyManager[] keys = own.isEmpty() ? null : keys(own.get());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(Store store) throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(isPem(store.path()) ? certificates(store.path()) : load(store));
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificates in " + store + ": " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keys(Store store) throws IOException {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(load(store), store.password().toCharArray());
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException("no key in " + store + ": " + e.getMessage(), e);
        }
    }

    private static KeyStore load(Store store) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.path().toFile(), store.password().toCharArray());
    }

    private static boolean isPem(Path path) throws IOException {
        return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(PEM);
    }

    private static KeyStore certificates(Path path) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(path)) {
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + ++number, each);
            }
        }
        return store;
    }
}
