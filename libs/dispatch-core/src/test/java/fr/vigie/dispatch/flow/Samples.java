package fr.vigie.dispatch.flow;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** What deliveries of tests are made of. */
final class Samples {
    static final FieldCipher CIPHER = new FieldCipher(KeyRing.parse("k1:" + key(1), "k1", key(2)));
    private static final String NUMBER = "+999100000100";

    private Samples() {}

    /** Texts with leases of 30 s and three tries. */
    static ChannelProfile texts(Duration heldAhead, Duration retryDelay) {
        return new ChannelProfile(
                Channel.SMS,
                DeliveryState.SENDING,
                DeliveryState.REJECTED,
                Duration.ofSeconds(30),
                heldAhead,
                3,
                RetryDelay.constant(retryDelay),
                RetryDelay.constant(retryDelay),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }

    /** A text under way for the first time, to be sent within the hour. */
    static Delivery sending(Urgency lane) {
        UUID id = UUID.randomUUID();
        return new Delivery(
                id,
                id,
                id,
                id,
                null,
                lane,
                DeliveryState.SENDING,
                1,
                0,
                0,
                0,
                0,
                false,
                Instant.now().plusSeconds(3_600),
                Waiting.LEASE,
                null,
                null,
                null,
                null,
                encrypted(id),
                null,
                null);
    }

    /** @param holdFor how long it may stay in memory */
    static Held held(Delivery row, Duration holdFor) {
        Content content = new Content(
                row.contentId(),
                row.alertId(),
                "A15-0412",
                AlertStatus.ACTUAL,
                "Gendarmerie",
                "text",
                Instant.EPOCH,
                Instant.MAX,
                null,
                null);
        return new Held(row, content, System.nanoTime() + holdFor.toNanos());
    }

    static String encrypted(UUID recipient) {
        return CIPHER.encrypt(NUMBER, recipient.toString());
    }

    private static String key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return Base64.getEncoder().encodeToString(key);
    }
}
