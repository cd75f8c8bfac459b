package fr.vigie.acceptance.stage;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryRequested.Fallback;
import fr.vigie.events.EventJson;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One alert on one channel, from which deliveries are asked for as the registry does.
 *
 * @param id the alert
 * @param expires truncated to milliseconds, as all times in events
 */
public record Asked(UUID id, Channel channel, Urgency lane, String text, Instant sent, Instant expires) {
    public Asked {
        sent = sent.truncatedTo(ChronoUnit.MILLIS);
        expires = expires.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A delivery to a merchant that nobody has heard of yet. */
    public DeliveryRequested of(FieldCipher cipher, String number) {
        return of(cipher, number, null);
    }

    /**
     * A delivery to a merchant that nobody has heard of yet.
     *
     * @param otherwise what is said on the other channel when this one has failed; null for nothing
     */
    public DeliveryRequested of(FieldCipher cipher, String number, String otherwise) {
        UUID recipientId = UUID.randomUUID();
        List<String> numbers = List.of(cipher.encrypt(number, recipientId.toString()));
        Channel other = channel == Channel.SMS ? Channel.VOICE : Channel.SMS;
        return new DeliveryRequested(
                DeliveryRequested.idOf(id, recipientId, channel),
                id,
                "A15-0412",
                recipientId,
                channel,
                lane,
                AlertStatus.ACTUAL,
                "Gendarmerie du Cantal",
                text,
                numbers,
                sent,
                expires,
                0,
                0,
                otherwise == null ? null : new Fallback(other, otherwise, numbers),
                null);
    }

    /** Asks for deliveries, and returns when the broker has them. */
    public static void send(String bootstrapServers, List<DeliveryRequested> deliveries) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5", "compression.type", "lz4"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (DeliveryRequested each : deliveries) {
                var unused = producer.send(new ProducerRecord<>(
                        Topics.dispatch(each.channel(), each.urgency()),
                        each.recipientId().toString(),
                        EventJson.write(each)));
            }
            producer.flush();
        }
    }
}
