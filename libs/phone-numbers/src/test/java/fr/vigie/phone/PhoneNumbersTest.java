package fr.vigie.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.phone.ParsedNumber.Reason;
import fr.vigie.phone.ParsedNumber.Refused;
import fr.vigie.phone.ParsedNumber.Valid;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "06 39 98 00 42,            +33639980042, MOBILE",
        "0639980042,                +33639980042, MOBILE",
        "06.39.98.00.42,            +33639980042, MOBILE",
        "06-39-98-00-42,            +33639980042, MOBILE",
        "+33 6 39 98 00 42,         +33639980042, MOBILE",
        "+33 (0)6 39 98 00 42,      +33639980042, MOBILE",
        "0033639980042,             +33639980042, MOBILE",
        "33639980042,               +33639980042, MOBILE",
        "639980042,                 +33639980042, MOBILE",
        "01 99 00 00 00,            +33199000000, FIXED",
        "02 61 91 99 99,            +33261919999, FIXED",
        "03 53 01 12 34,            +33353011234, FIXED",
        "04 65 71 12 34,            +33465711234, FIXED",
        "05 36 49 12 34,            +33536491234, FIXED",
        "+999 000 000 000,          +999000000000, MOBILE",
        "00999123456789,            +999123456789, MOBILE"
    })
    void shouldTakeFictionOnlyWhenItIsAllowed(String input, String e164, Line line) {
        assertThat(PhoneNumbers.parse(input, true)).isEqualTo(new Valid(new PhoneNumber(e164), line));
        assertThat(PhoneNumbers.parse(input, false)).isEqualTo(new Refused(Reason.FICTION));
        assertThat(FictionNumbers.isFiction(e164)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u202a+33\u00a06\u202f39 98 00 42\u202c", "'0639980042", "\ufeff0639980042", " 06 39 98 00 42\t"
            })
    void shouldReadPastedNumbersWhenSpreadsheetsDecorateThem(String input) {
        assertThat(PhoneNumbers.parse(input, true)).isEqualTo(new Valid(new PhoneNumber("+33639980042"), Line.MOBILE));
    }

    // Numbers that somebody may hold are composed from a prefix and zeros, and never sent to.
    @ParameterizedTest
    @CsvSource({
        "06, 00000000, +33600000000, MOBILE",
        "07, 50000000, +33750000000, MOBILE",
        "01, 40000000, +33140000000, FIXED",
        "09, 70000000, +33970000000, FIXED",
        "0690, 000000, +590690000000, MOBILE",
        "+590690, 000000, +590690000000, MOBILE",
        "+33690, 000000, +590690000000, MOBILE",
        "0590, 200000, +590590200000, FIXED",
        "0594, 200000, +594594200000, FIXED",
        "0694, 200000, +594694200000, MOBILE",
        "0596, 500000, +596596500000, FIXED",
        "0696, 200000, +596696200000, MOBILE",
        "0262, 200000, +262262200000, FIXED",
        "0269, 600000, +262269600000, FIXED",
        "0692, 000000, +262692000000, MOBILE",
        "0639, 000000, +262639000000, MOBILE",
        "0508, 410000, +508410000, FIXED",
        "+508, 550000, +508550000, MOBILE",
        "+687, 250000, +687250000, FIXED",
        "+687, 750000, +687750000, MOBILE",
        "+689, 40400000, +68940400000, FIXED",
        "+689, 87000000, +68987000000, MOBILE",
        "+681, 720000, +681720000, FIXED",
        "+681, 820000, +681820000, MOBILE"
    })
    void shouldJudgeRealNumbersAlikeWhetherFictionIsAllowedOrNot(String prefix, String rest, String e164, Line line) {
        Valid expected = new Valid(new PhoneNumber(e164), line);

        assertThat(PhoneNumbers.parse(prefix + rest, false)).isEqualTo(expected);
        assertThat(PhoneNumbers.parse(prefix + rest, true)).isEqualTo(expected);
        assertThat(FictionNumbers.isFiction(e164)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'   ', EMPTY",
        "abc, NOT_A_NUMBER",
        "-, NOT_A_NUMBER",
        "01 HOTEL 00 00, NOT_A_NUMBER",
        "06 39 98 00 42 / 06 39 98 00 43 / 06 39 98 00 44, NOT_A_NUMBER",
        "06 39 98 00 42+, NOT_A_NUMBER",
        "0, INVALID",
        "06 39 98 00 4, INVALID",
        "06 39 98 00 422, INVALID",
        "0639980042 0639980043, INVALID",
        "00 00 00 00 00, INVALID",
        "+, NOT_A_NUMBER",
        "+44 20 7946 0000, FOREIGN",
        "0032 2 000 00 00, FOREIGN",
        "+377 93 00 00 00, FOREIGN",
        "+999 12345678, FOREIGN",
        "+999 1234567890, FOREIGN",
        "15, EMERGENCY",
        "17, EMERGENCY",
        "1 7, EMERGENCY",
        "18, EMERGENCY",
        "112, EMERGENCY",
        "114, EMERGENCY",
        "+33 17, EMERGENCY",
        "3639, SHORT_CODE",
        "1023, SHORT_CODE",
        "118 000, SHORT_CODE",
        "0899 00 00 00, PREMIUM",
        "0820 00 00 00, PREMIUM",
        "0810 00 00 00, PREMIUM",
        "0800 00 00 00, SERVICE",
        "0700 00 00 00, MACHINE",
        "0700 0000 0000 00, MACHINE",
        "+33 700 000 000 0000, MACHINE",
        "+590 7005 0000 00000, MACHINE",
        "0639980042 poste 12, EXTENSION",
        "0639980042 x12, EXTENSION",
        "0639980042#12, EXTENSION"
    })
    void shouldRefuseWithAReasonWhenTheNumberCannotBeEnrolled(String input, Reason reason) {
        assertThat(PhoneNumbers.parse(input, true)).isEqualTo(new Refused(reason));
        assertThat(PhoneNumbers.parse(input, false)).isEqualTo(new Refused(reason));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\u200e"})
    void shouldSayEmptyWhenNothingWasTyped(String input) {
        assertThat(PhoneNumbers.parse(input, true)).isEqualTo(new Refused(Reason.EMPTY));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void shouldExplainWithoutDigitsWhenRefusing(Reason reason) {
        assertThat(reason.code()).isEqualTo("NUMBER_" + reason.name());
        assertThat(reason.french()).matches("[^0-9]+\\.");
        assertThat(reason.english()).matches("[^0-9]+\\.");
    }

    @Test
    void shouldShowNoNumberWhenPrinted() {
        assertThat(PhoneNumbers.parse("0639980042", true)).hasToString("Valid[number=PhoneNumber[***], line=MOBILE]");
        assertThat(new PhoneNumber("+33639980042").e164()).isEqualTo("+33639980042");
        assertThatThrownBy(() -> new PhoneNumber("0639980042"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a telephone number in E.164 form");
    }

    @Test
    void shouldNeverThrowWhenFedRandomText() {
        Random random = new Random(20261121);
        String alphabet = "0123456789012345678901234567890123456789+ .-()/x#é\u0660\u00a0";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder input = new StringBuilder();
            int length = random.nextInt(20);
            for (int j = 0; j < length; j++) {
                input.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }

            ParsedNumber parsed = PhoneNumbers.parse(input.toString(), random.nextBoolean());

            if (parsed instanceof Valid valid) {
                assertThat(PhoneNumbers.parse(valid.number().e164(), true)).isEqualTo(valid);
            }
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "0639980042",
                "33639980042",
                "+33639980042 ",
                "+336399800421",
                "+3363998004",
                "+262639980042",
                "+99912345678",
                "+9991234567890",
                "+3363998\u0660\u0660\u0660\u0660"
            })
    void shouldNotCallItFictionWhenItIsNotExactlyInARange(String e164) {
        assertThat(FictionNumbers.isFiction(e164)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3319900", "3326191", "3335301", "3346571", "3353649", "3363998"})
    void shouldNotCallItFictionWhenItIsNextToARange(String range) {
        // Built, not written down: what stands next to a range may be somebody's.
        int block = Integer.parseInt(range);

        assertThat(FictionNumbers.isFiction("+" + block + "0000")).isTrue();
        assertThat(FictionNumbers.isFiction("+" + block + "9999")).isTrue();
        assertThat(FictionNumbers.isFiction("+" + (block - 1) + "9999")).isFalse();
        assertThat(FictionNumbers.isFiction("+" + (block + 1) + "0000")).isFalse();
    }

    @Test
    void shouldCountOutDistinctFictionWhenNumbersAreMade() {
        Set<PhoneNumber> made = new HashSet<>();
        for (int n = 0; n < 10_000; n++) {
            made.add(FictionNumbers.mobile(n));
        }
        for (int n = 0; n < 50_000; n++) {
            made.add(FictionNumbers.fixed(n));
        }
        for (int n : new int[] {0, 1, 999_999_999}) {
            made.add(FictionNumbers.benchmark(n));
        }

        assertThat(made).hasSize(60_003).allMatch(number -> FictionNumbers.isFiction(number.e164()));
        assertThat(Arrays.asList(
                        FictionNumbers.mobile(7).e164(),
                        FictionNumbers.fixed(49_999).e164()))
                .containsExactly("+33639980007", "+33536499999");
        assertThatThrownBy(() -> FictionNumbers.mobile(10_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FictionNumbers.fixed(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
