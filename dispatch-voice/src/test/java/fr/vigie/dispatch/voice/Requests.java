package fr.vigie.dispatch.voice;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryRequested.Fallback;
import fr.vigie.events.QuietHours;
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

    /** The same, by another lane. */
    static DeliveryRequested bulk(DeliveryRequested call) {
        return copy(call, Urgency.BULK, call.expires(), call.fallback(), call.quietHours());
    }

    static DeliveryRequested expiring(DeliveryRequested call, Instant expires) {
        return copy(call, call.urgency(), expires, call.fallback(), call.quietHours());
    }

    static DeliveryRequested quiet(DeliveryRequested call, QuietHours quietHours) {
        return copy(call, call.urgency(), call.expires(), call.fallback(), quietHours);
    }

    /** With a text for the same number to follow. */
    static DeliveryRequested orText(DeliveryRequested call) {
        Fallback text = new Fallback(Channel.SMS, "Vol. 17.", call.numbers());
        return copy(call, call.urgency(), call.expires(), text, call.quietHours());
    }

    private static DeliveryRequested copy(
            DeliveryRequested call, Urgency urgency, Instant expires, Fallback fallback, QuietHours quietHours) {
        return new DeliveryRequested(
                call.deliveryId(),
                call.alertId(),
                call.reference(),
                call.recipientId(),
                call.channel(),
                urgency,
                call.status(),
                call.authority(),
                call.text(),
                call.numbers(),
                call.sent(),
                expires,
                call.chunk(),
                call.position(),
                fallback,
                call.fallbackOf(),
                quietHours);
    }

    private static FieldCipher cipher() {
        Config config = ConfigProvider.getConfig();
        return new FieldCipher(KeyRing.parse(
                config.getValue(KeyRing.KEYS, String.class),
                config.getValue(KeyRing.ACTIVE_KEY, String.class),
                config.getValue(KeyRing.INDEX_KEY, String.class)));
    }
}
