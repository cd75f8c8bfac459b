package fr.vigie.acceptance.hidden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberSearchTest {
    private final NumberSearch search = new NumberSearch(List.of("+33639980123", "+999000000042"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+33639980123",
                "to=33639980123;",
                "0033639980123",
                "0639980123",
                "\"06 39 98 01 23\"",
                "06.39.98.01.23",
                "06-39-98-01-23 at noon",
                "06\u00a039\u00a098\u00a001\u00a023",
                "+33 6 39 98 01 23",
                "+33 (0)6 39 98 01 23",
                "00 33 6 39 98 01 23",
                "+999 000 000 042",
                "999000000042",
                "id 17, 0639980123"
            })
    void shouldFindANumberHoweverItIsWritten(String text) {
        // When
        search.in("here", text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(search.found()).containsExactly("here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0639980124",
                "10639980123",
                "06399801230",
                "3f0639980-0123",
                "999000000043",
                "2026-11-21T10:06:39.980123Z",
                ""
            })
    void shouldFindNothingInOtherDigits(String text) {
        // When
        search.in("here", text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(search.found()).isEmpty();
    }

    @Test
    void shouldNotRepeatTheNumberItFound() {
        // When
        search.in("a log", "0639980123".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(search.found().toString()).doesNotContain("980123");
    }
}
