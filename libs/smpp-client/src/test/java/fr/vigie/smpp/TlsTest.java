package fr.vigie.smpp;

import static fr.vigie.smpp.Client.await;
import static fr.vigie.smpp.Client.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link is TLS where it is asked for, and only with who can prove to be the host. */
class TlsTest {
    private static final char[] SECRET = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void shouldBindWhenTheCertificateIsTrustedAndNamesTheHost() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open(certified("ip:127.0.0.1"));
                Client client = new Client(endpoint(centre, folder.resolve("cert.pem")), window(10))) {
            assertThat(client.bind().isBound()).isTrue();
        }
    }

    @Test
    void shouldNotBindWhenTheCertificateNamesAnotherHost() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open(certified("dns:smsc.example"));
                Client client = new Client(endpoint(centre, folder.resolve("cert.pem")), window(10))) {
            refused(client);
        }
    }

    @Test
    void shouldNotBindWhenTheCertificateIsNotTrusted() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open(certified("ip:127.0.0.1"));
                Client client = new Client(endpoint(centre, null), window(10))) {
            refused(client);
        }
    }

    @Test
    void shouldGiveUpWithinTheLimitWhenTheCentreDoesNotSpeakTls() throws Exception {
        try (ScriptedCentre centre = ScriptedCentre.open();
                Client client = new Client(
                        new Endpoint("127.0.0.1", centre.port(), true, null, Duration.ofMillis(300)), window(10))) {
            CompletionStage<SmppSession> binding = client.binding(BindKind.TRANSCEIVER, "vigie", message -> null);
            assertThatThrownBy(() -> await(binding))
                    .rootCause()
                    .hasMessageContaining("handshake timed out after 300ms");
            assertThatThrownBy(() -> await(binding)).hasStackTraceContaining("no TLS connection: ");
        }
    }

    private static void refused(Client client) {
        CompletionStage<SmppSession> binding = client.binding(BindKind.TRANSCEIVER, "vigie", message -> null);
        assertThatThrownBy(() -> await(binding)).rootCause().isInstanceOf(GeneralSecurityException.class);
    }

    private static Endpoint endpoint(ScriptedCentre centre, Path trust) {
        return new Endpoint("127.0.0.1", centre.port(), true, trust, Duration.ofSeconds(5));
    }

    /** Sockets with a certificate that signs itself, left as PEM in the test's folder. */
    private ServerSocketFactory certified(String name) throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "centre",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=centre",
                        "-ext",
                        "san=" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(SECRET))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, SECRET);
        }
        Files.writeString(
                folder.resolve("cert.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("centre").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, SECRET);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), null, null);
        return tls.getServerSocketFactory();
    }
}
