package fr.vigie.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiretTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "73282932000074",
                "35600000000048",
                "35600000009075",
                "732 829 320 00074",
                "732\u00a0829\u202f320 00074"
            })
    void shouldTakeANumberWhenItSatisfiesItsCheck(String input) {
        assertThat(Siret.parse(input)).map(Siret::value).hasValue(input.replaceAll("[^0-9]", ""));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "35600000009076",
                "20003452800041",
                "7328293200007",
                "732829320000744",
                "73282932000075",
                "73282932O00074",
                "73282932000\u066074",
                "00000000000001"
            })
    void shouldRefuseANumberWhenItDoesNot(String input) {
        assertThat(Siret.parse(input)).isEmpty();
    }

    @Test
    void shouldFindEveryWrongDigitWhenOneIsMistyped() {
        String good = "73282932000074";
        for (int i = 0; i < good.length(); i++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                String typed = good.substring(0, i) + digit + good.substring(i + 1);
                assertThat(Siret.parse(typed).isPresent()).isEqualTo(digit == good.charAt(i));
            }
        }
    }

    @Test
    void shouldNameTheCompanyWhenAsked() {
        assertThat(new Siret("73282932000074").siren()).isEqualTo("732829320");
        assertThatThrownBy(() -> new Siret("732 829 320 00074"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SIRET_INVALID: a SIRET has 14 digits that satisfy its check");
    }
}
