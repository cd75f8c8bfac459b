package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.TestDatabase;
import fr.vigie.dispatch.flow.Recording.Arrival;
import fr.vigie.dispatch.flow.Recording.Outcome;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database will never take must not keep the rest from being written. */
class RecorderLaneTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Random random = new Random(7);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TestDatabase databases;
    private Database database;
    private RecorderLane lane;
    private Thread thread;

    @BeforeEach
    void open() throws SQLException, IOException {
        databases = TestDatabase.with(
                "/db/dispatch/V1_1__delivery.sql", "/db/dispatch/V1_4__quiet_hours.sql", "/db/outbox/V0_1__outbox.sql");
        database = databases.copy();
        ChannelProfile profile = Samples.texts(Duration.ZERO, Duration.ofSeconds(1));
        Course course = new Course(profile, Clock.systemUTC(), random, id -> false, id -> false);
        Recording recording = new Recording(
                profile,
                course,
                null,
                new News(Channel.SMS),
                Duration.ZERO,
                new DispatchMeters(registry, Channel.SMS, database));
        lane = new RecorderLane(database, recording, 1_000);
        thread = new Thread(lane, "lane");
    }

    @AfterEach
    void close() throws SQLException, InterruptedException {
        lane.stop();
        thread.interrupt();
        thread.join();
        databases.close();
    }

    @Test
    void shouldWriteTheOthersWhenOneNameIsTooLongForItsIndex() {
        // Given
        List<Delivery> rows = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            rows.add(Samples.sending(Urgency.URGENT));
        }
        database.transaction(
                statements -> new Deliveries(statements).insert(rows, Duration.ofSeconds(30), "test", null));

        // When
        for (int i = 0; i < 7; i++) {
            String name = i == 3 ? tooLong() : "name" + i;
            lane.add(new Outcome(rows.get(i), "paper", new Accepted(name, Instant.now()), null));
        }
        thread.start();

        // Then
        Awaitility.await().atMost(LIMIT).until(() -> lane.unwritten() == 0);
        Map<UUID, Delivery> found = database.transaction(statements -> new Deliveries(statements)
                .find(rows.stream().map(Delivery::deliveryId).toList()));
        for (int i = 0; i < 7; i++) {
            Delivery now = found.get(rows.get(i).deliveryId());
            assertThat(now.state()).isEqualTo(i == 3 ? DeliveryState.SENDING : DeliveryState.ACCEPTED);
            assertThat(now.carrierMessageId()).isEqualTo(i == 3 ? null : "name" + i);
        }
    }

    @Test
    void shouldTakeReceiptsThatCanNeverBeStored() {
        // Given
        Arrival tooLong = arrival(tooLong(), DeliveryState.DELIVERED);
        Arrival unforeseen = arrival("stateless", null);
        Arrival good = arrival("good", DeliveryState.DELIVERED);

        // When
        lane.add(tooLong);
        lane.add(unforeseen);
        lane.add(good);
        thread.start();

        // Then
        for (Arrival each : List.of(tooLong, unforeseen, good)) {
            assertThat(each.done()).succeedsWithin(LIMIT);
        }
        assertThat(parked()).containsExactly("good");
        assertThat(registry.counter(DispatchMeters.RECEIPTS.name(), "match", "unstorable")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldGiveReceiptsBackAndKeepOutcomesWhileTheTableIsAway() {
        // Given
        Delivery row = Samples.sending(Urgency.URGENT);
        database.transaction(
                statements -> new Deliveries(statements).insert(List.of(row), Duration.ofSeconds(30), "test", null));
        rename("delivery", "away");
        Arrival receipt = arrival("name", DeliveryState.DELIVERED);

        // When
        lane.add(receipt);
        lane.add(new Outcome(row, "paper", new Accepted("name", Instant.now()), null));
        thread.start();

        // Then
        assertThat(receipt.done()).failsWithin(LIMIT).withThrowableOfType(ExecutionException.class);
        assertThat(lane.unwritten()).isEqualTo(1);
        rename("away", "delivery");
        Awaitility.await().atMost(LIMIT).until(() -> lane.unwritten() == 0);
        Map<UUID, Delivery> found =
                database.transaction(statements -> new Deliveries(statements).find(List.of(row.deliveryId())));
        assertThat(found.get(row.deliveryId()).state()).isEqualTo(DeliveryState.ACCEPTED);
    }

    @Test
    void shouldWriteTogetherWhatComesWithinAMomentWhenMuchComes() {
        // When: one after the other, and once more where the machine was busy with something else
        thread.start();
        long batches = Long.MAX_VALUE;
        int rows = 0;
        for (int round = 0; round < 10 && batches >= 35; round++) {
            List<Delivery> first = stored(100); // a batch that says so
            List<Delivery> then = stored(2_000);
            first.forEach(this::taken);
            Awaitility.await().atMost(LIMIT).until(() -> lane.unwritten() == 0);
            long before = accepted("DISTINCT updated_at");
            for (Delivery row : then) {
                taken(row);
                LockSupport.parkNanos(150_000);
            }
            Awaitility.await().atMost(LIMIT).until(() -> lane.unwritten() == 0);
            batches = accepted("DISTINCT updated_at") - before;
            rows += 2_100;
        }

        // Then
        assertThat(batches).isLessThan(35);
        assertThat(accepted("*")).isEqualTo(rows);
    }

    private List<Delivery> stored(int count) {
        List<Delivery> rows = Stream.generate(() -> Samples.sending(Urgency.URGENT))
                .limit(count)
                .toList();
        database.transaction(
                statements -> new Deliveries(statements).insert(rows, Duration.ofMinutes(5), "test", null));
        return rows;
    }

    private long accepted(String counted) {
        return database.transaction(statements ->
                        statements.run("SELECT count(" + counted + ") FROM delivery WHERE state = 'ACCEPTED'"))
                .iterator()
                .next()
                .getLong(0);
    }

    private void taken(Delivery row) {
        String name = row.deliveryId().toString();
        lane.add(new Outcome(row, "paper", new Accepted(name, Instant.now()), null));
    }

    private void rename(String from, String to) {
        database.transaction(statements -> statements.run("ALTER TABLE " + from + " RENAME TO " + to));
    }

    private List<String> parked() {
        List<String> names = new ArrayList<>();
        database.transaction(statements -> statements.run("SELECT carrier_message_id FROM parked_receipt"))
                .forEach(found -> names.add(found.getString(0)));
        return names;
    }

    private static Arrival arrival(String name, DeliveryState state) {
        return new Arrival(
                new Receipt("paper", name, state, null, Instant.now()),
                null,
                false,
                System.nanoTime(),
                new CompletableFuture<>());
    }

    /** Does not get shorter by compression. */
    private String tooLong() {
        StringBuilder name = new StringBuilder();
        random.ints(9_000, 'a', 'z' + 1).forEach(name::appendCodePoint);
        return name.toString();
    }
}
