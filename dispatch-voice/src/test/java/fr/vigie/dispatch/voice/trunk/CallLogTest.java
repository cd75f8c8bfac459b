package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.FailureReason;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void shouldRememberTheTriesOfADeliveryInTheirOrder() {
        CallLog log = new CallLog();
        UUID delivery = UUID.randomUUID();

        log.add(call(delivery, 1));
        log.add(call(UUID.randomUUID(), 1));
        log.add(call(delivery, 2));

        assertThat(log.of(delivery)).extracting(CallDetail::attempt).containsExactly(1, 2);
    }

    @Test
    void shouldForgetTheOldestWhenItIsFull() {
        CallLog log = new CallLog();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        log.add(call(first, 1));
        log.add(call(second, 1));

        for (int i = 1; i < CallLog.REMEMBERED; i++) {
            log.add(call(UUID.randomUUID(), 1));
        }

        assertThat(log.of(first)).isEmpty();
        assertThat(log.of(second)).hasSize(1);
    }

    private static CallDetail call(UUID delivery, int attempt) {
        return new CallDetail(
                delivery,
                attempt,
                "test",
                NOON,
                null,
                null,
                NOON,
                "",
                "BUSY",
                FailureReason.LINE_BUSY,
                "REFUSED",
                486,
                null,
                0,
                0);
    }
}
