package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A call is written down before it can be killed. */
class CallBegunTest {
    /** Nobody answers, until the call is taken back. */
    private static final String RINGING = "+33199000972";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void shouldWriteDownACallWhenItsInviteGoesOutAndTheSameRecordAtItsEnd() throws Exception {
        try (TrunkRig rig = new TrunkRig();
                TelephoneSimulator telephones = TelephoneSimulator.start(TelephoneSimulator.Options.defaults())) {
            // Given
            HandOver asked = TrunkRig.handOver(RINGING);
            SipTrunk trunk = rig.trunk(telephones.port(), null, null);

            // When
            CompletableFuture<HandOverOutcome> outcome = trunk.handOver(asked).toCompletableFuture();
            await().atMost(LIMIT).until(() -> !rig.begun(asked).isEmpty());
            outcome.join();

            // Then
            CallDetail ended = rig.detail(asked);
            assertThat(ended.end()).isEqualTo("CANCELLED");
            assertThat(rig.begun(asked))
                    .containsExactly(new CallDetail(
                            ended.callId(),
                            asked.deliveryId(),
                            asked.alertId(),
                            asked.attempt(),
                            asked.possibleDuplicate(),
                            "test",
                            null,
                            ended.setUpAt(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            CallDetail.UNDER_WAY,
                            null,
                            null,
                            null,
                            LegReport.NOTHING));
        }
    }
}
