package fr.vigie.dispatch.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the form only: no number of these ranges is set aside for fiction, so they are put together here. */
class CallerIdentityTest {
    private static final String SIX_DIGITS = "0".repeat(6);

    @ParameterizedTest
    @ValueSource(strings = {"162", "163", "270", "271", "377", "378", "424", "425", "568", "569", "948", "949"})
    void shouldShowNumbersOfTheRangesForAutomaticCalls(String range) {
        assertThat(CallerIdentity.checked("+33" + range + SIX_DIGITS)).endsWith(range + SIX_DIGITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"33", "590", "594", "596", "262"})
    void shouldShowTheirTwinsOverseas(String country) {
        for (int range = 9475; range <= 9479; range++) {
            assertThat(CallerIdentity.checked("+" + country + range + "0".repeat(5)))
                    .startsWith("+" + country + range);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+33199000001",
                "+33465710001",
                "+33639980001",
                "0162",
                "",
                "+",
                "+331620000001",
                "a b",
                "vigie;x"
            })
    void shouldShowNoOrdinaryNumberAndNothingElse(String other) {
        assertThatThrownBy(() -> CallerIdentity.checked(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vigie.voice.caller-id");
    }

    @Test
    void shouldShowANameWhereTheTrunkPutsTheNumberIn() {
        assertThat(CallerIdentity.checked("vigie")).isEqualTo("vigie");
    }
}
