package fr.vigie.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.events.EventJson.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59.999999999Z",
                "+999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "-1000000000-01-01T00:00:00Z",
                "-0001-12-31T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "9999-12-31T00:00:00Z",
                "2026-02-30T00:00:00Z"
            })
    void shouldRefuseTimesThatNoReaderExpects(String time) {
        assertThatThrownBy(() -> EventJson.read(control(time), AlertControl.class))
                .isInstanceOf(MalformedEventException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-11-21T10:02:00.123456789Z", "9999-12-30T23:59:59.999999999Z"})
    void shouldReadTimesOfOurEra(String time) throws MalformedEventException {
        assertThat(EventJson.read(control(time), AlertControl.class).alertExpires())
                .isEqualTo(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T23:59:59.1Z",
                "2026-11-21T10:02:00.12Z",
                "2026-11-21T10:02:00.000001Z",
                "2026-11-21T10:02:00.123456789Z",
                "2026-11-21T10:02:00Z",
                "2026-11-21T24:00:00Z",
                "2026-11-21T23:59:60Z",
                "2026-11-21T10:02:00+01:00",
                "2025-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-21T10:60:00Z",
                "2026-11-21T10:02:00.Z",
                "2026-11-21T10:02:00.1234567890Z",
                "2026-11-2aT10:02:00Z",
                "2026-11-21"
            })
    void shouldReadAndRefuseAsThePlatformDoes(String text) {
        assertThat(read(() -> TimeText.parse(text))).isEqualTo(read(() -> Instant.parse(text)));
    }

    private static Optional<Instant> read(Supplier<Instant> parse) {
        try {
            return Optional.of(parse.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] control(String expires) {
        AlertControl event = new AlertControl(
                UUID.randomUUID(),
                AlertControl.Action.CANCEL,
                Instant.EPOCH,
                Instant.parse("2026-11-21T12:00:00Z"),
                "officer-1",
                null);
        return new String(EventJson.write(event), StandardCharsets.UTF_8)
                .replace("2026-11-21T12:00:00Z", expires)
                .getBytes(StandardCharsets.UTF_8);
    }
}
