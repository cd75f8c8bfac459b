package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Passwords, keys and the local token issuer's key pair. Made once, readable by their owner only, and kept: without them
 * the stored numbers can never be read again.
 */
public final class Secrets {
    private static final String FILE = "secrets.properties";
    private static final String PRIVATE_KEY = "issuer.private-key";
    private static final String PUBLIC_KEY = "issuer.public-key";
    private static final String FIELD_KEY = "crypto.key.k1";
    private static final String INDEX_KEY = "crypto.index-key";
    private static final String DIGEST_KEY = "audit.digest-key";
    private static final String ADMINISTRATOR = "database.administrator";
    private static final String SMSC_PASSWORD = "simulator.smsc-password";
    private static final int RSA_BITS = 2048;

    private final Map<String, String> values;

    private Secrets(Map<String, String> values) {
        this.values = values;
    }

    /** Reads the secrets of a folder, and makes those that are missing. */
    public static Secrets in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            makePrivate(folder);
            Map<String, String> values = Files.exists(file) ? read(file) : new TreeMap<>();
            if (complete(values)) {
                write(file, values);
            }
            return new Secrets(values);
        } catch (IOException | GeneralSecurityException e) {
            throw new Fault("The secrets in " + folder + " cannot be read or made: " + e.getMessage(), e);
        }
    }

    /** The password of a service's database role. */
    public String databasePassword(Service service) {
        return values.get(databaseKey(service));
    }

    /** The password of PostgreSQL's administrator in docker-compose.yml. */
    public String administratorPassword() {
        return values.get(ADMINISTRATOR);
    }

    /** The value of {@code vigie.crypto.keys}. */
    public String fieldKeys() {
        return "k1:" + values.get(FIELD_KEY);
    }

    public String indexKey() {
        return values.get(INDEX_KEY);
    }

    public String digestKey() {
        return values.get(DIGEST_KEY);
    }

    /** The password that the SMSC simulator wants; SMPP allows 8 characters. */
    public String smscPassword() {
        return values.get(SMSC_PASSWORD);
    }

    /** The local issuer's public key: base64 of its DER form. */
    public String publicKey() {
        return values.get(PUBLIC_KEY);
    }

    /** The key that the local issuer signs tokens with. */
    public PrivateKey privateKey() {
        try {
            byte[] der = Base64.getDecoder().decode(values.get(PRIVATE_KEY));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Fault("The issuer's private key cannot be read: remove " + FILE + " to make new secrets.", e);
        }
    }

    private static boolean complete(Map<String, String> values) throws GeneralSecurityException {
        int before = values.size();
        for (Service service : Service.values()) {
            values.computeIfAbsent(databaseKey(service), key -> random(24));
        }
        values.computeIfAbsent(ADMINISTRATOR, key -> random(24));
        values.computeIfAbsent(FIELD_KEY, key -> key32());
        values.computeIfAbsent(INDEX_KEY, key -> key32());
        values.computeIfAbsent(DIGEST_KEY, key -> key32());
        values.computeIfAbsent(SMSC_PASSWORD, key -> random(6));
        if (!values.containsKey(PRIVATE_KEY)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            KeyPair pair = generator.generateKeyPair();
            values.put(
                    PRIVATE_KEY,
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            values.put(
                    PUBLIC_KEY,
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        }
        return values.size() > before;
    }

    private static String databaseKey(Service service) {
        return "database." + service.database();
    }

    private static String key32() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static String random(int bytes) {
        byte[] value = new byte[bytes];
        new SecureRandom().nextBytes(value);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(value)
                .replace('-', 'x')
                .replace('_', 'y');
    }

    private static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (posix(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties stored = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            stored.load(reader);
        }
        Map<String, String> values = new TreeMap<>();
        stored.stringPropertyNames().forEach(name -> values.put(name, stored.getProperty(name)));
        return values;
    }

    private static void write(Path file, Map<String, String> values) throws IOException {
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh);
        if (posix(fresh)) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        Properties stored = new Properties();
        stored.putAll(values);
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            stored.store(writer, "Keep this file: without it the stored numbers cannot be read.");
        }
        Files.move(
                fresh,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean posix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
