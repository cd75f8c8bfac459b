package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.events.FailureReason;
import fr.vigie.simulators.telephony.CallOutcome;
import fr.vigie.simulators.telephony.CallRecord;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A stop with many telephones in people's hands. */
class GoodbyeTest {
    private static final CallLimits PATIENT = new CallLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(4),
            Duration.ofSeconds(60),
            Duration.ZERO,
            Duration.ZERO);

    @Test
    void shouldSayGoodbyeToTwoHundredTelephonesWithinTenSeconds() throws IOException {
        // Given: a hundred that talk, and a hundred that ring
        try (TelephoneSimulator telephones = TelephoneSimulator.start(
                        TelephoneSimulator.Options.defaults().withMaxAnswerDelay(Duration.ofMillis(200)));
                TrunkRig rig = new TrunkRig("vigie", PATIENT)) {
            SipTrunk trunk = rig.trunk(telephones.port(), null, null);
            List<CompletableFuture<HandOverOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(call(trunk, "+9998%05d974".formatted(i)));
                calls.add(call(trunk, "+9998%05d972".formatted(i)));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> telephones.journal().size() == 200
                            && telephones.journal().stream()
                                            .filter(call -> call.answeredAt() != null)
                                            .count()
                                    == 100);

            // When
            Instant stopped = Instant.now();
            trunk.stop();

            // Then
            for (CompletableFuture<HandOverOutcome> call : calls) {
                assertThat(call.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOfSatisfying(Temporary.class, end -> {
                    assertThat(end.reason()).isEqualTo(FailureReason.INTERRUPTED);
                    assertThat(end.countsAsTry()).isFalse();
                });
            }
            assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(10));
            Awaitility.await().untilAsserted(() -> {
                assertThat(outcomes(telephones, "974")).hasSize(100).containsOnly(CallOutcome.HUNG_UP_BY_CALLER);
                assertThat(outcomes(telephones, "972")).hasSize(100).containsOnly(CallOutcome.CANCELLED);
            });
            assertThat(trunk.activeCalls()).isZero();
            assertThat(call(trunk, "+999800000001")).isCompleted();
        }
    }

    private static CompletableFuture<HandOverOutcome> call(SipTrunk trunk, String number) {
        return trunk.handOver(TrunkRig.handOver(number)).toCompletableFuture();
    }

    private static List<CallOutcome> outcomes(TelephoneSimulator telephones, String lastDigits) {
        return telephones.journal().stream()
                .filter(call -> call.called().endsWith(lastDigits))
                .map(CallRecord::outcome)
                .toList();
    }
}
