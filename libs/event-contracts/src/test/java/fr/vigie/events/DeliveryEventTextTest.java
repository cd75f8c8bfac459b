package fr.vigie.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.vigie.events.EventJson.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryEventTextTest {
    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private final Random random = new Random(4711);

    @Test
    void shouldWriteWhatJacksonWouldWrite() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            DeliveryEvent event = any();
            assertThat(new String(EventJson.write(event), StandardCharsets.UTF_8))
                    .isEqualTo(JACKSON.writeValueAsString(event));
        }
    }

    @Test
    void shouldReadWhatItWrote() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            byte[] json = EventJson.write(any());
            DeliveryEvent plain = EventJson.readAnyForm(json, DeliveryEvent.class);

            DeliveryEvent read = DeliveryEventReader.read(json);

            assertThat(EventJson.read(json, DeliveryEvent.class)).isEqualTo(plain);
            assertThat(read == null || read.equals(plain)).isTrue();
        }
    }

    @Test
    void shouldReadTheUsualFormWithoutJackson() {
        for (int i = 0; i < 2_000; i++) {
            DeliveryEvent event = usual();

            assertThat(DeliveryEventReader.read(EventJson.write(event))).isEqualTo(event);
        }
    }

    @Test
    void shouldReadNothingThatIsMalformedOrMeansSomethingElse() {
        int usual = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] json = EventJson.write(usual());
            json[random.nextInt(json.length)] = (byte) random.nextInt(32, 128);

            DeliveryEvent read = DeliveryEventReader.read(json);

            if (read != null) {
                usual++;
                assertThat(read).isEqualTo(jackson(json));
            }
        }
        assertThat(usual).isPositive();
    }

    private static DeliveryEvent jackson(byte[] json) {
        try {
            return EventJson.readAnyForm(json, DeliveryEvent.class);
        } catch (MalformedEventException e) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "2024-02-29T23:59:59.100Z",
                "2026-11-21T10:02:00.000001Z",
                "2026-11-21T10:02:00.000000001Z",
                "0000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z"
            })
    void shouldWriteTimesAsTheyAreRead(String time) {
        assertThat(new String(EventJson.timeText(Instant.parse(time)), StandardCharsets.US_ASCII))
                .isEqualTo(time);
    }

    private DeliveryEvent any() {
        return new DeliveryEvent(
                id(),
                id(),
                id(),
                of(Channel.values()),
                of(Urgency.values()),
                of(DeliveryState.values()),
                random.nextInt(),
                perhaps(of(FailureReason.values())),
                time(),
                perhaps(time()),
                perhaps("opérateur \"1\"\\\n\u0001\u2028😀"),
                perhaps("a".repeat(random.nextInt(900))),
                random.nextBoolean(),
                random.nextInt(),
                random.nextInt(),
                perhaps(id()),
                perhaps(id()),
                perhaps(time()));
    }

    private DeliveryEvent usual() {
        DeliveryEvent any = any();
        return new DeliveryEvent(
                any.deliveryId(),
                any.alertId(),
                any.recipientId(),
                any.channel(),
                any.urgency(),
                any.state(),
                random.nextInt(10),
                any.reason(),
                any.at(),
                any.handedOverAt(),
                perhaps("operator"),
                perhaps("00a1-" + random.nextInt(1_000)),
                any.possibleDuplicate(),
                random.nextInt(3_000),
                random.nextInt(512),
                any.fallback(),
                any.fallbackOf());
    }

    private Instant time() {
        int[] steps = {1_000_000_000, 1_000_000, 1_000, 1};
        int step = steps[random.nextInt(steps.length)];
        return Instant.ofEpochSecond(random.nextInt() & 0xFFFFFFFFL, random.nextInt(1_000_000_000) / step * step);
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T of(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T perhaps(T value) {
        return random.nextBoolean() ? value : null;
    }
}
