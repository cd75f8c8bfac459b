package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.TestDatabase;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.dispatch.flow.Recording.Arrival;
import fr.vigie.dispatch.flow.Recording.Entry;
import fr.vigie.dispatch.flow.Recording.Outcome;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.outbox.TestOutbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hand-overs of a sleeper, on a real database. */
class LateOutcomesTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final HandOverOutcome ACKNOWLEDGED = reached(DeliveryState.ACKNOWLEDGED, false);
    private static final HandOverOutcome VOICEMAIL = reached(DeliveryState.VOICEMAIL, false);
    private static final HandOverOutcome OPTED_OUT = reached(DeliveryState.ANSWERED, true);
    private static final HandOverOutcome LINE_BUSY =
            new Temporary(DeliveryState.BUSY, FailureReason.LINE_BUSY, true, null);
    private static final HandOverOutcome FAILED =
            new Final(DeliveryState.FAILED, FailureReason.CALL_DECLINED, null, false);

    private final ChannelProfile calls = new ChannelProfile(
            Channel.VOICE,
            DeliveryState.CALLING,
            DeliveryState.FAILED,
            LEASE,
            Duration.ZERO,
            3,
            RetryDelay.constant(Duration.ofMinutes(5)),
            RetryDelay.constant(Duration.ofMinutes(5)),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);

    private TestDatabase postgres;
    private Database database;
    private Recording recording;

    @BeforeEach
    void open() throws Exception {
        postgres = TestDatabase.with(
                "/db/dispatch/V1_1__delivery.sql", "/db/dispatch/V1_4__quiet_hours.sql", "/db/outbox/V0_1__outbox.sql");
        database = postgres.copy();
        recording = new Recording(
                calls,
                new Course(calls, Clock.systemUTC(), new Random(1), id -> false, id -> false),
                null,
                new News(Channel.VOICE),
                Duration.ZERO,
                new DispatchMeters(new SimpleMeterRegistry(), Channel.VOICE, database));
    }

    @AfterEach
    void close() throws Exception {
        postgres.close();
    }

    @Test
    void shouldFindTheLaterHandOverWhenTheSmscGivesOutItsIdAgain() {
        // Given
        Delivery earlier = sleeping();
        Delivery later = sleeping();
        goOn(earlier);
        goOn(later);
        HandOverOutcome first = new Accepted("17", NOW);
        end(earlier, first);

        // When
        List<DeliveryEvent> told = end(later, new Accepted("17", NOW.plusSeconds(60)));
        end(earlier, first); // told again, as after a commit whose answer was lost

        // Then
        assertThat(told).extracting(DeliveryEvent::possibleDuplicate).containsExactly(true);
        Receipt receipt = new Receipt("trunk", "17", DeliveryState.DELIVERED, null, NOW);
        assertThat(database.transaction(statements -> new Deliveries(statements).findByReceipt(List.of(receipt)))
                        .get(0)
                        .deliveryId())
                .isEqualTo(later.deliveryId());
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryState.class,
            names = {"CALLING", "BUSY", "FAILED", "ACKNOWLEDGED"})
    void shouldTellThatTheMerchantLeftWhateverBecameOfTheDelivery(DeliveryState became) {
        // Given
        Delivery sleeping = sleeping();
        Delivery again = goOn(sleeping);
        switch (became) {
            case BUSY -> end(again, LINE_BUSY);
            case FAILED -> end(again, FAILED);
            case ACKNOWLEDGED -> end(again, ACKNOWLEDGED);
            default -> assertThat(now(again).state()).isEqualTo(DeliveryState.CALLING);
        }

        // When
        end(sleeping, OPTED_OUT);

        // Then
        assertThat(departures())
                .extracting(OutgoingEvent::key)
                .containsExactly(sleeping.recipientId().toString());
        assertThat(now(sleeping).state())
                .isEqualTo(became == DeliveryState.ACKNOWLEDGED ? DeliveryState.ACKNOWLEDGED : DeliveryState.ANSWERED);
    }

    @Test
    void shouldTellOnceThatTheMerchantLeftWhenTheAnswerOfTheCommitWasLost() {
        // Given
        Delivery row = sleeping();

        // When
        end(row, OPTED_OUT);
        end(row, OPTED_OUT);

        // Then
        assertThat(departures()).hasSize(1);
        assertThat(now(row).possibleDuplicate()).isFalse();
    }

    @Test
    void shouldCallNobodyAgainWhoWasReachedWhileTheDeliveryWaited() {
        // Given
        Delivery sleeping = sleeping();
        end(goOn(sleeping), LINE_BUSY);

        // When
        List<DeliveryEvent> told = end(sleeping, ACKNOWLEDGED);

        // Then
        assertThat(told).extracting(DeliveryEvent::state).containsExactly(DeliveryState.ACKNOWLEDGED);
        assertThat(told).extracting(DeliveryEvent::handedOverAt).containsExactly(NOW);
        assertThat(claimed()).isEmpty();
        Delivery row = now(sleeping);
        assertThat(row.state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
        assertThat(row.reason()).isNull();
        assertThat(row.waitsFor()).isNull();
        assertThat(row.numbers()).isEmpty();
        assertThat(row.possibleDuplicate()).isTrue();
    }

    @Test
    void shouldKeepTheBetterOfBothWhenAnotherCallWasUnderWay() {
        // Given
        Delivery line = sleeping();
        Delivery lineAgain = goOn(line);
        Delivery machine = sleeping();
        Delivery machineAgain = goOn(machine);

        // When
        end(line, ACKNOWLEDGED);
        end(lineAgain, LINE_BUSY);
        end(machine, VOICEMAIL);
        List<DeliveryEvent> told = end(machineAgain, ACKNOWLEDGED);

        // Then
        assertThat(now(line).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
        assertThat(now(machine).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
        assertThat(told).extracting(DeliveryEvent::possibleDuplicate).containsExactly(true);
        assertThat(claimed()).isEmpty();
    }

    @Test
    void shouldSupersedeAFailureByAnAttemptOfItsOwnAndNothingBetter() {
        // Given
        Delivery sleeping = sleeping();
        Delivery again = goOn(sleeping);
        DeliveryEvent failure = end(again, FAILED).get(0);
        Delivery answered = sleeping();
        end(goOn(answered), OPTED_OUT);

        // When
        DeliveryEvent told = end(sleeping, VOICEMAIL).get(0);
        DeliveryEvent worse = end(answered, VOICEMAIL).get(0);

        // Then: a reader goes by attempt and rank
        assertThat(told.state()).isEqualTo(DeliveryState.VOICEMAIL);
        assertThat(told.attempt()).isEqualTo(failure.attempt() + 1);
        assertThat(now(sleeping).state()).isEqualTo(DeliveryState.VOICEMAIL);
        assertThat(worse.attempt()).isEqualTo(answered.attempt());
        assertThat(worse.possibleDuplicate()).isTrue();
        assertThat(now(answered).state()).isEqualTo(DeliveryState.ANSWERED);
    }

    @Test
    void shouldRecordBothWhenTwoAttemptsOfOneDeliveryEndTogether() {
        // Given
        Delivery sleeping = sleeping();
        Delivery again = goOn(sleeping);

        // When
        List<DeliveryEvent> told = record(List.of(outcome(sleeping, OPTED_OUT), outcome(again, LINE_BUSY)));

        // Then
        assertThat(told).extracting(DeliveryEvent::state).containsExactly(DeliveryState.BUSY, DeliveryState.ANSWERED);
        assertThat(departures()).hasSize(1);
        assertThat(now(sleeping).state()).isEqualTo(DeliveryState.ANSWERED);
    }

    @Test
    void shouldKeepTheReceiptOfAnExtraHandOverWhenItCameBeforeTheResponse() {
        // Given
        Delivery sleeping = sleeping();
        goOn(sleeping);
        Receipt receipt = new Receipt("trunk", "17", DeliveryState.DELIVERED, null, NOW);
        Entry early = new Arrival(receipt, null, false, System.nanoTime(), new CompletableFuture<>());

        // When
        record(List.of(early, outcome(sleeping, new Accepted("17", NOW))));

        // Then
        List<Receipt> findable = database.transaction(statements -> new ReceiptTable(statements).findable());
        assertThat(findable).containsExactly(receipt);
    }

    /** Calls of sleepers end in any order, alone and together, once and again: beside a plain account of what they were. */
    @Test
    void shouldKeepTheBestOfAllCallsInWhateverOrderTheyEnd() {
        Random random = new Random(11);
        for (int story = 0; story < 60; story++) {
            new Story(random).run();
        }
    }

    private final class Story {
        private final Random random;
        private final Delivery first = sleeping();
        private final List<Delivery> underWay = new ArrayList<>(List.of(first));
        private final List<DeliveryEvent> told = new ArrayList<>();
        private final int departuresBefore = departures().size();
        private int best;
        private int left;

        Story(Random random) {
            this.random = random;
        }

        void run() {
            for (int step = 0; step < 8 || !underWay.isEmpty(); step++) {
                if (step < 8 && random.nextBoolean()) {
                    lapse(first);
                    underWay.addAll(claimed());
                } else if (!underWay.isEmpty()) {
                    endSome();
                }
            }
            compare();
        }

        private void endSome() {
            List<Entry> batch = new ArrayList<>();
            for (int many = 1 + random.nextInt(2); many > 0 && !underWay.isEmpty(); many--) {
                Delivery call = underWay.remove(random.nextInt(underWay.size()));
                int how = random.nextInt(5);
                best = Math.max(best, List.of(0, 0, 1, 2, 3).get(how));
                left += how == 3 ? 1 : 0;
                batch.add(outcome(
                        call,
                        List.of(LINE_BUSY, FAILED, VOICEMAIL, OPTED_OUT, ACKNOWLEDGED)
                                .get(how)));
            }
            told.addAll(record(batch));
            if (random.nextInt(4) == 0) {
                told.addAll(record(batch));
            }
            if (best > 0) {
                assertThat(claimed()).isEmpty();
            }
        }

        private void compare() {
            Delivery row = now(first);
            List<DeliveryState> reached =
                    List.of(DeliveryState.VOICEMAIL, DeliveryState.ANSWERED, DeliveryState.ACKNOWLEDGED);
            if (best > 0) {
                assertThat(row.state()).isEqualTo(reached.get(best - 1));
                // Of equals the first, as readers do.
                DeliveryEvent read = told.stream()
                        .reduce((one, other) -> further(other, one) ? other : one)
                        .orElseThrow();
                assertThat(read.state()).isEqualTo(row.state());
                assertThat(read.attempt()).isEqualTo(row.attempt());
            } else {
                assertThat(reached).doesNotContain(row.state());
            }
            List<OutgoingEvent> gone =
                    departures().subList(departuresBefore, departures().size());
            assertThat(gone.isEmpty()).isEqualTo(left == 0);
            assertThat(gone.stream().map(OutgoingEvent::id).distinct()).hasSizeLessThanOrEqualTo(1);
            database.transaction(statements -> statements.run("TRUNCATE delivery, outbox"));
        }

        private static boolean further(DeliveryEvent one, DeliveryEvent other) {
            return Comparator.comparing(DeliveryEvent::attempt)
                            .thenComparing(event -> event.state().rank())
                            .compare(one, other)
                    > 0;
        }
    }

    private static HandOverOutcome reached(DeliveryState state, boolean optedOut) {
        return new Final(state, null, NOW, optedOut);
    }

    /** A call under way whose copy falls asleep. */
    private Delivery sleeping() {
        UUID id = UUID.randomUUID();
        Delivery row = new Delivery(
                id,
                id,
                id,
                id,
                null,
                Urgency.URGENT,
                DeliveryState.CALLING,
                1,
                0,
                0,
                0,
                0,
                false,
                NOW.plusSeconds(3600),
                Waiting.LEASE,
                null,
                null,
                null,
                null,
                "encrypted",
                null,
                null);
        database.transaction(statements -> new Deliveries(statements).insert(List.of(row), LEASE, "sleeper", null));
        return row;
    }

    /** The lease ends, and another copy claims it. */
    private Delivery goOn(Delivery sleeping) {
        lapse(sleeping);
        return claimed().stream()
                .filter(row -> row.deliveryId().equals(sleeping.deliveryId()))
                .findFirst()
                .orElseThrow();
    }

    private void lapse(Delivery row) {
        database.transaction(statements -> statements.run(
                "UPDATE delivery SET state = 'UNKNOWN', rank = 20, waits_for"
                        + " = 'ATTEMPT', possible_duplicate = true, owner = NULL WHERE waits_for = 'LEASE' AND delivery_id = $1",
                row.deliveryId()));
    }

    /** What another copy calls, all waits being over. */
    private List<Delivery> claimed() {
        return database.transaction(statements -> {
            statements.run("UPDATE delivery SET due_at = now() WHERE waits_for = 'ATTEMPT'");
            return new Deliveries(statements)
                    .claim(Urgency.URGENT, 100, DeliveryState.CALLING, "another", LEASE)
                    .rows();
        });
    }

    private List<DeliveryEvent> end(Delivery row, HandOverOutcome outcome) {
        return record(List.of(outcome(row, outcome)));
    }

    private static Entry outcome(Delivery row, HandOverOutcome outcome) {
        return new Outcome(row, "trunk", outcome, null);
    }

    private List<DeliveryEvent> record(List<Entry> batch) {
        return database.transaction(statements -> recording.record(statements, batch, true))
                .events();
    }

    private Delivery now(Delivery row) {
        return database.transaction(statements -> new Deliveries(statements).find(List.of(row.deliveryId())))
                .get(row.deliveryId());
    }

    private List<OutgoingEvent> departures() {
        List<OutgoingEvent> events = new ArrayList<>();
        database.transaction(statements -> statements.run("SELECT frames FROM outbox ORDER BY id"))
                .forEach(row -> events.addAll(
                        TestOutbox.events(row.getBuffer(0).getDelegate().getBytes())));
        return events.stream()
                .filter(event -> event.topic().equals(Topics.SUBSCRIBER_EVENTS))
                .toList();
    }
}
