package fr.vigie.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.Topics;
import fr.vigie.infra.LocalKafka;
import fr.vigie.infra.PostgresAdmin;
import fr.vigie.testing.Parts;
import fr.vigie.testing.TopicProbe;
import io.smallrye.context.SmallRyeContextManagerProvider;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a broker of its own, which may be killed, and a database of its own per test. */
class OutboxTest {
    private static final Duration SOON = Service.SOON;
    private static final String TOPIC = Topics.ALERT_ACCEPTED;
    private static final Instant NOW = Instant.parse("2026-11-21T10:02:00.123456789Z");

    @TempDir
    static Path folder;

    private static LocalKafka kafka;

    private final PostgresAdmin postgres = Parts.shared().postgres();
    private final String database =
            "outbox_" + UUID.randomUUID().toString().replace('-', '_').substring(0, 13);
    /** Events of other tests lie in the same topic. */
    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void startKafka() {
        // Quarkus does this as it starts; left to itself it is made by whoever comes first, and two at once fail.
        SmallRyeContextManagerProvider.getManager();
        kafka = LocalKafka.start(new LocalKafka.Config(folder, 0, 0));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void makeDatabase() throws Exception {
        postgres.ensureDatabase(database, "outbox_tests", "secret");
        try (var migration = OutboxTest.class.getResourceAsStream("/db/outbox/V0_1__outbox.sql")) {
            sql(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        postgres.dropDatabase(database);
    }

    @Test
    void shouldPublishWhatIsCommittedOnceAndNeverWhatIsRolledBack() {
        try (Service service = service().startRelay()) {
            service.rollBack(events(0, 3));
            service.commit(events(3, 2));
            service.rollBack(events(5, 3));
            service.commit(events(8, 2));

            await().atMost(SOON).until(() -> service.rows() == 0 && published().size() >= 4);

            assertThat(published()).containsExactly("3", "4", "8", "9");
            assertThat(service.meters.counter("vigie.outbox.published").count()).isEqualTo(4);
        }
    }

    @Test
    void shouldKeepTheOrderOfAKeyOverRowsAndWithinThem() {
        try (Service service = service()) {
            List<String> expected = new ArrayList<>();
            for (int row = 0; row < 150; row++) { // more rows than are taken at once
                service.commit(events(row * 3, 3));
                expected.addAll(List.of("" + row * 3, "" + (row * 3 + 1), "" + (row * 3 + 2)));
            }

            service.startRelay();

            await().atMost(SOON).until(() -> service.rows() == 0);
            assertThat(published()).isEqualTo(expected);
        }
    }

    @Test
    void shouldKeepEveryFieldOfAnEventOverTheDatabase() {
        OutgoingEvent event = new OutgoingEvent(
                TOPIC, key, "the-id", "AlertAccepted", NOW, "{\"où\":\"œuf €\"}".getBytes(StandardCharsets.UTF_8));

        OutgoingEvent read = EventFrames.read(EventFrames.write(List.of(event))).get(0);

        assertThat(read).usingRecursiveComparison().isEqualTo(event);
        assertThat(EventFrames.read(EventFrames.write(List.of()))).isEmpty();
    }

    @Test
    void shouldStoreManyEventsPackedAndReadThemAsTheyWere() {
        List<OutgoingEvent> events = events(0, 500);

        byte[] frames = EventFrames.write(events);

        assertThat(frames).hasSizeLessThan(events.size() * 20);
        assertThat(EventFrames.read(frames)).usingRecursiveComparison().isEqualTo(events);
    }

    @Test
    void shouldKeepTheRowsWhileTheBrokerIsAwayAndPublishThemWhenItIsBack() {
        try (Service service = service().startRelay()) {
            service.commit(events(0, 1));
            await().atMost(SOON).until(() -> service.rows() == 0);

            kafka.kill();
            service.commit(events(1, 2));
            service.commit(events(3, 2));
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> service.rows() == 2);
            kafka.restart();

            await().atMost(SOON).until(() -> service.rows() == 0);
            // Before the outage was noticed some may have got through; what counts comes last, whole and in order.
            assertThat(published()).startsWith("0").endsWith("1", "2", "3", "4");
        }
    }

    @Test
    void shouldPublishAgainWithTheSameIdWhatWasPublishedAndNotCommittedWhenTheServiceDied() throws Exception {
        sql("CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " PERFORM pg_sleep(600); RETURN NULL; END $$;"
                // At commit, hence after the broker has confirmed.
                + " CREATE CONSTRAINT TRIGGER hold AFTER DELETE ON outbox DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION hold()");
        Service dying = service().startRelay();
        dying.commit(events(0, 2));
        await().atMost(SOON).until(() -> published().size() == 2);

        sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <>"
                + " pg_backend_pid()");
        sql("DROP TRIGGER hold ON outbox");
        dying.die();
        assertThat(dyingLeftRows()).isEqualTo(1);
        try (Service next = service().startRelay()) {
            await().atMost(SOON).until(() -> next.rows() == 0);
        }

        assertThat(published()).startsWith("0", "1").endsWith("0", "1");
        assertThat(published().size()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldLetOnlyOneOfTwoRelaysPublishAndLoseNothingWhenOneDies() {
        Service one = service().startRelay();
        try (Service two = service().startRelay()) {
            for (int i = 0; i < 200; i++) {
                (i % 2 == 0 ? one : two).commit(events(i, 1));
            }
            await().atMost(SOON).until(() -> two.rows() == 0);
            assertThat(published()).hasSize(200).doesNotHaveDuplicates();
            assertThat(published()).isEqualTo(numbers(200));

            one.die();
            for (int i = 200; i < 300; i++) {
                two.commit(events(i, 1));
            }

            await().atMost(SOON).until(() -> two.rows() == 0);
            assertThat(new ArrayList<>(new LinkedHashSet<>(published()))).isEqualTo(numbers(300));
        }
    }

    @Test
    void shouldWaitWhileAnotherHoldsTheLock() throws Exception {
        try (Connection other = postgres.connect(database);
                Statement lock = other.createStatement();
                Service service = service()) {
            lock.execute("SELECT pg_advisory_lock(" + 0x56494749_45_01L + ")");
            service.startRelay();
            service.commit(events(0, 1));

            await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> service.rows() == 1);
            lock.execute("SELECT pg_advisory_unlock_all()");

            await().atMost(SOON).until(() -> service.rows() == 0);
        }
    }

    @Test
    void shouldHandTheLockOnAndLoseNothingWhenTheHolderStandsStillWhilePublishing() throws Exception {
        try (Service one =
                        new Service(postgres, database, kafka.bootstrapServers(), Duration.ofSeconds(1)).startRelay();
                Service two =
                        new Service(postgres, database, kafka.bootstrapServers(), Duration.ofSeconds(1)).startRelay()) {
            // Given: nobody confirms, and whoever holds the lock waits within its transaction
            kafka.kill();
            one.commit(events(0, 3));
            try {
                long first = await().during(Duration.ofMillis(500)).atMost(SOON).until(this::holder, pid -> pid != 0);

                // Then: its session is ended, and another takes the lock, for as short a while
                await().atMost(SOON).until(() -> another(holder(), first));
            } finally {
                kafka.restart(); // for the other stories, too
            }

            // And
            await().atMost(SOON).until(() -> two.rows() == 0);
            assertThat(new LinkedHashSet<>(published())).containsExactly("0", "1", "2");
        }
    }

    private static boolean another(long holder, long first) {
        return holder != 0 && holder != first;
    }

    /** The session that holds the relay's lock; 0 where none does. */
    private long holder() throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                var row =
                        statement.executeQuery("SELECT coalesce(max(pid), 0) FROM pg_locks WHERE locktype = 'advisory'"
                                + " AND granted AND database = (SELECT oid FROM pg_database WHERE datname ="
                                + " current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void shouldNotDropARowOfALaterVersion() throws Exception {
        byte[] later = Outbox.frames(events(0, 1));
        later[0] = 3;
        try (Service service = service().startRelay()) {
            service.pool
                    .preparedQuery(Outbox.INSERT)
                    .execute(Tuple.tuple().addBuffer(Buffer.buffer(later)))
                    .await()
                    .atMost(SOON);
            service.commit(events(1, 1));

            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> service.rows() == 2);
            assertThat(published()).isEmpty();
        }
        // The copy that understands it, here: whoever takes it away, lets the rest go.
        sql("DELETE FROM outbox WHERE get_byte(frames, 0) = 3");
        try (Service service = service().startRelay()) {
            await().atMost(SOON).until(() -> service.rows() == 0);
            assertThat(published()).containsExactly("1");
        }
    }

    @Test
    void shouldPublishWhatWasCommittedJustBeforeItWasToldToStop() {
        Service service = service().startRelay();
        for (int i = 0; i < 130; i++) {
            service.commit(events(i, 1));
        }
        service.close();

        assertThat(published()).isEqualTo(numbers(130));
    }

    @Test
    void shouldRelayTwentyThousandEvents() {
        try (Service service = service()) {
            for (int i = 0; i < 40; i++) {
                service.commit(events(i * 500, 500));
            }
            long start = System.nanoTime();
            service.startRelay();
            await().pollInterval(Duration.ofMillis(10)).atMost(SOON).until(() -> service.rows() == 0);
            double seconds = (System.nanoTime() - start) / 1e9;

            System.out.printf("relayed 20000 events in %.2f s: %.0f/s%n", seconds, 20_000 / seconds);
            assertThat(published()).isEqualTo(numbers(20_000));
        }
    }

    private Service service() {
        return new Service(postgres, database, kafka.bootstrapServers());
    }

    private List<OutgoingEvent> events(int first, int count) {
        List<OutgoingEvent> events = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            events.add(new OutgoingEvent(
                    TOPIC, key, Integer.toString(i), "Made", NOW, "{\"n\":1}".getBytes(StandardCharsets.UTF_8)));
        }
        return events;
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    /** The ids of this test's events in the order of their topic. */
    private List<String> published() {
        try (TopicProbe probe = TopicProbe.open(kafka.bootstrapServers())) {
            return probe.all(TOPIC).stream()
                    .filter(each -> key.equals(each.key()))
                    .map(each -> each.headers().get("ce_id"))
                    .toList();
        }
    }

    private long dyingLeftRows() throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM outbox")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
