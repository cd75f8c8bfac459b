package fr.vigie.dispatch.voice.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.voice.dialogue.Piece.Spoken;
import fr.vigie.events.AlertStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasesTest {
    private static final Phrases PHRASES = Phrases.standard();

    @Test
    void shouldFrameTheWords() {
        assertThat(text(PHRASES.message(
                        "Gendarmerie du Cantal", AlertStatus.ACTUAL, "Repérage signalé. Composez le 17.")))
                .isEqualTo("Bonjour. Message d'alerte aux commerçants, Gendarmerie du Cantal. Repérage signalé."
                        + " Composez le 17.");
        assertThat(text(PHRASES.repetition(AlertStatus.ACTUAL, "Composez le 17")))
                .isEqualTo("Je répète. Composez le 17.");
    }

    @ParameterizedTest
    @CsvSource({"Un vol, Un vol.", "' Un vol. ', Un vol.", "Fuyez !, Fuyez !", "Qui est-ce ?, Qui est-ce ?"})
    void shouldEndASentenceThatDoesNotEnd(String words, String said) {
        assertThat(text(PHRASES.repetition(AlertStatus.ACTUAL, words))).isEqualTo("Je répète. " + said);
    }

    @Test
    void shouldSayThatADrillIsADrill() {
        assertThat(text(PHRASES.message("Police", AlertStatus.EXERCISE, "Texte.")))
                .startsWith("Bonjour. Exercice. ");
        assertThat(text(PHRASES.repetition(AlertStatus.EXERCISE, "Texte."))).isEqualTo("Je répète. Exercice. Texte.");
        assertThat(text(PHRASES.neutral("Police", AlertStatus.EXERCISE))).startsWith("Bonjour. Exercice. ");
    }

    @Test
    void shouldOfferTheKeysAndSayGoodbye() {
        assertThat(text(PHRASES.menuOfKeys()))
                .isEqualTo("Pour confirmer, tapez 1. Pour réécouter, tapez 2. Pour ne plus être appelé, tapez 9.");
        assertThat(text(PHRASES.optOut()))
                .isEqualTo("Pour confirmer que vous ne voulez plus être appelé, tapez de nouveau 9.");
        assertThat(text(PHRASES.goodbye())).isEqualTo("Merci. Au revoir.");
    }

    @Test
    void shouldLeaveBracesInTheWordsAlone() {
        assertThat(text(PHRASES.repetition(AlertStatus.ACTUAL, "Rue {authority} $1.")))
                .isEqualTo("Je répète. Rue {authority} $1.");
    }

    @Test
    void shouldNotTellAMachineTheWords() {
        assertThat(text(PHRASES.neutral("Police de Rennes", AlertStatus.ACTUAL)))
                .isEqualTo("Bonjour. Une alerte aux commerçants a été émise par Police de Rennes."
                        + " Pour en prendre connaissance, adressez-vous à votre référent sûreté.");
    }

    @Test
    void shouldNameOtherKeysInTheMenuAndInTheQuestion() {
        Phrases others = Phrases.of(Map.of("acknowledge", "5", "opt-out", "#"), Map.of());

        assertThat(text(others.menuOfKeys()))
                .isEqualTo("Pour confirmer, tapez 5. Pour réécouter, tapez 2. Pour ne plus être appelé, tapez #.");
        assertThat(text(others.optOut())).endsWith("tapez de nouveau #.");
        assertThat(others.keys().action('5')).contains(Action.ACKNOWLEDGE);
        assertThat(others.keys().action('1')).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "choices|acknowledge repeat opt-out sing|there is no choice sing",
                "choices|acknowledge repeat|opt-out is no choice",
                "choices|repeat opt-out|acknowledge is no choice",
                "choices|acknowledge acknowledge opt-out|given once",
                "choice.repeat.key|1|key 1 means both",
                "choice.repeat.key|A|not on a telephone",
                "choice.repeat.key|12|must be one key",
                "choice.repeat.sentence|Pour réécouter, tapez 2.|choice.repeat.sentence does not name its {key}",
                "opt-out|Encore 9.|opt-out does not name its {key}",
                "repetition|{again}{authority}|repetition has no {authority}",
                "greeting|{hello}|lacks hello",
                "goodbye||lacks goodbye",
            })
    void shouldNotStartWithAMistakeInTheFile(String name, String sentence, String complaint) {
        Map<String, String> wrong = Phrases.load();
        if (sentence == null) {
            wrong.remove(name);
        } else {
            wrong.put(name, sentence);
        }

        assertThatThrownBy(() -> Phrases.of(wrong, Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({"repeat, 9, means both", "repeat, x, not on a telephone", "sing, 4, there is no such choice"})
    void shouldNotStartWithAMistakeInTheConfiguration(String choice, String key, String complaint) {
        assertThatThrownBy(() -> Phrases.of(Map.of(choice, key), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private static String text(List<Piece> pieces) {
        return pieces.stream().map(piece -> ((Spoken) piece).text()).collect(Collectors.joining("|"));
    }
}
