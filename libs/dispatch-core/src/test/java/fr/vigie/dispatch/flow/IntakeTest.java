package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.bus.Received;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.TestDatabase;
import fr.vigie.dispatch.pace.Paces;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests, a carrier of fifty places, the launcher and the recorder on a real database. */
class IntakeTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final FieldCipher cipher = new FieldCipher(KeyRing.parse("k1:" + key(1), "k1", key(2)));
    private final UUID alert = UUID.randomUUID();
    private final Instant end = Instant.now().plusSeconds(3_600);
    private final Random random = new Random(7);
    private final PaperCarrier carrier = new PaperCarrier("paper", 1);
    private final Workers workers = new Workers();
    private TestDatabase databases;
    private Database database;
    private Recorder recorder;
    private Desk desk;
    private Thread thread;
    private Intake intake;

    @BeforeEach
    void open() throws SQLException, IOException {
        carrier.window = 50;
        databases = TestDatabase.with(
                "/db/dispatch/V1_1__delivery.sql", "/db/dispatch/V1_4__quiet_hours.sql", "/db/outbox/V0_1__outbox.sql");
        database = databases.copy();
        ChannelProfile profile = new ChannelProfile(
                Channel.SMS,
                DeliveryState.SENDING,
                DeliveryState.REJECTED,
                Duration.ofSeconds(30),
                Duration.ofMillis(200),
                3,
                RetryDelay.constant(Duration.ofMinutes(1)),
                RetryDelay.constant(Duration.ofMinutes(1)),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
        DispatchMeters meters = new DispatchMeters(new SimpleMeterRegistry(), Channel.SMS, database);
        Course course = new Course(profile, Clock.systemUTC(), random, id -> false, id -> false);
        Recording recording = new Recording(profile, course, null, new News(Channel.SMS), Duration.ZERO, meters);
        recorder = new Recorder(database, recording, null, 100);
        Paces paces = new Paces(null);
        List<Route> routes = List.of(new Route(
                carrier, paces.of("paper", () -> 0), new Health(Duration.ofSeconds(2), true), 0.2, System.nanoTime()));
        Routing routing = new Routing(routes, Resend.WHEN_DOWN);
        Room room = new Room(profile, routes, 0.2, recorder::unwritten);
        desk = new Desk(routes, routing, new Parcels(cipher, routing, routes), paces, room, random);
        recorder.lanes().forEach(lane -> workers.start("lane", lane));
        thread = workers.start("launcher", new Launcher(desk, recorder, course, meters, profile.lease()));
        Contents contents = new Contents();
        News news = new News(Channel.SMS);
        Clock clock = Clock.systemUTC();
        // Its thread does not run: what is queued stays so, and can be seen.
        ClaimLoop claims =
                new ClaimLoop(profile, course, database, contents, news, desk, meters, "test", Duration.ofSeconds(1));
        Cancellations cancellations = new Cancellations(database, clock);
        intake = new Intake(
                profile, database, contents, cancellations, news, desk, claims, meters, course, clock, "test");
    }

    @AfterEach
    void close() throws SQLException, InterruptedException {
        desk.close();
        recorder.stop();
        thread.join();
        Awaitility.await().atMost(LIMIT).until(() -> recorder.unwritten() == 0);
        databases.close();
    }

    @Test
    void shouldWaitForRoomWhenTheCarrierTakesItAtOnce() throws InterruptedException {
        // Given
        carrier.take = handOver -> CompletableFuture.completedFuture(
                new Accepted(handOver.deliveryId().toString(), Instant.now()));
        intake.handle(asked(100, Instant.now()));

        // When: each time more than may be held at once
        for (int i = 0; i < 10; i++) {
            intake.handle(asked(150, Instant.now()));
        }

        // Then: a third of each would have been queued; a machine that stands still for a second may queue some all the
        // same
        Awaitility.await().atMost(LIMIT).until(() -> !states().containsKey("SENDING"));
        assertThat(states().getOrDefault("QUEUED", 0L)).isLessThan(250);
    }

    @Test
    void shouldQueueWhatFindsNoRoomWhenTheCarrierAnswersNothing() throws InterruptedException {
        // Given
        carrier.take = handOver -> new CompletableFuture<>();
        long begun = System.nanoTime();

        // When
        intake.handle(asked(150, Instant.now()));
        intake.handle(asked(150, Instant.now()));

        // Then: a window of fifty, and as many ahead
        assertThat(states()).containsOnly(Map.entry("SENDING", 100L), Map.entry("QUEUED", 200L));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
    }

    @Test
    void shouldQueueWhatHasWaitedOnItsTopicForLong() throws InterruptedException {
        // Given
        carrier.take = handOver -> CompletableFuture.completedFuture(
                new Accepted(handOver.deliveryId().toString(), Instant.now()));
        intake.handle(asked(100, Instant.now()));

        // When
        intake.handle(asked(150, Instant.now().minusSeconds(10)));

        // Then: the registry hears of all of it at once
        assertThat(states().get("QUEUED")).isPositive();
    }

    private Map<String, Long> states() {
        Map<String, Long> states = new TreeMap<>();
        for (Row row : database.transaction(
                statements -> statements.run("SELECT state, count(*) FROM delivery GROUP BY state"))) {
            states.put(row.getString(0), row.getLong(1));
        }
        return states;
    }

    private List<Received<DeliveryRequested>> asked(int count, Instant published) {
        List<Received<DeliveryRequested>> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(new Received<>(
                    asked(),
                    new ConsumerRecord<>(
                            "dispatch.sms.urgent.v1",
                            0,
                            i,
                            published.toEpochMilli(),
                            TimestampType.CREATE_TIME,
                            0,
                            0,
                            "key",
                            new byte[0],
                            new RecordHeaders(),
                            Optional.empty())));
        }
        return batch;
    }

    private DeliveryRequested asked() {
        UUID recipient = UUID.randomUUID();
        return new DeliveryRequested(
                DeliveryRequested.idOf(alert, recipient, Channel.SMS),
                alert,
                "A15-0412",
                recipient,
                Channel.SMS,
                Urgency.URGENT,
                AlertStatus.ACTUAL,
                "Gendarmerie",
                "text",
                List.of(cipher.encrypt("+999100000100", recipient.toString())),
                Instant.EPOCH,
                end,
                0,
                0,
                null,
                null);
    }

    private static String key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return Base64.getEncoder().encodeToString(key);
    }
}
