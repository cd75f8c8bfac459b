package fr.vigie.bus;

import fr.vigie.events.EventJson;
import java.util.List;
import java.util.Objects;

/**
 * What to read and who handles it.
 *
 * @param name short name, unique in the service; the consumer group is {@code service.name}
 * @param topics topics to read; all carry the same type of event
 * @param decoder turns a value into an event
 * @param maxBatch most records in one batch
 * @param handler what to do with them
 */
public record Subscription<T>(
        String name, List<String> topics, Decoder<T> decoder, int maxBatch, BatchHandler<T> handler) {

    public Subscription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(handler, "handler");
        topics = List.copyOf(topics);
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1");
        }
    }

    /** A subscription to JSON events of one type. */
    public static <T> Subscription<T> to(
            Class<T> type, String name, List<String> topics, int maxBatch, BatchHandler<T> handler) {
        return new Subscription<>(name, topics, value -> EventJson.read(value, type), maxBatch, handler);
    }

    /** Turns the bytes of a record into an event. */
    @FunctionalInterface
    public interface Decoder<T> {
        /** @throws EventJson.MalformedEventException where the record is poison */
        T decode(byte[] value) throws EventJson.MalformedEventException;
    }
}
