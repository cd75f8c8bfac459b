package fr.vigie.bus;

import fr.vigie.events.EventJson;
import java.time.Instant;
import java.util.Objects;

/**
 * One event on its way to a topic.
 *
 * @param topic where it goes
 * @param key what it is partitioned by
 * @param id CloudEvents {@code id}: the same event published again has the same id
 * @param type CloudEvents {@code type}: the simple name of the record
 * @param time CloudEvents {@code time}
 * @param value the event as JSON
 */
public record OutgoingEvent(String topic, String key, String id, String type, Instant time, byte[] value) {
    public OutgoingEvent {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(value, "value");
    }

    /** An event with a new id. */
    public static OutgoingEvent of(String topic, Object key, Instant time, Object event) {
        return of(topic, key, EventIds.next(), time, event);
    }

    /** An event whose id is given, so that publishing it again is seen as the same. */
    public static OutgoingEvent of(String topic, Object key, String id, Instant time, Object event) {
        return new OutgoingEvent(
                topic, key.toString(), id, event.getClass().getSimpleName(), time, EventJson.write(event));
    }

    /** The value is left out: this may stand in a log. */
    @Override
    public String toString() {
        return "OutgoingEvent[topic=" + topic + ", key=" + key + ", id=" + id + ", type=" + type + "]";
    }
}
