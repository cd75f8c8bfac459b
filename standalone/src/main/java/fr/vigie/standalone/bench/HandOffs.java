package fr.vigie.standalone.bench;

import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.Topics;
import fr.vigie.standalone.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * When an operator took the texts of one alert, by the delivery events: an event stands on its topic only after the
 * transaction that it tells of has committed, so its record's timestamp is a late bound of that commit. Takes the same
 * memory for any number of recipients.
 */
public final class HandOffs {
    private static final Duration POLL = Duration.ofMillis(500);
    /** Later ones count as the last that can be told. */
    private static final int LONGEST_MILLIS = 600_000;

    private final UUID alertId;
    private final long accepted;
    private final int[] within = new int[LONGEST_MILLIS];
    private int count;
    private int flagged;
    private int events;
    private int finals;
    private long firstTaken = Long.MAX_VALUE;
    private long lastTaken;
    private long lastRecorded;
    private long lastFinalRecorded;

    private HandOffs(UUID alertId, Instant accepted) {
        this.alertId = alertId;
        this.accepted = accepted.toEpochMilli();
    }

    /** Where the topic of delivery events ends now. */
    public static Map<TopicPartition, Long> ends(String bootstrapServers) {
        try (KafkaConsumer<String, byte[]> consumer = consumer(bootstrapServers)) {
            return consumer.endOffsets(consumer.partitionsFor(Topics.DELIVERY_EVENTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
        }
    }

    /**
     * Reads what is told of an alert, up to where the topic ends now.
     *
     * @param accepted when the sender had its 202; all times count from there
     * @param from where to begin
     */
    public static HandOffs of(String bootstrapServers, UUID alertId, Instant accepted, Map<TopicPartition, Long> from) {
        HandOffs read = new HandOffs(alertId, accepted);
        try (KafkaConsumer<String, byte[]> consumer = consumer(bootstrapServers)) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    read.take(record);
                }
            }
        } catch (MalformedEventException e) {
            throw new Fault("A topic holds a record that is no event.", e);
        }
        return read;
    }

    private static KafkaConsumer<String, byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private void take(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        DeliveryEvent event = EventJson.read(record.value(), DeliveryEvent.class);
        if (!event.alertId().equals(alertId)) {
            return;
        }
        events++;
        flagged += event.possibleDuplicate() ? 1 : 0;
        if (event.state() == DeliveryState.ACCEPTED) {
            long taken = event.handedOverAt().toEpochMilli();
            firstTaken = Math.min(firstTaken, taken);
            lastTaken = Math.max(lastTaken, taken);
            lastRecorded = Math.max(lastRecorded, record.timestamp());
            within[(int) Math.min(LONGEST_MILLIS - 1, Math.max(0, taken - accepted))]++;
            count++;
        }
        if (event.state().isFinal()) {
            finals++;
            lastFinalRecorded = Math.max(lastFinalRecorded, record.timestamp());
        }
    }

    /** How many were handed over. */
    public int count() {
        return count;
    }

    /** How many are final. */
    public int finals() {
        return finals;
    }

    /** Events told of the alert. */
    public int events() {
        return events;
    }

    /** Events that say that the text may have been sent twice. */
    public int flagged() {
        return flagged;
    }

    /** Milliseconds to the first hand-off; -1 where there was none. */
    public long firstMillis() {
        return count == 0 ? -1 : Math.max(0, firstTaken - accepted);
    }

    /** Milliseconds until the last hand-off was recorded and told; -1 where there was none. */
    public long lastRecordedMillis() {
        return count == 0 ? -1 : Math.max(0, lastRecorded - accepted);
    }

    /** Milliseconds until the last final state was recorded and told; -1 where there was none. */
    public long lastFinalMillis() {
        return finals == 0 ? -1 : Math.max(0, lastFinalRecorded - accepted);
    }

    /** Texts a second, from the 202 until the last hand-off was recorded and told. */
    public long perSecond() {
        return Math.round(count * 1000.0 / Math.max(1, lastRecordedMillis()));
    }

    /** Milliseconds from the 202 within which a share of the texts was handed over; -1 where there were none. */
    public long within(double share) {
        long wanted = (long) Math.ceil(count * share);
        long seen = 0;
        for (int millis = 0; millis < LONGEST_MILLIS && count > 0; millis++) {
            seen += within[millis];
            if (seen >= wanted) {
                return millis;
            }
        }
        return -1;
    }
}
