package fr.vigie.standalone.bench.dispatch;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.EventJson;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.bench.KannelBench;
import fr.vigie.standalone.system.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Requests of one alert, put on the dispatch topic as the registry does. */
final class Traffic {
    private static final int CHUNK = 500;
    /** Simulated numbers whose last three digits are lower than this behave. */
    private static final int ORDINARY = 900;

    private final Urgency urgency;
    private final UUID alertId = UUID.randomUUID();
    private final List<Merchant> merchants;

    private record Merchant(UUID id, String number) {}

    /**
     * @param first number of the first merchant; each gets a telephone number of its own, +999 and nine digits
     */
    Traffic(Urgency urgency, int first, int count, Secrets secrets) {
        this.urgency = urgency;
        FieldCipher cipher = new FieldCipher(KeyRing.parse(secrets.fieldKeys(), "k1", secrets.indexKey()));
        merchants = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            UUID id = UUID.randomUUID();
            String number = "+999%09d".formatted(i / ORDINARY * 1000L + i % ORDINARY);
            merchants.add(new Merchant(id, cipher.encrypt(number, id.toString())));
        }
    }

    static KafkaProducer<String, byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 * 1024,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        16L << 20),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    UUID alertId() {
        return alertId;
    }

    int count() {
        return merchants.size();
    }

    /** Publishes all requests; returns when the broker has confirmed each. */
    void publish(KafkaProducer<String, byte[]> producer) {
        Instant sent = Instant.now();
        Instant expires = sent.plus(Duration.ofHours(2));
        AtomicReference<Exception> failure = new AtomicReference<>();
        String topic = Topics.dispatch(Channel.SMS, urgency);
        for (int i = 0; i < merchants.size(); i++) {
            DeliveryRequested asked = request(merchants.get(i), i, sent, expires);
            var unused = producer.send(
                    new ProducerRecord<>(topic, asked.recipientId().toString(), EventJson.write(asked)),
                    (done, problem) -> {
                        if (problem != null) {
                            failure.compareAndSet(null, problem);
                        }
                    });
        }
        producer.flush();
        if (failure.get() != null) {
            throw new Fault("The broker did not take the requests: " + failure.get(), failure.get());
        }
    }

    private DeliveryRequested request(Merchant merchant, int place, Instant sent, Instant expires) {
        return new DeliveryRequested(
                DeliveryRequested.idOf(alertId, merchant.id(), Channel.SMS),
                alertId,
                "A15-0412",
                merchant.id(),
                Channel.SMS,
                urgency,
                AlertStatus.ACTUAL,
                "Gendarmerie du Cantal",
                KannelBench.TEXT,
                List.of(merchant.number()),
                sent,
                expires,
                place / CHUNK,
                place % CHUNK,
                null,
                null);
    }
}
