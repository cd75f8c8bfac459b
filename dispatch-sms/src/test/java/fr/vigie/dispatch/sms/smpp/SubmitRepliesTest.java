package fr.vigie.dispatch.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.dispatch.sms.SmsSettings.IdForm;
import fr.vigie.smpp.Reply;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubmitRepliesTest {
    private final SubmitReplies replies = new SubmitReplies(new MessageIds(IdForm.SAME), Set.of(), Clock.systemUTC());

    @Test
    void shouldTakeAMessageAsTakenWhenTheOperatorGaveItNoName() {
        HandOverOutcome first = replies.outcome(new Reply.Answered<>(""));
        HandOverOutcome second = replies.outcome(new Reply.Answered<>(""));

        assertThat(first)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        taken -> assertThat(SubmitReplies.unnamed(taken.carrierMessageId()))
                                .isTrue());
        assertThat(((Accepted) first).carrierMessageId()).isNotEqualTo(((Accepted) second).carrierMessageId());
    }

    @Test
    void shouldKeepTheOperatorsNameWhenThereIsOne() {
        assertThat(replies.outcome(new Reply.Answered<>("4711")))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        taken -> assertThat(taken.carrierMessageId()).isEqualTo("4711"));
    }

    @Test
    void shouldNotKnowTheFateWhenNobodyAnswered() {
        assertThat(replies.outcome(new Reply.Lost<>(Reply.Cause.TIMEOUT))).isInstanceOf(Unknown.class);
    }
}
