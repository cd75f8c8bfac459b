package fr.vigie.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Gives a service under test a real PostgreSQL and a real Kafka broker, and the keys that {@link TestTokens} signs with.
 *
 * <p>The parts are started once per JVM: as containers where Docker answers, else as child processes. The environment
 * variable {@code VIGIE_TEST_PARTS} ({@code embedded} or {@code containers}) decides otherwise.
 *
 * <p>Arguments: {@code database}, the name of the service's database and role; {@code fresh}, {@code true} for a new
 * database under a name of its own instead of the one that earlier tests of this JVM filled. Any argument with a dot in
 * its name is handed on as configuration.
 */
public final class RealParts implements QuarkusTestResourceLifecycleManager {
    private static final String ROLE_PASSWORD = "a password for tests";

    private String database;
    private boolean fresh;
    private Map<String, String> more = Map.of();

    @Override
    public void init(Map<String, String> arguments) {
        database = arguments.get("database");
        fresh = Boolean.parseBoolean(arguments.get("fresh"));
        more = arguments.entrySet().stream()
                .filter(argument -> argument.getKey().contains("."))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Map<String, String> start() {
        Parts parts = Parts.shared();
        Map<String, String> config = new HashMap<>();
        config.put("kafka.bootstrap.servers", parts.bootstrapServers());
        if (database != null) {
            String name = fresh ? database + "_" + random() : database;
            try {
                parts.postgres().ensureDatabase(name, database, ROLE_PASSWORD);
            } catch (SQLException e) {
                throw new IllegalStateException("cannot create the database " + name + ": " + e.getMessage(), e);
            }
            config.put("vigie.db.host", parts.postgresHost());
            config.put("vigie.db.port", Integer.toString(parts.postgresPort()));
            config.put("vigie.db.name", name);
            config.put("vigie.db.user", database);
            config.put("vigie.db.password", ROLE_PASSWORD);
        }
        config.put("vigie.auth.issuer", TestTokens.ISSUER);
        config.put("vigie.auth.audience", TestTokens.AUDIENCE);
        config.put("vigie.auth.public-key", TestTokens.publicKey());
        config.put("vigie.crypto.keys", "k1:" + key(1));
        config.put("vigie.crypto.active-key", "k1");
        config.put("vigie.crypto.index-key", key(2));
        config.put("vigie.numbers.fiction", "true");
        config.put("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
        config.put("quarkus.http.test-port", "0");
        config.put("quarkus.management.test-port", "0");
        config.putAll(more);
        return config;
    }

    @Override
    public void stop() {
        // The parts serve the next test class too and end with the JVM.
    }

    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    private static String key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return Base64.getEncoder().encodeToString(key);
    }
}
