package fr.vigie.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The judge of calls judged: what is told of them beside what telephones heard and pressed. */
class CallJudgeTest extends MadeUp {
    @Test
    void shouldCountAsUnflaggedWhenAPersonHeardItTwiceSilently() {
        rang("a", true, "1");
        rang("b", true, "1");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(kinds()).containsExactly(Kind.UNFLAGGED);
    }

    @Test
    void shouldNotCountACallInWhichNothingWasToBeHeard() {
        rang("a", true, "", 1);
        rang("b", true, "1");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenAnsweredAndNothingWasToBeHeard() {
        rang("a", true, "", 1);
        told(CALL, DeliveryState.ANSWERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenAcknowledgedAndNobodyPressedAKey() {
        rang("a", true, "");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenFailedAndSomebodyPressedTheKey() {
        rang("a", true, "1");
        told(CALL, DeliveryState.FAILED, FailureReason.CALL_LOST, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenBusyAndNobodyWasCalled() {
        told(CALL, DeliveryState.FAILED, FailureReason.LINE_BUSY, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenSomebodyIsCalledLongAfterTheCancel() {
        cancelledAt = TAKEN.minusSeconds(60);
        silentFrom = TAKEN.minusSeconds(1);
        rang("a", true, "1");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenSomebodyIsCalledAfterTheAlertExpired() {
        at = EXPIRES.plusSeconds(30);
        rang("a", true, "1");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenFailedAndSomebodyListenedToTheEnd() {
        rang("a", true, "", 300);
        told(CALL, DeliveryState.FAILED, FailureReason.CALL_LOST, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldFindNothingWhenFailedAndTheCallBrokeOffEarly() {
        rang("a", true, "", 60);
        told(CALL, DeliveryState.FAILED, FailureReason.CALL_LOST, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenVoicemailAndAPersonAnswered() {
        rang("a", true, "", 300);
        told(CALL, DeliveryState.VOICEMAIL, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenAnsweredAndAMachineDidInTheCalm() {
        number = MACHINE;
        calm = true;
        rang("a", true, "", 300);
        told(CALL, DeliveryState.ANSWERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldFindNothingWhenAMachineIsNotKnownForOneWhileEverythingStoodStill() {
        number = MACHINE;
        calm = true;
        rang("a", true, "", 400, 16_000);
        told(CALL, DeliveryState.ANSWERED, null, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldFindNothingWhenAMachineIsToldToBeOne() {
        number = MACHINE;
        calm = true;
        rang("a", true, "", 300);
        told(CALL, DeliveryState.VOICEMAIL, null, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenTheRegistryDoesNotKnowOfTheKeys() {
        calm = true;
        rang("a", true, "99");
        told(CALL, DeliveryState.ANSWERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);

        left = new Told.Left(Set.of(), Set.of(MERCHANT));
        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldNameNoNumberWhenSomethingIsFound() {
        taken("1", NUMBER, 1, 1);
        taken("2", NUMBER, 1, 1);
        rang("a", true, "1");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(findings().toString()).contains("messageId").doesNotContain(NUMBER.substring(1));
    }
}
