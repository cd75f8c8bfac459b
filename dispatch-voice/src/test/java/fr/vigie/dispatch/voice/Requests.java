package fr.vigie.dispatch.voice;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Requests as the registry makes them. */
final class Requests {
    private Requests() {}

    /** One urgent call to a merchant with these numbers, in E.164. */
    static DeliveryRequested callTo(String... called) {
        return saying("Un vol. Composez le 17.", called);
    }

    static DeliveryRequested saying(String text, String... called) {
        UUID alertId = UUID.randomUUID();
        UUID recipientId = UUID.randomUUID();
        FieldCipher cipher = cipher();
        List<String> numbers = Stream.of(called)
                .map(number -> cipher.encrypt(number, recipientId.toString()))
                .toList();
        return new DeliveryRequested(
                DeliveryRequested.idOf(alertId, recipientId, Channel.VOICE),
                alertId,
                "A15-0412",
                recipientId,
                Channel.VOICE,
                Urgency.URGENT,
                AlertStatus.ACTUAL,
                "Gendarmerie du Cantal",
                text,
                numbers,
                Instant.now(),
                Instant.now().plus(Duration.ofHours(1)),
                0,
                0,
                null,
                null);
    }

    private static FieldCipher cipher() {
        Config config = ConfigProvider.getConfig();
        return new FieldCipher(KeyRing.parse(
                config.getValue(KeyRing.KEYS, String.class),
                config.getValue(KeyRing.ACTIVE_KEY, String.class),
                config.getValue(KeyRing.INDEX_KEY, String.class)));
    }
}
