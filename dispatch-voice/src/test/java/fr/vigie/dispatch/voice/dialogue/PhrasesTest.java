package fr.vigie.dispatch.voice.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.AlertStatus;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    @Test
    void shouldFrameTheWords() {
        assertThat(Phrases.message("Gendarmerie du Cantal", AlertStatus.ACTUAL, "Repérage signalé. Composez le 17."))
                .isEqualTo("Bonjour. Message d'alerte aux commerçants, Gendarmerie du Cantal. Repérage signalé."
                        + " Composez le 17.");
        assertThat(Phrases.repetition(AlertStatus.ACTUAL, "Composez le 17")).isEqualTo("Je répète. Composez le 17.");
    }

    @Test
    void shouldSayThatADrillIsADrill() {
        assertThat(Phrases.message("Police", AlertStatus.EXERCISE, "Texte.")).startsWith("Bonjour. Exercice. ");
        assertThat(Phrases.neutral("Police", AlertStatus.EXERCISE)).contains("Exercice.");
    }

    @Test
    void shouldOfferTheKeysAndSayGoodbye() {
        assertThat(Phrases.menu())
                .isEqualTo("Pour confirmer, tapez 1. Pour réécouter, tapez 2. Pour ne plus être appelé, tapez 9.");
        assertThat(Phrases.optOut())
                .isEqualTo("Pour confirmer que vous ne voulez plus être appelé, tapez de nouveau 9.");
        assertThat(Phrases.goodbye()).isEqualTo("Merci. Au revoir.");
    }

    @Test
    void shouldLeaveBracesInTheWordsAlone() {
        assertThat(Phrases.repetition(AlertStatus.ACTUAL, "Rue {authority} $1."))
                .isEqualTo("Je répète. Rue {authority} $1.");
    }

    @Test
    void shouldNotTellAMachineTheWords() {
        assertThat(Phrases.neutral("Police de Rennes", AlertStatus.ACTUAL))
                .isEqualTo("Bonjour. Une alerte aux commerçants a été émise par Police de Rennes."
                        + " Pour en prendre connaissance, adressez-vous à votre référent sûreté.");
    }
}
