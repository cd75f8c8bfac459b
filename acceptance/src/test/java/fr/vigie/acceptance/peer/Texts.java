package fr.vigie.acceptance.peer;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.EventJson;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

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
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5", "compression.type", "lz4"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < texts; i++) {
                DeliveryRequested asked = next();
                var unused = producer.send(new ProducerRecord<>(
                        Topics.dispatch(Channel.SMS, lane), asked.recipientId().toString(), EventJson.write(asked)));
            }
            producer.flush();
        }
    }

    private DeliveryRequested next() {
        count++;
        String reference = "T%07d".formatted(count);
        UUID alertId = UUID.randomUUID();
        UUID recipientId = UUID.randomUUID();
        UUID deliveryId = DeliveryRequested.idOf(alertId, recipientId, Channel.SMS);
        references.put(deliveryId, reference);
        return new DeliveryRequested(
                deliveryId,
                alertId,
                "A15-0412",
                recipientId,
                Channel.SMS,
                lane,
                AlertStatus.ACTUAL,
                "Gendarmerie du Cantal",
                "ALERTE GENDARMERIE 15 - 21/11 10h45. Vol par ruse. Un doute: composez le 17. Réf " + reference,
                List.of(cipher.encrypt("+999%09d".formatted(count), recipientId.toString())),
                sent,
                expires,
                0,
                0,
                null,
                null);
    }
}
