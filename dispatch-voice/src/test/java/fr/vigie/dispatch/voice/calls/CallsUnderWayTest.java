package fr.vigie.dispatch.voice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.voice.Telephones;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.dispatch.voice.trunk.CallLimits;
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

/** Records of calls before their end, and of those whose end nobody writes. */
@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "dispatch_voice"))
@QuarkusTestResource(value = Telephones.class, restrictToAnnotatedClass = true)
class CallsUnderWayTest {
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

    private int count(UUID alert) {
        return records.ofAlert(alert, 10_000, null).size();
    }
}
