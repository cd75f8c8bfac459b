package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.bus.Received;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.Urgency;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final UUID alert = UUID.randomUUID();
    private Instant end = Instant.now().plusSeconds(3_600);
    private final PaperCarrier carrier = new PaperCarrier("paper", 1);
    private RealFlow flow;
    private Intake intake;

    @BeforeEach
    void open() throws SQLException, IOException {
        open(Duration.ZERO);
    }

    private void open(Duration wrongBy) throws SQLException, IOException {
        carrier.window = 50;
        flow = new RealFlow(carrier, wrongBy);
        Contents contents = new Contents();
        News news = new News(Channel.SMS);
        // Its thread does not run: what is queued stays so, and can be seen.
        ClaimLoop claims = new ClaimLoop(
                flow.profile,
                flow.course,
                flow.database,
                contents,
                news,
                flow.desk,
                flow.meters,
                "test",
                Duration.ofSeconds(1));
        intake = new Intake(
                flow.profile,
                flow.database,
                contents,
                new Cancellations(flow.database, flow.clock),
                news,
                flow.desk,
                claims,
                flow.meters,
                flow.course,
                flow.clock,
                "test");
    }

    @AfterEach
    void close() throws SQLException, InterruptedException {
        flow.close();
    }

    @Test
    void shouldWaitForRoomWhenTheCarrierTakesItAtOnce() throws InterruptedException {
        // Given
        carrier.take = handOver -> CompletableFuture.completedFuture(
                new Accepted(handOver.deliveryId().toString(), Instant.now()));
        intake.handle(asked(100, Instant.now()));

        // When: each time more than may be held at once, before many answers have shown that more may be
        Set<Long> queued = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            long before = states().getOrDefault("QUEUED", 0L);
            intake.handle(asked(400, Instant.now()));
            queued.add(states().getOrDefault("QUEUED", 0L) - before);
        }

        // Then: half of each would have been queued; where the machine stands still for a second, some are all the same
        assertThat(queued).contains(0L);
        Awaitility.await().atMost(LIMIT).until(() -> !states().containsKey("SENDING"));
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

    @Test
    void shouldHandOverWhatIsInTimeWhenThisMachinesClockIsTwoHoursAhead() throws Exception {
        // Given: an alert with an hour left
        flow.close();
        open(Duration.ofHours(2));
        carrier.take = handOver -> CompletableFuture.completedFuture(
                new Accepted(handOver.deliveryId().toString(), Instant.now()));

        // When
        intake.handle(asked(20, Instant.now()));

        // Then
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(states()).containsExactly(Map.entry("ACCEPTED", 20L)));
    }

    @Test
    void shouldNotHandOverWhatHasExpiredWhenThisMachinesClockIsTwoHoursBehind() throws Exception {
        // Given
        flow.close();
        open(Duration.ofHours(-2));
        end = Instant.now().minusSeconds(60);
        carrier.take = handOver -> CompletableFuture.completedFuture(
                new Accepted(handOver.deliveryId().toString(), Instant.now()));

        // When
        intake.handle(asked(20, Instant.now()));

        // Then
        assertThat(states()).containsExactly(Map.entry("EXPIRED", 20L));
    }

    private Map<String, Long> states() {
        Map<String, Long> states = new TreeMap<>();
        for (Row row : flow.database.transaction(
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
                List.of(Samples.encrypted(recipient)),
                Instant.EPOCH,
                end,
                0,
                0,
                null,
                null);
    }
}
