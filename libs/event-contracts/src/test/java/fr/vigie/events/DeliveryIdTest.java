package fr.vigie.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryIdTest {
    /** Computed by Python's {@code uuid.uuid5(alertId, f"{recipientId}:{channel}")}. */
    @ParameterizedTest
    @CsvSource({
        "0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9b11, 5a1d2c3b-4e5f-4a6b-8c7d-9e0f1a2b3c4d, SMS,"
                + " eda99f0c-229f-5c8e-8004-273c76303d11",
        "0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9b11, 5a1d2c3b-4e5f-4a6b-8c7d-9e0f1a2b3c4d, VOICE,"
                + " 9637087a-4378-5785-9c0a-a890f609a0aa",
        "ffffffff-ffff-4fff-bfff-ffffffffffff, 00000000-0000-4000-8000-000000000000, SMS,"
                + " bdcd536e-ad4e-5ff7-ae5b-0b1fc37b7408"
    })
    void shouldNameADeliveryAsAnotherLanguageDoes(UUID alert, UUID recipient, Channel channel, UUID expected) {
        assertThat(DeliveryRequested.idOf(alert, recipient, channel)).isEqualTo(expected);
    }

    @Test
    void shouldAlwaysBeAVersion5NameOfTheRfcVariantAndDifferForEveryPartOfIt() {
        Random random = new Random(15);
        Set<UUID> names = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            UUID alert = new UUID(random.nextLong(), random.nextLong());
            UUID recipient = new UUID(random.nextLong(), random.nextLong());
            for (Channel channel : Channel.values()) {
                UUID name = DeliveryRequested.idOf(alert, recipient, channel);
                assertThat(name.version()).isEqualTo(5);
                assertThat(name.variant()).isEqualTo(2);
                assertThat(DeliveryRequested.idOf(alert, recipient, channel)).isEqualTo(name);
                names.add(name);
            }
        }
        assertThat(names).hasSize(5_000 * Channel.values().length);
    }
}
