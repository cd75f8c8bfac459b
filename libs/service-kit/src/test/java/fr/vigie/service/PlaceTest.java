package fr.vigie.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    private static final String ID = "3f333df6-90a4-4fda-8dd3-9485d27cee36";

    @Test
    void shouldReadWhatItWrote() {
        Place place = new Place(Instant.parse("2026-01-01T00:00:00.123456Z"), UUID.fromString(ID));

        assertThat(Place.parse(place.text())).isEqualTo(place);
        assertThat(Place.parse(Place.LATEST.text())).isEqualTo(Place.LATEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "1",
                "1:",
                "1:2",
                ":" + ID,
                "x:" + ID,
                "-1:" + ID,
                "9223372036854775807:" + ID,
                "-9223372036854775808:" + ID,
                "99999999999999999999:" + ID
            })
    void shouldRefuseWhatNoDatabaseKnowsWhenSomebodyMadeItUp(String plain) {
        refused(Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldRefuseWhatIsNoText() {
        refused("not base64!");
    }

    private static void refused(String text) {
        assertThatThrownBy(() -> Place.parse(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FIELD));
    }
}
