package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The secrets as docker-compose.yml reads them. */
public final class ComposeEnvironment {
    private ComposeEnvironment() {}

    /** Writes the file for its owner only. */
    public static void write(Secrets secrets, Path file) {
        List<String> lines = new ArrayList<>();
        lines.add("# Made by ./vigie init-secrets. Not for version control.");
        for (Service service : Service.values()) {
            lines.add(
                    service.database().toUpperCase(Locale.ROOT) + "_DB_PASSWORD=" + secrets.databasePassword(service));
        }
        lines.add("POSTGRES_PASSWORD=" + secrets.administratorPassword());
        lines.add("VIGIE_AUTH_PUBLIC_KEY=" + secrets.publicKey());
        lines.add("VIGIE_CRYPTO_KEYS=" + secrets.fieldKeys());
        lines.add("VIGIE_CRYPTO_ACTIVE_KEY=k1");
        lines.add("VIGIE_CRYPTO_INDEX_KEY=" + secrets.indexKey());
        lines.add("VIGIE_AUDIT_DIGEST_KEY=" + secrets.digestKey());
        lines.add("SIMULATOR_SMPP_PASSWORD=" + secrets.smscPassword());
        try {
            Files.deleteIfExists(file);
            Files.createFile(file);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            Files.write(file, lines);
        } catch (IOException e) {
            throw new Fault(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
