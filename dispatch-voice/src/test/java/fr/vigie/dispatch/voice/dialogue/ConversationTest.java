package fr.vigie.dispatch.voice.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.voice.dialogue.Conversation.Ending;
import fr.vigie.dispatch.voice.speech.Rendering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
    private static final Keys KEYS = Phrases.standard().keys();
    private static final Script SCRIPT =
            new Script(sound(), sound(), sound(), sound(), sound(), sound(), sound(), sound(), KEYS);

    private long nanoTime;
    private final List<String> said = new ArrayList<>();
    private final Conversation conversation = new Conversation(
            SCRIPT,
            new Line() {
                @Override
                public void play(Rendering sound) {
                    said.add(nameOf(sound));
                }

                @Override
                public void hangUp() {
                    said.add("bye");
                }
            },
            () -> nanoTime);

    @BeforeEach
    void pickUp() {
        conversation.begin();
    }

    @Test
    void shouldSayItTwiceOfferTheKeysWaitAndHangUpWhenNoKeyComes() {
        listen(5);

        assertThat(said).containsExactly("message", "repetition", "menu", "keyWait", "bye");
        assertThat(conversation.ending()).isEqualTo(Ending.ANSWERED);
    }

    @Test
    void shouldTakeOneAtAnyTimeAndSayThanks() {
        conversation.key('1');
        listen(1);

        assertThat(said).containsExactly("message", "goodbye", "bye");
        assertThat(conversation.ending()).isEqualTo(Ending.ACKNOWLEDGED);
    }

    @Test
    void shouldTakeTheKeysThatItsScriptNames() {
        Keys others = new Keys(Map.of(Action.ACKNOWLEDGE, '5', Action.OPT_OUT, '#'));
        Script script = new Script(sound(), sound(), sound(), sound(), sound(), sound(), sound(), sound(), others);
        Conversation other = new Conversation(
                script,
                new Line() {
                    @Override
                    public void play(Rendering sound) {}

                    @Override
                    public void hangUp() {}
                },
                () -> nanoTime);
        other.begin();

        other.key('1');
        other.key('9');
        pass(Duration.ofSeconds(1));
        other.key('9');
        pass(Duration.ofSeconds(1));
        assertThat(other.ending()).isEqualTo(Ending.LOST);
        other.key('#');
        pass(Duration.ofSeconds(1));
        other.key('#');
        assertThat(other.ending()).isEqualTo(Ending.OPTED_OUT);
        assertThat(other.offers('5')).isTrue();
        assertThat(other.offers('1')).isFalse();
    }

    @Test
    void shouldBeLostWhenTheTelephoneIsHungUpBeforeTheMessageWasHeard() {
        assertThat(conversation.ending()).isEqualTo(Ending.LOST);
        listen(1);
        assertThat(conversation.ending()).isEqualTo(Ending.ANSWERED);
    }

    @Test
    void shouldSayItAgainWhenTwoIsPressed() {
        listen(3);
        conversation.key('2');
        listen(1);

        assertThat(said).containsExactly("message", "repetition", "menu", "keyWait", "message", "repetition");
    }

    @Test
    void shouldAskBeforeItOptsOut() {
        conversation.key('9');
        assertThat(conversation.ending()).isEqualTo(Ending.LOST);
        pass(Duration.ofSeconds(1));
        conversation.key('9');
        listen(1);

        assertThat(said).containsExactly("message", "optOut", "goodbye", "bye");
        assertThat(conversation.ending()).isEqualTo(Ending.OPTED_OUT);
    }

    @Test
    void shouldNotTakeANineForTheAnswerToAQuestionThatHasHardlyBegun() {
        conversation.key('9');
        pass(Duration.ofMillis(999));
        conversation.key('9');
        assertThat(said).as("whoever was too fast is asked all the same").containsExactly("message", "optOut");

        listen(2);
        assertThat(said).containsExactly("message", "optOut", "keyWait", "message");
        assertThat(conversation.ending()).isEqualTo(Ending.LOST);
    }

    @Test
    void shouldOptOutWhoWasTooFastAndPressesOnceMore() {
        conversation.key('9');
        pass(Duration.ofMillis(200));
        conversation.key('9');
        pass(Duration.ofMillis(800));
        conversation.key('9');

        assertThat(said).containsExactly("message", "optOut", "goodbye");
        assertThat(conversation.ending()).isEqualTo(Ending.OPTED_OUT);
    }

    @Test
    void shouldAskAnewWhoIsToldTheMessageInBetween() {
        conversation.key('9');
        pass(Duration.ofSeconds(5));
        conversation.key('2');
        conversation.key('9');
        pass(Duration.ofMillis(999));
        conversation.key('9');

        assertThat(said).containsExactly("message", "optOut", "message", "optOut");
        assertThat(conversation.ending()).isEqualTo(Ending.LOST);
    }

    @Test
    void shouldSayTheMessageAfterAllWhenTheSecondNineDoesNotCome() {
        conversation.key('9');
        listen(2);

        assertThat(said).containsExactly("message", "optOut", "keyWait", "message");
        assertThat(conversation.ending()).isEqualTo(Ending.LOST);
    }

    @Test
    void shouldHangUpWhenWhoHasHeardTheMessageDoesNotOptOutAfterAll() {
        listen(1);
        conversation.key('9');
        listen(2);

        assertThat(said).containsExactly("message", "repetition", "optOut", "keyWait", "bye");
        assertThat(conversation.ending()).isEqualTo(Ending.ANSWERED);
    }

    @Test
    void shouldStayAcknowledgedWhateverIsPressedAfterwards() {
        conversation.key('1');
        conversation.key('9');
        conversation.key('9');
        conversation.beep();

        assertThat(conversation.ending()).isEqualTo(Ending.ACKNOWLEDGED);
    }

    @Test
    void shouldLeaveOnlyTheNeutralSentenceAfterABeep() {
        conversation.beep();
        listen(1);

        assertThat(said).containsExactly("message", "neutral", "bye");
        assertThat(conversation.ending()).isEqualTo(Ending.VOICEMAIL);
    }

    @Test
    void shouldFallSilentForALongTalkAndWaitForTheBeep() {
        conversation.longTalk();
        conversation.beep();

        assertThat(said).containsExactly("message", "beepWait", "neutral");
        assertThat(conversation.ending()).isEqualTo(Ending.VOICEMAIL);
    }

    @Test
    void shouldStartTheNeutralSentenceAgainWhenTheBeepComesLate() {
        conversation.longTalk();
        conversation.talkOver();
        conversation.beep();

        assertThat(said).containsExactly("message", "beepWait", "neutral", "neutral");
    }

    @Test
    void shouldLeaveTheNeutralSentenceWhenNoBeepComes() {
        conversation.longTalk();
        listen(2);

        assertThat(said).containsExactly("message", "beepWait", "neutral", "bye");
        assertThat(conversation.ending()).isEqualTo(Ending.VOICEMAIL);
    }

    @ParameterizedTest
    @CsvSource({"0, beepWait", "1, beepWait", "2, beepWait", "3, keyWait"})
    void shouldTakeALongTalkForAMachineOnlyBeforeOursEnds(int heard, String then) {
        listen(heard);
        conversation.longTalk();

        assertThat(said).last().isEqualTo(then);
        assertThat(conversation.ending() == Ending.VOICEMAIL).isEqualTo(then.equals("beepWait"));
    }

    @Test
    void shouldNotMindTheEndOfATalkThatWasNotALongOne() {
        conversation.talkOver();

        assertThat(said).containsExactly("message");
    }

    @ParameterizedTest
    @ValueSource(chars = {'2', '5'})
    void shouldSayTheMessageWhenAKeyIsPressedWhereAMachineSeemedToBe(char key) {
        conversation.longTalk();
        conversation.talkOver();
        conversation.key(key);
        listen(1);

        assertThat(said).containsExactly("message", "beepWait", "neutral", "message", "repetition");
        assertThat(conversation.ending()).isEqualTo(Ending.ANSWERED);
    }

    @Test
    void shouldAskWhoSeemedToBeAMachineBeforeItOptsOut() {
        conversation.beep();
        conversation.key('9');
        assertThat(conversation.ending()).isEqualTo(Ending.LOST);
        listen(2);

        assertThat(said).containsExactly("message", "neutral", "optOut", "keyWait", "message");
    }

    @Test
    void shouldTakeAKeyForAPersonEvenAfterALongTalk() {
        conversation.longTalk();
        conversation.key('1');

        assertThat(conversation.ending()).isEqualTo(Ending.ACKNOWLEDGED);
    }

    @Test
    void shouldNotTakeAPersonWhoHasPressedAKeyForAMachine() {
        conversation.key('2');
        conversation.beep();
        conversation.longTalk();

        assertThat(said).containsExactly("message", "message");
    }

    @Test
    void shouldTakeAKeyWithoutMeaningForAPersonToo() {
        conversation.key('5');
        conversation.beep();
        conversation.longTalk();

        assertThat(said).containsExactly("message");
    }

    @Test
    void shouldSayNothingAfterItHasHungUp() {
        listen(5);
        conversation.beep();
        conversation.longTalk();
        conversation.talkOver();

        assertThat(said).containsExactly("message", "repetition", "menu", "keyWait", "bye");
        assertThat(conversation.ending()).isEqualTo(Ending.ANSWERED);
    }

    @Test
    void shouldIgnoreKeysWithoutMeaningAndAnythingAfterGoodbye() {
        conversation.key('5');
        listen(5);
        conversation.key('1');
        conversation.soundEnded();

        assertThat(said).containsExactly("message", "repetition", "menu", "keyWait", "bye");
        assertThat(conversation.ending()).isEqualTo(Ending.ANSWERED);
    }

    private void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    private void listen(int sounds) {
        for (int i = 0; i < sounds; i++) {
            conversation.soundEnded();
        }
    }

    private static Rendering sound() {
        return new Rendering(new byte[160]);
    }

    private static String nameOf(Rendering sound) {
        if (sound == SCRIPT.message()) {
            return "message";
        } else if (sound == SCRIPT.repetition()) {
            return "repetition";
        } else if (sound == SCRIPT.menu()) {
            return "menu";
        } else if (sound == SCRIPT.optOut()) {
            return "optOut";
        } else if (sound == SCRIPT.goodbye()) {
            return "goodbye";
        } else if (sound == SCRIPT.neutral()) {
            return "neutral";
        } else {
            return sound == SCRIPT.keyWait() ? "keyWait" : "beepWait";
        }
    }
}
