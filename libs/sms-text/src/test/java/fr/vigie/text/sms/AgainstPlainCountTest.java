package fr.vigie.text.sms;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.text.sms.Transliteration.Longer;
import fr.vigie.text.sms.Transliteration.NoEquivalent;
import fr.vigie.text.sms.Transliteration.NotNeeded;
import fr.vigie.text.sms.Transliteration.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counter and proposals against a second, plain implementation that shares nothing with the first. */
class AgainstPlainCountTest {
    private static final long SEED = 20261121;
    private static final int RUNS = 5_000;

    private static final String ONE =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNO"
                    + "PQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String TWO = "€[]{}~\\^|\f";
    private static final Map<String, String> REPLACED = Map.ofEntries(
            Map.entry("ç", "c"),
            Map.entry("ê", "e"),
            Map.entry("â", "a"),
            Map.entry("î", "i"),
            Map.entry("ô", "o"),
            Map.entry("û", "u"),
            Map.entry("ë", "e"),
            Map.entry("ï", "i"),
            Map.entry("œ", "oe"),
            Map.entry("À", "A"),
            Map.entry("È", "E"),
            Map.entry("«", "\""),
            Map.entry("»", "\""),
            Map.entry("’", "'"),
            Map.entry("–", "-"),
            Map.entry("…", "..."),
            Map.entry("\u00A0", " "),
            Map.entry("\u202F", " "));
    private static final List<String> LOST = List.of("🚨", "日", "ж", "✓");

    @Test
    void shouldCountAsAPlainCountDoes() {
        Random random = new Random(SEED);
        for (int run = 0; run < RUNS; run++) {
            String text = text(random);
            Concatenation form = Concatenation.values()[random.nextInt(4)];

            SmsText counted = SmsText.of(text, form);

            List<String> parts = plainParts(text, form);
            assertThat(counted.parts()).as(text).isEqualTo(parts);
            assertThat(counted.units()).isEqualTo(plainUnits(text, isGsm(text)));
            assertThat(counted.encoding() == SmsEncoding.GSM7).isEqualTo(isGsm(text));
            for (SmsText.Offender offender : counted.offenders()) {
                for (int index : offender.indexes()) {
                    assertThat(text.startsWith(offender.character(), index)).isTrue();
                }
            }
        }
    }

    @Test
    void shouldProposeWhatAPlainTableSaysAndOnlyThat() {
        Random random = new Random(SEED);
        int proposals = 0;
        for (int run = 0; run < RUNS; run++) {
            String text = text(random);
            Transliteration found = Transliteration.of(text, Concatenation.UDH8);

            if (isGsm(text)) {
                assertThat(found).isEqualTo(new NotNeeded());
            } else if (LOST.stream().anyMatch(text::contains)) {
                assertThat(((NoEquivalent) found).characters())
                        .extracting(SmsText.Offender::character)
                        .containsExactlyInAnyOrderElementsOf(
                                LOST.stream().filter(text::contains).toList());
            } else {
                String wanted = text;
                for (Map.Entry<String, String> each : REPLACED.entrySet()) {
                    wanted = wanted.replace(each.getKey(), each.getValue());
                }
                int now = plainParts(text, Concatenation.UDH8).size();
                int then = plainParts(wanted, Concatenation.UDH8).size();
                if (then > now) {
                    assertThat(found).isEqualTo(new Longer(then));
                } else {
                    proposals++;
                    Proposal proposal = (Proposal) found;
                    assertThat(proposal.proposed()).isEqualTo(wanted);
                    assertThat(isGsm(proposal.proposed())).isTrue();
                    assertThat(Transliteration.applied(text, proposal.replacements()))
                            .isEqualTo(wanted);
                    proposal.replacements()
                            .forEach(each -> assertThat(text.startsWith(each.from(), each.index()))
                                    .isTrue());
                    assertThat(Transliteration.of(wanted, Concatenation.UDH8)).isEqualTo(new NotNeeded());
                }
            }
        }
        assertThat(proposals).isGreaterThan(500);
    }

    private static String text(Random random) {
        List<String> letters = new ArrayList<>();
        int kind = random.nextInt(4);
        (kind == 0 ? ONE : "aéàE 1'").chars().forEach(unit -> letters.add(Character.toString(unit)));
        if (random.nextBoolean()) {
            TWO.chars().forEach(unit -> letters.add(Character.toString(unit)));
        }
        if (kind >= 2) {
            letters.addAll(REPLACED.keySet());
        }
        if (kind == 3) {
            letters.addAll(LOST);
        }
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(400);
        for (int i = 0; i < length; i++) {
            text.append(letters.get(random.nextInt(letters.size())));
        }
        return text.toString();
    }

    private static boolean isGsm(String text) {
        for (char unit : text.toCharArray()) {
            if (ONE.indexOf(unit) < 0 && TWO.indexOf(unit) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int plainUnits(String text, boolean gsm) {
        int units = text.length();
        for (char unit : text.toCharArray()) {
            units += gsm && TWO.indexOf(unit) >= 0 ? 1 : 0;
        }
        return units;
    }

    /** As the standards count: 160/153/152 septets, 70/67/66 code units. */
    private static List<String> plainParts(String text, Concatenation form) {
        boolean gsm = isGsm(text);
        if (plainUnits(text, gsm) <= (gsm ? 160 : 70)) {
            return List.of(text);
        }
        int room = (gsm ? 153 : 67) - (form == Concatenation.UDH16 ? 1 : 0);
        List<String> parts = new ArrayList<>();
        String part = "";
        int i = 0;
        while (i < text.length()) {
            String next =
                    Character.isHighSurrogate(text.charAt(i)) ? text.substring(i, i + 2) : text.substring(i, i + 1);
            if (plainUnits(part + next, gsm) > room) {
                parts.add(part);
                part = "";
            }
            part += next;
            i += next.length();
        }
        parts.add(part);
        return parts;
    }
}
