package fr.vigie.dispatch.voice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.voice.Telephones;
import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.dispatch.voice.trunk.CallLimits;
import fr.vigie.events.FailureReason;
import fr.vigie.service.Place;
import fr.vigie.testing.RealParts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "dispatch_voice"))
@QuarkusTestResource(value = Telephones.class, restrictToAnnotatedClass = true)
class CallWriterTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private static final Duration KEEP = Duration.ofDays(90);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final CallLimits LIMITS = new CallLimits(SECOND, SECOND, SECOND, SECOND, SECOND, SECOND);

    @Inject
    Database database;

    @Inject
    CallRecords records;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void shouldKeepEveryFieldOfARecord() throws Exception {
        UUID alert = UUID.randomUUID();
        CallDetail full = new CallDetail(
                UUID.randomUUID(),
                UUID.randomUUID(),
                alert,
                2,
                true,
                "one",
                "sip2.example.org",
                NOW,
                NOW.plusSeconds(1),
                NOW.plusSeconds(2),
                NOW.plusSeconds(30),
                "2?1",
                "NO_ANSWER",
                FailureReason.NOT_ANSWERED,
                "REFUSED",
                480,
                19,
                new LegReport(1_400, 1_300, 7, 12, 31, new LegReport.Heard(3.125, 0.5, 22, 140)));
        CallDetail bare = call(alert, NOW.plusSeconds(40));

        write(List.of(full, bare));

        assertThat(records.ofAlert(alert, 10, null)).containsExactly(full, bare);
        assertThat(records.ofDelivery(full.deliveryId(), 10, null)).containsExactly(full);
        assertThat(records.ofAlert(alert, 10, new Place(full.setUpAt(), full.callId())))
                .containsExactly(bare);
    }

    @Test
    void shouldHaveWrittenEverythingThatWaitedWhenItStops() throws Exception {
        UUID alert = UUID.randomUUID();

        write(IntStream.range(0, 1_700)
                .mapToObj(i -> call(alert, NOW.plusMillis(i)))
                .toList());

        assertThat(count(alert)).isEqualTo(1_700);
    }

    @Test
    void shouldNotWaitForADatabaseThatDoesNotAnswerAndDropOnlyWhatDoesNotFit() throws Exception {
        UUID alert = UUID.randomUUID();
        CallWriter writer = new CallWriter(database, KEEP, LIMITS, 300, meters);
        writer.start(null);

        database.transaction(locked -> {
            locked.run("LOCK TABLE call_record IN ACCESS EXCLUSIVE MODE");
            IntStream.range(0, 300).forEach(i -> writer.ended(call(alert, NOW.plusMillis(i))));
            // What the writer holds in its hands is out of the queue, so that there is room again: at most a batch.
            IntStream.range(300, 1_200).forEach(i -> writer.ended(call(alert, NOW.plusMillis(i))));
            return null;
        });
        writer.stop(null);

        double dropped = meters.get(CallWriter.DROPPED).functionCounter().count();
        assertThat(dropped).isBetween(600.0, 900.0);
        assertThat(count(alert)).isEqualTo(1_200 - (int) dropped);
        assertThat(meters.get(CallWriter.WAITING).gauge().value()).isZero();
    }

    @Test
    void shouldWriteTheOthersWhenTheDatabaseRefusesOne() throws Exception {
        UUID alert = UUID.randomUUID();
        CallDetail good = call(alert, NOW);
        CallDetail bad = new CallDetail(
                UUID.randomUUID(),
                UUID.randomUUID(),
                alert,
                1,
                false,
                "zero \u0000 byte",
                null,
                NOW,
                null,
                null,
                NOW,
                "",
                "BUSY",
                null,
                "REFUSED",
                486,
                null,
                LegReport.NOTHING);

        write(List.of(bad, good));

        assertThat(records.ofAlert(alert, 10, null)).containsExactly(good);
        assertThat(meters.get(CallWriter.DROPPED).functionCounter().count()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatIsOldEnoughALittleAtATime() throws Exception {
        UUID alert = UUID.randomUUID();
        Instant old = NOW.minus(KEEP).minusSeconds(60);
        write(List.of(
                call(alert, old), call(alert, old.plusMillis(1)), call(alert, old.plusMillis(2)), call(alert, NOW)));

        assertThat(purge(2)).isEqualTo(2);
        assertThat(count(alert)).isEqualTo(2);
        assertThat(purge(2)).isEqualTo(1);
        assertThat(purge(2)).isZero();

        assertThat(records.ofAlert(alert, 10, null))
                .extracting(CallDetail::setUpAt)
                .containsExactly(NOW);
    }

    @Test
    void shouldShowACallWhileItIsUnderWayAndCompleteItsRecordAtItsEnd() throws Exception {
        // Given
        UUID alert = UUID.randomUUID();
        CallDetail call = Calls.begun(alert, NOW);
        CallWriter writer = writer();
        writer.start(null);

        // When
        writer.begun(call);

        // Then
        await().atMost(LIMIT).until(() -> count(alert) == 1);
        assertThat(records.ofAlert(alert, 10, null)).containsExactly(call);

        // And
        writer.ended(Calls.ended(call));
        writer.stop(null);
        assertThat(records.ofAlert(alert, 10, null)).containsExactly(Calls.ended(call));
    }

    @Test
    void shouldKeepTheFirstEndWhateverComesAfterIt() {
        UUID alert = UUID.randomUUID();
        CallDetail call = Calls.begun(alert, NOW);

        store(Calls.ended(call));
        store(call);
        store(Calls.ended(call, "9"));

        assertThat(records.ofAlert(alert, 10, null)).containsExactly(Calls.ended(call));
    }

    @Test
    void shouldWriteOpeningsAndEndsThatWaitTogether() throws Exception {
        UUID alert = UUID.randomUUID();
        CallDetail over = Calls.begun(alert, NOW);
        CallDetail up = Calls.begun(alert, NOW.plusSeconds(1));
        CallWriter writer = writer();
        List.of(over, up).forEach(writer::begun);
        writer.ended(Calls.ended(over));

        writer.start(null);
        writer.stop(null);

        assertThat(records.ofAlert(alert, 10, null)).containsExactly(Calls.ended(over), up);
    }

    @Test
    void shouldNotLetOpeningsTakeTheRoomOfEndsWhileTheDatabaseIsAway() throws Exception {
        // Given
        UUID alert = UUID.randomUUID();
        List<CallDetail> calls = IntStream.range(0, 1_000)
                .mapToObj(i -> Calls.begun(alert, NOW.plusMillis(i)))
                .toList();
        CallWriter writer = new CallWriter(database, KEEP, LIMITS, 300, meters);
        writer.start(null);

        // When
        database.transaction(locked -> {
            locked.run("LOCK TABLE call_record IN ACCESS EXCLUSIVE MODE");
            calls.forEach(writer::begun);
            calls.stream().limit(300).map(Calls::ended).forEach(writer::ended);
            return null;
        });
        writer.stop(null);

        // Then
        assertThat(meters.get(CallWriter.DROPPED).functionCounter().count()).isZero();
        List<CallDetail> written = records.ofAlert(alert, 2_000, null);
        assertThat(written.subList(0, 300))
                .containsExactlyElementsOf(
                        calls.stream().limit(300).map(Calls::ended).toList());
        assertThat(written.subList(300, 1_000)).containsExactlyElementsOf(calls.subList(300, 1_000));
    }

    @Test
    void shouldSayThatACallIsLostOnceItCanNoLongerBeUpAndNotBefore() {
        // Given
        UUID alert = UUID.randomUUID();
        Instant bound = Instant.now()
                .truncatedTo(ChronoUnit.MICROS)
                .minus(LIMITS.total())
                .minus(CallWriter.MARGIN);
        CallDetail gone = Calls.begun(alert, bound.minusSeconds(1));
        CallDetail ended = Calls.begun(alert, bound);
        CallDetail mayBeUp = Calls.begun(alert, bound.plusSeconds(30));
        store(gone, Calls.ended(ended), mayBeUp);

        // When
        writer().tidy();

        // Then
        assertThat(records.ofAlert(alert, 10, null)).containsExactly(Calls.lost(gone), Calls.ended(ended), mayBeUp);
    }

    @Test
    void shouldBelieveTheEndOfACallThatWasTakenForLost() {
        // Given
        UUID alert = UUID.randomUUID();
        CallDetail call = Calls.begun(alert, NOW.minus(Duration.ofHours(1)));
        store(call);
        writer().tidy();
        store(call);
        assertThat(records.ofAlert(alert, 10, null)).containsExactly(Calls.lost(call));

        // When
        store(Calls.ended(call));

        // Then
        assertThat(records.ofAlert(alert, 10, null)).containsExactly(Calls.ended(call));
    }

    @Test
    void shouldForgetLostCallsAsItForgetsOthers() {
        UUID alert = UUID.randomUUID();
        CallDetail old = Calls.begun(alert, NOW.minus(KEEP).minusSeconds(60));
        CallDetail younger = Calls.begun(alert, NOW.minus(KEEP).plusSeconds(3_600));
        store(old, younger);

        writer().tidy();

        assertThat(records.ofAlert(alert, 10, null)).containsExactly(Calls.lost(younger));
    }

    @Test
    void shouldSkipNothingWhenCallsEndBetweenTwoPages() {
        UUID alert = UUID.randomUUID();
        List<CallDetail> calls = IntStream.range(0, 5)
                .mapToObj(i -> Calls.begun(alert, NOW.plusMillis(i / 2)))
                .sorted(Comparator.comparing(CallDetail::setUpAt)
                        .thenComparing(call -> call.callId().toString()))
                .toList();
        store(calls.toArray(CallDetail[]::new));
        List<CallDetail> first = records.ofAlert(alert, 2, null);

        store(Calls.ended(calls.get(1)), Calls.ended(calls.get(4)));
        CallDetail last = first.get(1);
        List<CallDetail> rest = records.ofAlert(alert, 10, new Place(last.setUpAt(), last.callId()));

        assertThat(first).containsExactlyElementsOf(calls.subList(0, 2));
        assertThat(rest).containsExactly(calls.get(2), calls.get(3), Calls.ended(calls.get(4)));
    }

    private void store(CallDetail... calls) {
        database.transaction(statements -> {
            new CallTable(statements).write(List.of(calls));
            return null;
        });
    }

    private CallWriter writer() {
        return new CallWriter(database, KEEP, LIMITS, CallWriter.ROOM, meters);
    }

    private int purge(int limit) {
        return database.transaction(statements -> new CallTable(statements).purge(KEEP, limit));
    }

    private int count(UUID alert) {
        return records.ofAlert(alert, 10_000, null).size();
    }

    private void write(List<CallDetail> calls) throws InterruptedException {
        CallWriter writer = writer();
        writer.start(null);
        calls.forEach(writer::ended);
        writer.stop(null);
    }

    private static CallDetail call(UUID alert, Instant at) {
        return new CallDetail(
                UUID.randomUUID(),
                UUID.randomUUID(),
                alert,
                1,
                false,
                "one",
                null,
                at,
                null,
                null,
                at,
                "",
                "UNKNOWN",
                null,
                "SILENT",
                null,
                null,
                LegReport.NOTHING);
    }
}
