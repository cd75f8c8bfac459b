package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.dispatch.pace.Paces;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One carrier with ten places of which two are kept for urgent; what is handed over is answered by hand. */
class DeskTest {
    private static final long SECOND = 1_000_000_000;
    /** Of a machine that may stand still for a while. */
    private static final long LIMIT = 60 * SECOND;

    private static final HandOverOutcome THROTTLED = new Temporary(null, FailureReason.CARRIER_THROTTLED, false, null);

    private final PaperCarrier carrier = new PaperCarrier("paper", 1);
    private final List<Desk.Next> taken = new CopyOnWriteArrayList<>();
    private Desk desk = desk(Duration.ofMillis(200));
    private Thread launcher;

    @AfterEach
    void close() throws InterruptedException {
        desk.close();
        if (launcher != null) {
            launcher.join();
        }
    }

    @Test
    void shouldLendAllButOnePlaceToBulkWhenNothingUrgentWasAbout() {
        // When
        launch();
        desk.offer(held(Urgency.BULK, 20, 30));

        // Then
        await(() -> taken.size() == 9);
        desk.offer(held(Urgency.URGENT, 1, 30));
        await(() -> taken.size() == 10);
        assertThat(taken.get(9).parcel().row().lane()).isEqualTo(Urgency.URGENT);
    }

    @Test
    void shouldGiveTheNextPlacesToUrgentAndKeepSomeForASecond() {
        // Given
        launch();
        desk.offer(held(Urgency.BULK, 20, 30));
        await(() -> taken.size() == 9);
        desk.offer(held(Urgency.URGENT, 3, 30));
        await(() -> taken.size() == 10);
        long urgentSince = System.nanoTime();

        // When
        answer(0, accepted());
        answer(1, accepted());
        answer(2, accepted());

        // Then: two urgent ones, and bulk gets nothing until fewer than eight places are taken, or a second has passed
        await(() -> taken.size() == 12);
        assertThat(taken.subList(10, 12)).allMatch(next -> next.parcel().row().lane() == Urgency.URGENT);
        answer(3, accepted());
        await(() -> taken.size() == 13);
        assertThat(System.nanoTime() - urgentSince).isGreaterThan(SECOND);
    }

    @Test
    void shouldKeepWhatWasRefusedAndTryItAgain() {
        // Given
        launch();
        desk.offer(held(Urgency.URGENT, 1, 30));
        await(() -> taken.size() == 1);

        // When
        boolean stays = answer(0, THROTTLED);

        // Then
        assertThat(stays).isTrue();
        await(() -> taken.size() == 2);
        assertThat(taken.get(1).parcel()).isSameAs(taken.get(0).parcel());
        assertThat(desk.routes().get(0).throttled()).isEqualTo(1);
    }

    @Test
    void shouldCountOnlyWhatTheCarrierTookOrMayHaveTaken() {
        // Given
        launch();
        desk.offer(held(Urgency.URGENT, 6, 30));
        await(() -> taken.size() == 6);

        // When
        answer(0, THROTTLED);
        answer(1, new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, null));
        answer(2, new HandOverOutcome.Final(DeliveryState.REJECTED, FailureReason.NUMBER_INVALID, null, false));
        answer(3, accepted());
        answer(4, new HandOverOutcome.Unknown(FailureReason.CARRIER_SILENT));
        answer(5, new HandOverOutcome.Final(DeliveryState.DELIVERED, null, Instant.now(), false));

        // Then
        assertThat(desk.routes().get(0).units()).isEqualTo(3);
    }

    @Test
    void shouldGiveWhatWasRefusedBackWhenItsTimeIsOver() {
        launch();
        desk.offer(held(Urgency.URGENT, 1, 1));
        int tries = 0;
        do {
            int so = ++tries;
            await(() -> taken.size() == so);
            // Without a route it is given back as too late: only where the machine stood still.
        } while (taken.get(tries - 1).route() != null && answer(tries - 1, THROTTLED));
        assertThat(tries).isLessThanOrEqualTo(8); // 20 ms, 40, 80, … within a second
    }

    @Test
    void shouldServeTheOthersFirstWhenOneIsRefusedAgainAndAgainWithoutAnyWishToWait() {
        // Given: one place for all
        desk = desk(Duration.ofMillis(200));
        carrier.window = 1;
        HandOverOutcome atOnce = new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ZERO);
        List<Held> all = held(Urgency.URGENT, 6, 30);
        Parcel refused = null;
        desk.offer(all);
        launch();

        // When
        long answeredAt = 0;
        int refusals = 0;
        for (int i = 0; refusals < 5 || i < 10; i++) {
            int so = i;
            await(() -> taken.size() > so);
            Parcel parcel = taken.get(i).parcel();
            refused = refused == null ? parcel : refused;
            // The place is taken for as long as the refused one pauses.
            long due = parcel == refused ? System.nanoTime() : refused.notBefore();
            await(() -> System.nanoTime() - due >= 0);
            answeredAt = parcel == refused ? System.nanoTime() : answeredAt;
            answer(i, parcel == refused ? atOnce : accepted());
            refusals += parcel == refused ? 1 : 0;
        }

        // Then: 20 ms, 40, 80, …, and the others are through before its third try
        Parcel alone = refused;
        List<Desk.Next> seen = List.copyOf(taken);
        assertThat(seen.subList(0, 7).stream().filter(next -> next.parcel() == alone))
                .hasSizeLessThan(3);
        assertThat(refused.notBefore() - answeredAt).isGreaterThan(100_000_000);
    }

    @Test
    void shouldGiveItsPlaceToOthersWhenTheOperatorWantsAMinute() {
        // Given
        launch();
        desk.offer(held(Urgency.URGENT, 1, 90));
        await(() -> taken.size() == 1);

        // When
        boolean stays = answer(0, new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofMinutes(1)));

        // Then: it waits in the database
        assertThat(stays).isFalse();
    }

    @Test
    void shouldEndOneDeliveryAndServeTheNextWhenACarrierThrowsAtItsNumber() {
        // Given
        List<Held> all = held(Urgency.URGENT, 2, 30);
        int[] asked = {0};
        carrier.affinity = number -> {
            if (asked[0]++ == 0) {
                throw new StackOverflowError();
            }
            return 0;
        };
        launch();

        // When
        desk.offer(all);

        // Then
        await(() -> taken.size() == 2);
        assertThat(taken.get(0).route()).isNull();
        assertThat(taken.get(0).parcel().fault()).isEqualTo(new Temporary(null, FailureReason.UNSPECIFIED, true, null));
        assertThat(taken.get(1).route()).isNotNull();
    }

    @Test
    void shouldHoldNoMoreThanTheCarrierWasSeenToTake() {
        assertThat(desk.reserve(Urgency.BULK, 10_000)).isEqualTo(20);
        assertThat(desk.reserve(Urgency.BULK, 10_000)).isZero();
        assertThat(desk.reserve(Urgency.URGENT, 10_000)).isEqualTo(20);
    }

    @Test
    void shouldWaitForRoomWhileTheCarrierTakes() throws InterruptedException {
        // Given: all that may be held is held, and the carrier is quick
        launch();
        int held = desk.reserve(Urgency.URGENT, 20);
        desk.offer(held(Urgency.URGENT, held, 30));
        await(() -> taken.size() == 10);
        Thread carrierAnswers = new Thread(() -> {
            for (int i = 0; i < held; i++) {
                int next = i;
                await(() -> taken.size() > next);
                answer(next, accepted());
                desk.release(Urgency.URGENT, 1);
            }
        });
        carrierAnswers.start();

        // When
        await(() -> desk.look(() -> desk.routes().get(0).answersPerSecond(System.nanoTime()) > 20));
        int granted = desk.reserveSoon(Urgency.URGENT, 5, System.nanoTime() + 10 * SECOND);

        // Then
        assertThat(granted).isEqualTo(5);
        carrierAnswers.join();
    }

    @Test
    void shouldNotWaitForRoomWhenTheCarrierTakesNothing() throws InterruptedException {
        // Given
        launch();
        desk.offer(held(Urgency.URGENT, desk.reserve(Urgency.URGENT, 20), 30));
        await(() -> taken.size() == 10);
        long begun = System.nanoTime();

        // When
        int granted = desk.reserveSoon(Urgency.URGENT, 10, begun + 2 * LIMIT);

        // Then
        assertThat(granted).isZero();
        assertThat(System.nanoTime() - begun).isLessThan(LIMIT);
    }

    @Test
    void shouldHoldNothingAheadWhenAHandOverTakesLong() {
        desk = desk(Duration.ZERO);
        assertThat(desk.reserve(Urgency.BULK, 10_000)).isEqualTo(8);
        assertThat(desk.reserve(Urgency.URGENT, 10_000)).isEqualTo(2);
    }

    @Test
    void shouldGiveThePlaceBackAndAskTheOthersWhenAQuestionFails() {
        // Given
        Receipt known = new Receipt("paper", "good", DeliveryState.DELIVERED, null, Instant.EPOCH);
        carrier.answer = question -> switch (question.carrierMessageId()) {
            case "thrown" -> throw new IndexOutOfBoundsException("a fault of the carrier's");
            case "failed" -> CompletableFuture.failedFuture(new IllegalStateException("another"));
            default -> CompletableFuture.completedFuture(Optional.of(known));
        };
        Delivery good = asked("good");

        // When
        Questions.Answers answers = new Questions(desk).ask(List.of(asked("thrown"), asked("failed"), good));

        // Then
        assertThat(answers.receipts()).containsOnly(Map.entry(good.deliveryId(), known));
        assertThat(answers.unasked()).isEmpty();
        assertThat(desk.routes().get(0).inFlight()).isZero();
    }

    private static Delivery asked(String messageId) {
        UUID id = UUID.randomUUID();
        return new Delivery(
                id,
                id,
                id,
                id,
                null,
                Urgency.URGENT,
                DeliveryState.ACCEPTED,
                1,
                0,
                0,
                0,
                0,
                false,
                Instant.MAX,
                Waiting.RECEIPT,
                Instant.EPOCH,
                null,
                "paper",
                messageId,
                "",
                null,
                null);
    }

    private Desk desk(Duration heldAhead) {
        carrier.window = 10;
        ChannelProfile profile = Samples.texts(heldAhead, Duration.ofSeconds(1));
        Paces paces = new Paces(null);
        List<Route> routes = List.of(new Route(
                carrier, paces.of("paper", () -> 0), new Health(Duration.ofSeconds(2), true), 0.2, System.nanoTime()));
        Routing routing = new Routing(routes, Resend.WHEN_DOWN);
        Room room = new Room(profile, routes, 0.2, () -> 0);
        return new Desk(routes, routing, new Parcels(Samples.CIPHER, routing, routes), paces, room, new Random(5));
    }

    private void launch() {
        launcher = new Thread(() -> {
            try {
                for (Desk.Next next = desk.next(); next != null; next = desk.next()) {
                    taken.add(next);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        launcher.start();
    }

    private boolean answer(int index, HandOverOutcome outcome) {
        Desk.Next next = taken.get(index);
        return desk.answered(next.parcel(), next.route(), 1, outcome, System.nanoTime());
    }

    private static HandOverOutcome accepted() {
        return new HandOverOutcome.Accepted("4711", Instant.EPOCH);
    }

    private List<Held> held(Urgency lane, int count, int seconds) {
        List<Held> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Samples.held(Samples.sending(lane), Duration.ofSeconds(seconds)));
        }
        return all;
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
