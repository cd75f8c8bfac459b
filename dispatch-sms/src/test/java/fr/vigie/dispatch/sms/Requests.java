package fr.vigie.dispatch.sms;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryRequested.Fallback;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Requests as the registry makes them. */
record Requests(
        UUID alertId,
        Urgency urgency,
        String text,
        Instant expires,
        List<String> fallbackNumbers,
        List<String> numbers) {

    static final String TEXT = "ALERTE GENDARMERIE 15 - 21/11 10h45. Un doute: composez le 17. Réf A15-0412";

    static Requests urgent() {
        Instant expires = Instant.now().plus(Duration.ofHours(1)).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        return new Requests(UUID.randomUUID(), Urgency.URGENT, TEXT, expires, List.of(), List.of());
    }

    Requests bulk() {
        return new Requests(alertId, Urgency.BULK, text, expires, fallbackNumbers, numbers);
    }

    Requests saying(String words) {
        return new Requests(alertId, urgency, words, expires, fallbackNumbers, numbers);
    }

    Requests expiring(Instant at) {
        return new Requests(alertId, urgency, text, at, fallbackNumbers, numbers);
    }

    Requests fallingBackTo(String... others) {
        return new Requests(alertId, urgency, text, expires, List.of(others), numbers);
    }

    /** One request to a merchant with these numbers, in E.164. */
    DeliveryRequested to(String... called) {
        return to(UUID.randomUUID(), called);
    }

    /** One request to this merchant. */
    DeliveryRequested to(UUID recipientId, String... called) {
        Fallback fallback = fallbackNumbers.isEmpty()
                ? null
                : new Fallback(Channel.VOICE, "Message d'alerte.", encrypted(recipientId, fallbackNumbers.stream()));
        return new DeliveryRequested(
                DeliveryRequested.idOf(alertId, recipientId, Channel.SMS),
                alertId,
                "A15-0412",
                recipientId,
                Channel.SMS,
                urgency,
                AlertStatus.ACTUAL,
                "Gendarmerie du Cantal",
                text,
                encrypted(recipientId, Stream.of(called)),
                Instant.now(),
                expires,
                0,
                0,
                fallback,
                null);
    }

    private static List<String> encrypted(UUID recipientId, Stream<String> clear) {
        FieldCipher cipher = cipher();
        return clear.map(number -> cipher.encrypt(number, recipientId.toString()))
                .toList();
    }

    private static FieldCipher cipher() {
        Config config = ConfigProvider.getConfig();
        return new FieldCipher(KeyRing.parse(
                config.getValue(KeyRing.KEYS, String.class),
                config.getValue(KeyRing.ACTIVE_KEY, String.class),
                config.getValue(KeyRing.INDEX_KEY, String.class)));
    }
}
