package fr.vigie.standalone.bench.calls;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Requests of one alert by telephone, put on the dispatch topic as the registry does. Every twentieth merchant listens
 * to the end and presses no key; all others press 1.
 */
final class CallTraffic {
    private static final String SENTENCE =
            "Des repérages sont signalés près des bijouteries d'Aurillac. Au moindre doute, composez le 17. ";
    /** Of French, as espeak-ng reads it. */
    private static final int CHARACTERS_PER_SECOND = 15;

    private static final int CHUNK = 500;
    private static final int SILENT_ONE = 20;
    /** Simulated numbers whose last three digits are lower than this press 1. */
    private static final int ORDINARY = 900;

    private final Urgency urgency;
    private final String text;
    private final UUID alertId = UUID.randomUUID();
    private final List<Merchant> merchants = new ArrayList<>();
    private final Map<UUID, DeliveryState> expected = new HashMap<>();
    private final Set<String> numbers = new HashSet<>();
    private Instant askedAt;

    private record Merchant(UUID id, String number) {}

    /**
     * @param first number of the first merchant; each gets a telephone number of its own, +999 and nine digits
     * @param spoken how long the message, which is said twice, shall take together at least
     */
    CallTraffic(Urgency urgency, int first, int count, Duration spoken, Secrets secrets) {
        this.urgency = urgency;
        int characters = Math.toIntExact(spoken.toSeconds() * CHARACTERS_PER_SECOND / 2);
        this.text = SENTENCE.repeat(Math.max(1, characters / SENTENCE.length())).strip();
        FieldCipher cipher = new FieldCipher(KeyRing.parse(secrets.fieldKeys(), "k1", secrets.indexKey()));
        for (int i = first; i < first + count; i++) {
            UUID id = UUID.randomUUID();
            boolean silent = i % SILENT_ONE == SILENT_ONE - 1;
            String number =
                    silent ? "+999%06d974".formatted(i) : "+999%09d".formatted(i / ORDINARY * 1000L + i % ORDINARY);
            merchants.add(new Merchant(id, cipher.encrypt(number, id.toString())));
            numbers.add(number);
            expected.put(
                    DeliveryRequested.idOf(alertId, id, Channel.VOICE),
                    silent ? DeliveryState.ANSWERED : DeliveryState.ACKNOWLEDGED);
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
                        "lz4"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    UUID alertId() {
        return alertId;
    }

    int count() {
        return merchants.size();
    }

    /** What must become of each delivery. */
    Map<UUID, DeliveryState> expected() {
        return expected;
    }

    boolean calls(String number) {
        return numbers.contains(number);
    }

    /** When the first request was about to be published. */
    Instant askedAt() {
        return askedAt;
    }

    /** Publishes all requests; returns when the broker has confirmed each. */
    void publish(KafkaProducer<String, byte[]> producer) {
        askedAt = Instant.now();
        Instant expires = askedAt.plus(Duration.ofHours(2));
        AtomicReference<Exception> failure = new AtomicReference<>();
        String topic = Topics.dispatch(Channel.VOICE, urgency);
        for (int i = 0; i < merchants.size(); i++) {
            DeliveryRequested asked = request(merchants.get(i), i, askedAt, expires);
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
                DeliveryRequested.idOf(alertId, merchant.id(), Channel.VOICE),
                alertId,
                "A15-0412",
                merchant.id(),
                Channel.VOICE,
                urgency,
                AlertStatus.ACTUAL,
                "Gendarmerie du Cantal",
                text,
                List.of(merchant.number()),
                sent,
                expires,
                place / CHUNK,
                place % CHUNK,
                null,
                null);
    }
}
