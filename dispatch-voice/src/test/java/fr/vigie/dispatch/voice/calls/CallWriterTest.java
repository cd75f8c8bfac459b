package fr.vigie.dispatch.voice.calls;

import static org.assertj.core.api.Assertions.assertThat;

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
                "1f2e3d@192.0.2.1",
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
                null,
                LegReport.NOTHING);
    }
}
