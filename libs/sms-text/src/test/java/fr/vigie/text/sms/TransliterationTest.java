package fr.vigie.text.sms;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.text.sms.SmsText.Offender;
import fr.vigie.text.sms.Transliteration.Longer;
import fr.vigie.text.sms.Transliteration.NoEquivalent;
import fr.vigie.text.sms.Transliteration.NotNeeded;
import fr.vigie.text.sms.Transliteration.Proposal;
import fr.vigie.text.sms.Transliteration.Replacement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransliterationTest {
    @Test
    void shouldProposeTheTextInOnePartAndSayWhatDiffersWhenOnlyFrenchLettersStandInTheWay() {
        // Given
        String text = "Le suspect s’est enfui à pied… « Fenêtre » brisée, façade côté cœur de ville. "
                + "Composez le 17 – n° de réf. A15";

        // When
        Proposal proposal = proposal(text);

        // Then
        assertThat(SmsText.of(text).parts()).hasSize(2);
        assertThat(proposal.proposed())
                .isEqualTo("Le suspect s'est enfui à pied... \" Fenetre \" brisée, facade coté coeur de ville. "
                        + "Composez le 17 - no de réf. A15");
        assertThat(proposal.text().encoding()).isEqualTo(SmsEncoding.GSM7);
        assertThat(proposal.text().parts()).hasSize(1);
        assertThat(proposal.replacements()).startsWith(new Replacement(12, "’", "'"), new Replacement(29, "…", "..."));
        assertThat(Transliteration.applied(text, proposal.replacements())).isEqualTo(proposal.proposed());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "ç,c", "ê,e", "â,a", "î,i", "ô,o", "û,u", "ë,e", "ï,i", "œ,oe", "Œ,OE", "À,A", "È,E", "Ê,E", "Ù,U",
                "Ï,I", "ÿ,y", "’,'", "“,\"", "”,\"", "«,\"", "»,\"", "–,-", "—,-", "…,...", "š,s", "Ł,", "×,x", "ﬁ,fi"
            })
    void shouldReplaceOneCharacter(String from, String to) {
        Transliteration found = Transliteration.of("a" + from + "b", Concatenation.UDH8);

        if (to == null) {
            assertThat(found).isInstanceOf(NoEquivalent.class);
        } else {
            assertThat(((Proposal) found).replacements()).containsExactly(new Replacement(1, from, to));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0", "\u202F", "\u2009", "\u2003"})
    void shouldReplaceEverySpaceByTheOrdinaryOne(String space) {
        assertThat(proposal("17" + space + "!").proposed()).isEqualTo("17 !");
    }

    @ParameterizedTest
    @CsvSource({"n° 12,no 12", "N°12,No12", "20°,20deg", "40°C,40degC"})
    void shouldWriteTheDegreeSignSoThatItIsNotReadAsAZero(String text, String proposed) {
        assertThat(proposal(text).proposed()).isEqualTo(proposed);
    }

    @Test
    void shouldComposeWhatIsInTheAlphabetWhenTheAccentStandsApart() {
        Proposal proposal = proposal("re\u0301serve, fene\u0302tre");

        assertThat(proposal.proposed()).isEqualTo("réserve, fenetre");
        assertThat(proposal.replacements())
                .containsExactly(new Replacement(1, "e\u0301", "é"), new Replacement(13, "e\u0302", "e"));
    }

    @Test
    void shouldNameWhatHasNoEquivalentAndProposeNothing() {
        Transliteration found = Transliteration.of("Fenêtre 🚨 brisée 🚨 日", Concatenation.UDH8);

        assertThat(found)
                .isEqualTo(
                        new NoEquivalent(List.of(new Offender("🚨", List.of(8, 18)), new Offender("日", List.of(21)))));
    }

    @Test
    void shouldNotTakeAKeycapForADigit() {
        Transliteration found = Transliteration.of("composez 1\uFE0F\u20E37", Concatenation.UDH8);

        assertThat(found).isInstanceOf(NoEquivalent.class);
    }

    @Test
    void shouldProposeNothingWhenTheTextIsInTheAlphabet() {
        assertThat(Transliteration.of("L'été à 20€ [Ç]", Concatenation.UDH8)).isEqualTo(new NotNeeded());
    }

    @Test
    void shouldProposeNothingWhenTheTextWouldTakeMoreParts() {
        assertThat(Transliteration.of("…".repeat(70), Concatenation.UDH8)).isEqualTo(new Longer(2));
    }

    @Test
    void shouldMarkADrillOnce() {
        assertThat(DrillText.of("Ceci")).isEqualTo("EXERCICE Ceci");
        assertThat(DrillText.of("EXERCICE Ceci")).isEqualTo("EXERCICE Ceci");
        assertThat(SmsText.of(DrillText.MARK).units()).isEqualTo(9);
    }

    private static Proposal proposal(String text) {
        return (Proposal) Transliteration.of(text, Concatenation.UDH8);
    }
}
