package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.voice.sip.TlsTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A key and a certificate that it signed itself, for one host name; made by the JDK's keytool. */
final class TestCertificate {
    private static final String PASSWORD = "for-tests";

    private final Path store;
    private final Path pem;

    TestCertificate(Path folder, String host) throws IOException, InterruptedException {
        store = folder.resolve(host + ".p12");
        pem = folder.resolve(host + ".pem");
        keytool(List.of(
                "-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=trunk", "-ext", "san=dns:" + host));
        keytool(List.of("-exportcert", "-alias", "key", "-rfc", "-file", pem.toString()));
    }

    private void keytool(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Path output = Files.createTempFile(store.getParent(), "keytool", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(output));
        }
    }

    /** For the one whose certificate it is. */
    SSLContext server() throws IOException {
        return TlsTrust.of(Optional.empty(), Optional.of(new TlsTrust.Store(store, PASSWORD)));
    }

    /** For one who trusts nobody else. */
    SSLContext trusting() throws IOException {
        return TlsTrust.of(Optional.of(new TlsTrust.Store(pem, "")), Optional.empty());
    }
}
