package fr.vigie.dispatch.sms.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsTextTest {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENDED = "\f^{}\\[~]|€";
    private static final String FOREIGN = "çêâîôûëïœÀÈÊ«»’“”–—…°\u00A0";

    @Test
    void shouldKnowEveryCharacterOfTheAlphabet() {
        assertThat(BASIC.chars().map(each -> GsmAlphabet.septets((char) each))).containsOnly(1);
        assertThat(EXTENDED.chars().map(each -> GsmAlphabet.septets((char) each)))
                .containsOnly(2);
        assertThat(FOREIGN.chars().map(each -> GsmAlphabet.septets((char) each)))
                .containsOnly(0);
        long known = java.util.stream.IntStream.rangeClosed(0, 0xFFFF)
                .filter(each -> GsmAlphabet.septets((char) each) > 0)
                .count();
        assertThat(known).isEqualTo(127 + 10);
    }

    @Test
    void shouldEncodeAsTheStandardSays() {
        assertThat(GsmAlphabet.encode("@àé€A\n")).containsExactly(0x00, 0x7F, 0x05, 0x1B, 0x65, 0x41, 0x0A);
        assertThatThrownBy(() -> GsmAlphabet.encode("ê")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a, 160, '', 0, '', 1",
        "a, 161, '', 0, '', 2",
        "a, 306, '', 0, '', 2",
        "a, 307, '', 0, '', 3",
        "€, 80, '', 0, '', 1",
        "€, 81, '', 0, '', 2",
        // a×152 + € + a×152: the two septets of € do not fit the first part
        "a, 152, €, 1, a152, 3",
        "ê, 70, '', 0, '', 1",
        "ê, 71, '', 0, '', 2",
        "ê, 134, '', 0, '', 2",
        "ê, 135, '', 0, '', 3"
    })
    void shouldCountPartsRightly(String first, int count, String middle, int middles, String rest, int parts) {
        String text = first.repeat(count) + middle.repeat(middles) + (rest.isEmpty() ? "" : "a".repeat(152));
        assertThat(SmsText.of(text).parts()).hasSize(parts);
        assertThat(String.join("", SmsText.of(text).parts())).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {152, 158, 151, 139})
    void shouldCountTheSeptetsOfTheSamples(int septets) {
        String text = switch (septets) {
            case 152 ->
                "ALERTE GENDARMERIE 15 - 21/11 10h45. Comportements de repérage signalés, bijouteries"
                        + " d'AURILLAC. Soyez vigilants. Un doute: composez le 17. Réf A15-0412";
            case 158 ->
                "ALERTE URGENTE 35 - 21/11 18h55. Vol à main armée, secteur RENNES Nord, auteurs en"
                        + " fuite. N'intervenez pas, mettez-vous à l'abri, composez le 17. Réf R35-0133";
            case 151 ->
                "ALERTE 15 - Nuit du 20 au 21/11: cambriolages de tabacs, secteur SAINT-FLOUR."
                        + " Sécurisez réserve et rideau. Victime: ne touchez à rien, 17. Réf A15-0413";
            default ->
                "FIN D'ALERTE R35-0133 - 21/11 20h10. L'alerte de 18h55 à RENNES Nord est levée."
                        + " Reprenez vos mesures habituelles. Merci de votre vigilance.";
        };
        assertThat(SmsText.of(text).units()).isEqualTo(septets);
        assertThat(SmsText.of(text).alphabet()).isEqualTo(SmsText.Alphabet.GSM);
        assertThat(SmsText.of(text).concatenated()).isFalse();
    }

    @Test
    void shouldKeepPairsTogetherWhenATextIsUcs2() {
        String text = "é".repeat(66) + "😀".repeat(40);
        SmsText cut = SmsText.of(text);
        assertThat(cut.alphabet()).isEqualTo(SmsText.Alphabet.UCS2);
        assertThat(cut.parts()).noneMatch(part -> Character.isLowSurrogate(part.charAt(0)));
        assertThat(String.join("", cut.parts())).isEqualTo(text);
    }

    @Test
    void shouldCarryAHeaderWhenThereAreSeveralParts() {
        SmsText cut = SmsText.of("a".repeat(161));
        assertThat(cut.octets(1, 0x1A7)).startsWith(5, 0, 3, 0xA7, 2, 2).hasSize(6 + 8);
        assertThat(SmsText.of("a").octets(0, 7)).containsExactly('a');
    }

    @Test
    void shouldCutLikeAPlainReferenceWhateverTheText() {
        Random random = new Random(20261121);
        for (int round = 0; round < 20_000; round++) {
            String text = randomText(random);
            SmsText cut = SmsText.of(text);
            assertThat(cut.parts()).as(text).hasSize(plainCount(text));
            assertThat(String.join("", cut.parts())).isEqualTo(text);
            for (int part = 0; part < cut.parts().size(); part++) {
                assertThat(cut.octets(part, 1).length).isLessThanOrEqualTo(cut.concatenated() ? 6 + 153 : 160);
            }
        }
    }

    private static String randomText(Random random) {
        String alphabet =
                random.nextInt(4) == 0 ? BASIC + EXTENDED + FOREIGN : BASIC + EXTENDED.repeat(1 + random.nextInt(9));
        int length = random.nextInt(700);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** Counts as one would by hand: fill a part character by character, begin a new one where it does not fit. */
    private static int plainCount(String text) {
        boolean gsm = text.chars().allMatch(each -> BASIC.indexOf(each) >= 0 || EXTENDED.indexOf(each) >= 0);
        int all = 0;
        int parts = 1;
        int used = 0;
        for (char each : text.toCharArray()) {
            int cost = gsm && EXTENDED.indexOf(each) >= 0 ? 2 : 1;
            all += cost;
            if (used + cost > (gsm ? 153 : 67)) {
                parts++;
                used = 0;
            }
            used += cost;
        }
        return all <= (gsm ? 160 : 70) ? 1 : parts;
    }
}
