package fr.vigie.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void shouldGiveThePartsBackWhenTheyWereItsOwn() {
        assertThat(Cursor.parts(Cursor.of("2026-01-01T00:00:00Z", "", "é"), 3))
                .containsExactly("2026-01-01T00:00:00Z", "", "é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "YQ", "not base64!", "YR9iH2M"})
    void shouldRefuseWhenItIsNoCursorOfTwoParts(String text) {
        assertThatThrownBy(() -> Cursor.parts(text, 2))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FIELD));
    }

    @Test
    void shouldRefuseWhenItIsTooLong() {
        assertThatThrownBy(() -> Cursor.parts("YR9i".repeat(200), 2)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Cursor.of("a".repeat(500))).isInstanceOf(IllegalArgumentException.class);
    }
}
