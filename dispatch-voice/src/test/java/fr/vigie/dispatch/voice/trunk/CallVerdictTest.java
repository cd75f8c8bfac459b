package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.trunk.CallVerdict.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallVerdictTest {
    @ParameterizedTest
    @CsvSource({
        "300, UNKNOWN",
        "302, UNKNOWN",
        "400, UNKNOWN",
        "401, REFUSED_US",
        "402, REFUSED_US",
        "403, REFUSED_US",
        "404, DEAD",
        "405, UNKNOWN",
        "406, INCOMPATIBLE",
        "407, REFUSED_US",
        "408, NO_ANSWER",
        "410, DEAD",
        "413, TROUBLE",
        "414, TROUBLE",
        "415, INCOMPATIBLE",
        "416, INVALID",
        "420, INCOMPATIBLE",
        "421, INCOMPATIBLE",
        "433, REFUSED_US",
        "436, REFUSED_US",
        "437, REFUSED_US",
        "438, REFUSED_US",
        "480, NO_ANSWER",
        "481, TROUBLE",
        "482, TROUBLE",
        "483, TROUBLE",
        "484, INVALID",
        "485, INVALID",
        "486, BUSY",
        "487, NO_ANSWER",
        "488, INCOMPATIBLE",
        "491, TROUBLE",
        "493, TROUBLE",
        "500, TROUBLE",
        "501, TROUBLE",
        "502, TROUBLE",
        "503, TROUBLE",
        "504, TROUBLE",
        "505, TROUBLE",
        "513, TROUBLE",
        "580, INCOMPATIBLE",
        "599, TROUBLE",
        "600, BUSY",
        "603, DECLINED",
        "604, DEAD",
        "606, INCOMPATIBLE",
        "607, DECLINED",
        "608, DECLINED",
        "699, UNKNOWN",
    })
    void shouldJudgeByTheStatusWhereNoCauseIsGiven(int status, CallVerdict verdict) {
        assertThat(CallVerdict.of(status, -1, false)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "1, DEAD",
        "2, ABSENT",
        "3, ABSENT",
        "6, TROUBLE",
        "17, BUSY",
        "18, NO_ANSWER",
        "19, NO_ANSWER",
        "20, ABSENT",
        "21, DECLINED",
        "22, DEAD",
        "25, TROUBLE",
        "27, ABSENT",
        "28, INVALID",
        "29, TROUBLE",
        "34, TROUBLE",
        "38, TROUBLE",
        "41, TROUBLE",
        "42, THROTTLED",
        "44, TROUBLE",
        "47, TROUBLE",
        "50, REFUSED_US",
        "52, REFUSED_US",
        "55, REFUSED_US",
        "57, REFUSED_US",
        "58, INCOMPATIBLE",
        "63, TROUBLE",
        "65, INCOMPATIBLE",
        "79, INCOMPATIBLE",
        "88, INCOMPATIBLE",
        "102, TROUBLE",
        "111, TROUBLE",
    })
    void shouldBelieveTheCauseWhereTheStatusIsVague(int cause, CallVerdict verdict) {
        for (int vague : new int[] {480, 500, 503, 403, 499}) {
            assertThat(CallVerdict.of(vague, cause, false)).isEqualTo(verdict);
        }
    }

    @Test
    void shouldStayWithTheStatusWhereTheCauseSaysNothing() {
        for (int cause : new int[] {16, 31, 127, 0, 126}) {
            assertThat(CallVerdict.of(480, cause, false)).isEqualTo(CallVerdict.NO_ANSWER);
            assertThat(CallVerdict.of(503, cause, false)).isEqualTo(CallVerdict.TROUBLE);
        }
    }

    @Test
    void shouldStayWithAStatusThatIsClear() {
        assertThat(CallVerdict.of(486, 16, false)).isEqualTo(CallVerdict.BUSY);
        assertThat(CallVerdict.of(604, 19, false)).isEqualTo(CallVerdict.DEAD);
        assertThat(CallVerdict.of(404, 17, false)).isEqualTo(CallVerdict.BUSY);
    }

    @Test
    void shouldTakeA503ThatAsksToWaitForThrottling() {
        assertThat(CallVerdict.of(503, -1, true)).isEqualTo(CallVerdict.THROTTLED);
        assertThat(CallVerdict.of(503, 1, true)).isEqualTo(CallVerdict.DEAD);
    }

    /** No combination may be lost, use up a try for the operator's fault, or give a number up without a clear word. */
    @Test
    void shouldHaveOneVerdictForEveryStatusAndCauseThatAgreesWithItsKind() {
        for (int status = 300; status < 700; status++) {
            for (int cause = -1; cause < 128; cause++) {
                CallVerdict verdict = CallVerdict.of(status, cause, false);
                HandOverOutcome outcome = verdict.outcome(null);
                if (verdict.kind() == Kind.PERMANENT) {
                    assertThat(outcome).isInstanceOf(Final.class);
                } else {
                    assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    Temporary.class,
                                    end -> assertThat(end.countsAsTry()).isEqualTo(verdict.kind() != Kind.CARRIER));
                }
                assertThat(verdict.reason()).isNotNull();
            }
        }
    }
}
