package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.TestDatabase;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.dispatch.pace.Paces;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A carrier that throws, the launcher's own thread, and the recorder's on a real database. */
class LauncherTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final FieldCipher cipher = new FieldCipher(KeyRing.parse("k1:" + key(1), "k1", key(2)));
    private final Random random = new Random(7);
    private final PaperCarrier carrier = new PaperCarrier("paper", 1);
    private final Workers workers = new Workers();
    private TestDatabase databases;
    private Database database;
    private Recorder recorder;
    private Desk desk;
    private Thread thread;

    @BeforeEach
    void open() throws SQLException, IOException {
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
    void shouldEndOneDeliveryAndHandOverTheNextWhenTheCarrierThrowsAnError() {
        // Given
        Delivery poison = row();
        Delivery next = row();
        carrier.take = handOver -> {
            if (handOver.deliveryId().equals(poison.deliveryId())) {
                throw new StackOverflowError();
            }
            return CompletableFuture.completedFuture(new Accepted("4711", Instant.now()));
        };
        database.transaction(statements ->
                new Deliveries(statements).insert(List.of(poison, next), Duration.ofSeconds(30), "test", null));
        assertThat(desk.reserve(Urgency.URGENT, 2)).isEqualTo(2);

        // When
        desk.offer(List.of(held(poison), held(next)));

        // Then
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(stored(next).state()).isEqualTo(DeliveryState.ACCEPTED));
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(stored(poison))
                        .returns(DeliveryState.QUEUED, Delivery::state)
                        .returns(1, Delivery::tries)
                        .returns(FailureReason.UNSPECIFIED, Delivery::reason)
                        .returns(false, Delivery::possibleDuplicate));
        assertThat(thread.isAlive()).isTrue();
        assertThat(desk.underWay()).isZero();
    }

    private Delivery stored(Delivery row) {
        return database.transaction(statements -> new Deliveries(statements).find(List.of(row.deliveryId())))
                .get(row.deliveryId());
    }

    private static Held held(Delivery row) {
        Content content = new Content(
                row.contentId(),
                row.alertId(),
                "A15-0412",
                AlertStatus.ACTUAL,
                "Gendarmerie",
                "text",
                Instant.EPOCH,
                Instant.MAX,
                null,
                null);
        return new Held(row, content, System.nanoTime() + 15_000_000_000L);
    }

    private Delivery row() {
        UUID id = UUID.randomUUID();
        return new Delivery(
                id,
                id,
                id,
                id,
                null,
                Urgency.URGENT,
                DeliveryState.SENDING,
                1,
                0,
                0,
                0,
                0,
                false,
                Instant.now().plusSeconds(3_600),
                Waiting.LEASE,
                null,
                null,
                null,
                null,
                cipher.encrypt("+999100000100", id.toString()),
                null,
                null);
    }

    private static String key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return Base64.getEncoder().encodeToString(key);
    }
}
