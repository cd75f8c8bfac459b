package fr.vigie.testing;

import fr.vigie.infra.LocalKafka;
import fr.vigie.infra.LocalPostgres;
import fr.vigie.infra.PostgresAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The parts as child processes, in a temporary folder that is removed at the end. */
final class EmbeddedParts implements SharedParts.RunningParts {
    private final Path folder;
    private final LocalPostgres postgres;
    private final LocalKafka kafka;

    private EmbeddedParts(Path folder, LocalPostgres postgres, LocalKafka kafka) {
        this.folder = folder;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    static EmbeddedParts start() {
        try {
            Path folder = Files.createTempDirectory("vigie-test-parts");
            Path binaries = programs().orElse(folder.resolve("programs"));
            CompletableFuture<LocalKafka> kafka = CompletableFuture.supplyAsync(
                    () -> LocalKafka.start(new LocalKafka.Config(folder.resolve("kafka"), 0, 0)));
            LocalPostgres postgres =
                    LocalPostgres.start(new LocalPostgres.Config(folder.resolve("postgres"), binaries, 0));
            return new EmbeddedParts(folder, postgres, kafka.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Unpacked once for all test runs of this user. Not in the shared temporary folder: another user could put programs
    // of his own there before.
    private static Optional<Path> programs() {
        try {
            Path cache = Path.of(System.getProperty("user.home"), ".cache", "vigie");
            return Optional.of(Files.createDirectories(cache)).filter(Files::isWritable);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> facts() {
        PostgresAdmin admin = postgres.admin();
        return Map.of(
                "kind",
                "embedded",
                "postgresHost",
                admin.host(),
                "postgresPort",
                Integer.toString(admin.port()),
                "adminUser",
                admin.user(),
                "adminPassword",
                admin.password(),
                "bootstrapServers",
                kafka.bootstrapServers());
    }

    @Override
    public String description() {
        return "PostgreSQL and Kafka started as child processes, in " + folder;
    }

    @Override
    public void stop() {
        try {
            kafka.close();
            postgres.close();
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            System.err.println("The tests' folder " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
