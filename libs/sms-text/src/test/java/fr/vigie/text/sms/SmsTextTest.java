package fr.vigie.text.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsTextTest {
    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "160,1", "161,2", "306,2", "307,3", "1530,10", "1531,11"})
    void shouldCountPartsOfPlainText(int length, int parts) {
        SmsText text = SmsText.of("a".repeat(length));

        assertThat(text.encoding()).isEqualTo(SmsEncoding.GSM7);
        assertThat(text.units()).isEqualTo(length);
        assertThat(text.parts()).hasSize(parts);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "70,1", "71,2", "134,2", "135,3", "670,10", "671,11"})
    void shouldCountPartsOfUnicodeText(int length, int parts) {
        SmsText text = SmsText.of("ê".repeat(length));

        assertThat(text.encoding()).isEqualTo(SmsEncoding.UCS2);
        assertThat(text.units()).isEqualTo(length);
        assertThat(text.parts()).hasSize(parts);
    }

    @Test
    void shouldNotCutCharacterOfTwoSeptets() {
        SmsText text = SmsText.of("a".repeat(152) + "€" + "a".repeat(152));

        assertThat(text.units()).isEqualTo(306);
        assertThat(text.parts()).containsExactly("a".repeat(152), "€" + "a".repeat(151), "a");
    }

    @Test
    void shouldNotCutSurrogatePair() {
        SmsText text = SmsText.of("ê".repeat(66) + "🚨" + "ê".repeat(10));

        assertThat(text.parts()).containsExactly("ê".repeat(66), "🚨" + "ê".repeat(10));
    }

    @ParameterizedTest
    @CsvSource({
        "UDH8,a,307,3,153",
        "UDH16,a,304,2,152",
        "UDH16,a,305,3,152",
        "SAR,a,307,3,153",
        "UDH8,ê,135,3,67",
        "UDH16,ê,132,2,66",
        "UDH16,ê,133,3,66",
        "SAR,ê,135,3,67",
        "PAYLOAD,ê,135,3,67"
    })
    void shouldLeaveRoomForHeaderOfConcatenation(
            Concatenation concatenation, String letter, int length, int parts, int unitsOfFirst) {
        SmsText text = SmsText.of(letter.repeat(length), concatenation);

        assertThat(text.parts()).hasSize(parts);
        assertThat(text.unitsOfParts().get(0)).isEqualTo(unitsOfFirst);
        assertThat(text.unitsOfParts().stream().mapToInt(each -> each).sum()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"àéèùìòÇÉÄÖÑÜäöñüøåæß£¥¤§¡¿", "[]{}~\\^|€", "l'été\r\n@"})
    void shouldKeepTextInGsmAlphabetAndReadItBack(String text) {
        assertThat(SmsText.of(text).encoding()).isEqualTo(SmsEncoding.GSM7);
        assertThat(GsmAlphabet.decode(GsmAlphabet.encode(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ç", "ê", "â", "î", "ô", "û", "ë", "ï", "œ", "À", "È", "Ê", "«", "»", "’", "“", "”", "–", "—", "…", "°",
                "\u00A0", "\u202F", "Ô", "Œ"
            })
    void shouldNameCharacterOutsideGsmAlphabet(String character) {
        SmsText text = SmsText.of("ab" + character + "cd" + character);

        assertThat(text.encoding()).isEqualTo(SmsEncoding.UCS2);
        assertThat(text.offenders()).containsExactly(new SmsText.Offender(character, List.of(2, 5)));
        assertThatThrownBy(() -> GsmAlphabet.encode(character)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "152#ALERTE GENDARMERIE 15 - 21/11 10h45. Comportements de repérage signalés, bijouteries d'AURILLAC. Soyez vigilants. Un doute: composez le 17. Réf A15-0412",
                "158#ALERTE URGENTE 35 - 21/11 18h55. Vol à main armée, secteur RENNES Nord, auteurs en fuite. N'intervenez pas, mettez-vous à l'abri, composez le 17. Réf R35-0133",
                "151#ALERTE 15 - Nuit du 20 au 21/11: cambriolages de tabacs, secteur SAINT-FLOUR. Sécurisez réserve et rideau. Victime: ne touchez à rien, 17. Réf A15-0413",
                "139#FIN D'ALERTE R35-0133 - 21/11 20h10. L'alerte de 18h55 à RENNES Nord est levée. Reprenez vos mesures habituelles. Merci de votre vigilance."
            },
            quoteCharacter = '"')
    void shouldMeasureSampleTexts(int septets, String sample) {
        SmsText text = SmsText.of(sample);

        assertThat(text.encoding()).isEqualTo(SmsEncoding.GSM7);
        assertThat(text.units()).isEqualTo(septets);
        assertThat(text.parts()).hasSize(1);
    }

    @Test
    void shouldLoseNothingAndNeverOverfillPartWhateverTheText() {
        Random random = new Random(20261121);
        String letters = "aé€[^çê🚨 \n";
        int[] alphabet = letters.codePoints().toArray();
        for (int run = 0; run < 2_000; run++) {
            StringBuilder written = new StringBuilder();
            int choice = random.nextBoolean() ? alphabet.length : 5;
            random.ints(random.nextInt(500), 0, choice).forEach(i -> written.appendCodePoint(alphabet[i]));

            SmsText text = SmsText.of(written.toString());

            assertThat(String.join("", text.parts())).isEqualTo(written.toString());
            int limit = text.parts().size() == 1
                    ? text.encoding().unitsInOnePart()
                    : text.encoding().unitsInEachOfSeveral();
            assertThat(text.parts())
                    .allSatisfy(
                            part -> assertThat(lengthOf(part, text.encoding())).isLessThanOrEqualTo(limit));
        }
    }

    private static int lengthOf(String part, SmsEncoding encoding) {
        return encoding == SmsEncoding.GSM7 ? GsmAlphabet.encode(part).length : part.length();
    }
}
