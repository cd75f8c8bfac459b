package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP", "stop", "Stop", " stop ", "STOP!", "« Stop ! »", "stop.\n", "\u00A0STOP\u202F!", "🛑 STOP 🛑",
                "STOP SMS", "stop  sms", "Stop\u00A0SMS", "StopSms", "ARRET", "arret", "ARRÊT", "arrêt", "arre\u0302t",
                "Arrêt SMS.", "arret\tsms"
            })
    void shouldUnderstandThatAMerchantLeaves(String text) {
        assertThat(StopWords.matches(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "!",
                "OK",
                "17",
                "STOPPEZ",
                "non stop",
                "stop stop",
                "S T O P",
                "ne vous arrêtez pas, stop",
                "Merci, à l'arrêt du bus",
                "STOP VIGIE",
                "STOP2",
                "ST0P",
                "stop-sms"
            })
    void shouldTakeNothingElseForIt(String text) {
        assertThat(StopWords.matches(text)).isFalse();
    }

    @Test
    void shouldNotLookAtWhatIsLongOrNotThere() {
        assertThat(StopWords.matches(null)).isFalse();
        assertThat(StopWords.matches("stop" + " ".repeat(10_000))).isFalse();
    }
}
