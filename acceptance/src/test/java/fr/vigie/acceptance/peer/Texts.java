package fr.vigie.acceptance.peer;

import fr.vigie.acceptance.stage.Asked;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.Urgency;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Texts as the registry asks for them; each is an alert of its own, so that each has its own words. */
final class Texts {
    private final FieldCipher cipher;
    private final Urgency lane;
    private final Instant sent = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Instant expires;
    private final Map<UUID, String> references = new LinkedHashMap<>();
    private int count;

    Texts(FieldCipher cipher, Story story) {
        this.cipher = cipher;
        this.lane = story.lane();
        this.expires = sent.plus(story.expires()).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Each delivery's reference, as it stands in its text. */
    Map<UUID, String> references() {
        return references;
    }

    Instant expires() {
        return expires;
    }

    /** Asks for so many more, and returns when the broker has them. */
    void send(String bootstrapServers, int texts) {
        Asked.send(bootstrapServers, Stream.generate(this::next).limit(texts).toList());
    }

    private DeliveryRequested next() {
        count++;
        String reference = "T%07d".formatted(count);
        String text = "ALERTE GENDARMERIE 15 - 21/11 10h45. Vol par ruse. Un doute: composez le 17. Réf " + reference;
        DeliveryRequested asked = new Asked(UUID.randomUUID(), Channel.SMS, lane, text, sent, expires)
                .of(cipher, "+999%09d".formatted(count));
        references.put(asked.deliveryId(), reference);
        return asked;
    }
}
