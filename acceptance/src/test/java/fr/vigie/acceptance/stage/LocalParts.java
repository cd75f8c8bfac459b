package fr.vigie.acceptance.stage;

import fr.vigie.infra.LocalKafka;
import fr.vigie.infra.LocalPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** PostgreSQL with fsync and a broker, as processes; shared by all stories of a run. */
final class LocalParts implements AutoCloseable {
    private final LocalPostgres postgres;
    private final LocalKafka kafka;

    private LocalParts(LocalPostgres postgres, LocalKafka kafka) {
        this.postgres = postgres;
        this.kafka = kafka;
    }

    static LocalParts start(Path home, Path folder) {
        CompletableFuture<LocalKafka> kafka = CompletableFuture.supplyAsync(
                () -> LocalKafka.start(new LocalKafka.Config(folder.resolve("kafka"), 0, 0)));
        LocalPostgres postgres = LocalPostgres.start(
                new LocalPostgres.Config(folder.resolve("postgres"), home.resolve(".vigie/programs/postgres"), 0));
        return new LocalParts(postgres, kafka.join());
    }

    /** Makes a database that its only user owns. */
    void makeDatabase(String name, String password) {
        try {
            postgres.ensureDatabase(name, name, password);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    int postgresPort() {
        return postgres.port();
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() {
        try (postgres) {
            kafka.close();
        }
    }
}
