package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallOutcomesTest {
    @ParameterizedTest
    @CsvSource({
        "486, -1, BUSY, LINE_BUSY",
        "600, -1, BUSY, LINE_BUSY",
        "480, 17, BUSY, LINE_BUSY",
        "503, 17, BUSY, LINE_BUSY",
        "404, 17, BUSY, LINE_BUSY",
        "408, -1, NO_ANSWER, NOT_ANSWERED",
        "480, -1, NO_ANSWER, NOT_ANSWERED",
        "487, -1, NO_ANSWER, NOT_ANSWERED",
        "480, 19, NO_ANSWER, NOT_ANSWERED",
        "603, -1, NO_ANSWER, CALL_DECLINED",
        "480, 20, UNREACHABLE, SUBSCRIBER_ABSENT",
        "500, 27, UNREACHABLE, SUBSCRIBER_ABSENT",
        "488, -1, UNREACHABLE, CARRIER_ERROR",
        "302, -1, UNREACHABLE, UNSPECIFIED",
        "499, -1, UNREACHABLE, UNSPECIFIED",
        "699, -1, UNREACHABLE, UNSPECIFIED",
    })
    void shouldTryTheMerchantAgain(int status, int cause, DeliveryState state, FailureReason reason) {
        assertThat(refused(status, cause)).isEqualTo(new Temporary(state, reason, true, null));
    }

    @ParameterizedTest
    @CsvSource({
        "404, -1, NUMBER_DEAD",
        "410, -1, NUMBER_DEAD",
        "604, -1, NUMBER_DEAD",
        "480, 1, NUMBER_DEAD",
        "503, 1, NUMBER_DEAD",
        "484, -1, NUMBER_INVALID",
        "500, 28, NUMBER_INVALID",
    })
    void shouldGiveTheNumberUp(int status, int cause, FailureReason reason) {
        assertThat(refused(status, cause)).isEqualTo(new Final(DeliveryState.FAILED, reason, null, false));
    }

    @ParameterizedTest
    @CsvSource({
        "500, -1, CARRIER_ERROR",
        "503, -1, CARRIER_ERROR",
        "503, 34, CARRIER_ERROR",
        "502, 41, CARRIER_ERROR",
        "503, 42, CARRIER_THROTTLED",
        "401, -1, CARRIER_REFUSED_US",
        "403, -1, CARRIER_REFUSED_US",
        "407, -1, CARRIER_REFUSED_US",
    })
    void shouldBlameTheCarrierWithoutUsingUpATry(int status, int cause, FailureReason reason) {
        assertThat(refused(status, cause)).isEqualTo(new Temporary(null, reason, false, null));
    }

    @Test
    void shouldObeyRetryAfter() {
        assertThat(CallOutcomes.beforeAnswer(new CallEnd.Refused(503, -1, Duration.ofSeconds(7), false), false))
                .isEqualTo(new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofSeconds(7)));
    }

    @Test
    void shouldSayNoAnswerWhateverTheStatusWhenWeTookTheCallBack() {
        assertThat(CallOutcomes.beforeAnswer(new CallEnd.Refused(503, -1, null, true), false))
                .isEqualTo(new Temporary(DeliveryState.NO_ANSWER, FailureReason.NOT_ANSWERED, true, null));
    }

    @Test
    void shouldUseUpATryWhoeverIsToBlameOnceTheTelephoneRang() {
        assertThat(CallOutcomes.beforeAnswer(new CallEnd.ConnectionLost(), true))
                .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_UNAVAILABLE, true, null));
        assertThat(CallOutcomes.beforeAnswer(new CallEnd.Refused(503, -1, Duration.ZERO, false), true))
                .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_THROTTLED, true, null));
        assertThat(CallOutcomes.beforeAnswer(new CallEnd.Refused(486, -1, null, false), true))
                .isEqualTo(new Temporary(DeliveryState.BUSY, FailureReason.LINE_BUSY, true, null));
    }

    @Test
    void shouldHaveAnOutcomeForEveryStatusAndCause() {
        for (int status = 300; status < 700; status++) {
            for (int cause = -1; cause < 128; cause++) {
                assertThat(refused(status, cause)).isNotNull();
            }
        }
    }

    private static HandOverOutcome refused(int status, int cause) {
        return CallOutcomes.beforeAnswer(new CallEnd.Refused(status, cause, null, false), false);
    }
}
