package fr.vigie.bus;

import fr.vigie.events.EventJson;
import java.time.Duration;
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
 * @param gather while much comes, how long to wait for more to handle together; zero for not at all
 */
public record Subscription<T>(
        String name, List<String> topics, Decoder<T> decoder, int maxBatch, BatchHandler<T> handler, Duration gather) {

    public Subscription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(handler, "handler");
        topics = List.copyOf(topics);
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1");
        }
    }

    /** One that gathers nothing. */
    public Subscription(String name, List<String> topics, Decoder<T> decoder, int maxBatch, BatchHandler<T> handler) {
        this(name, topics, decoder, maxBatch, handler, Duration.ZERO);
    }

    /** A subscription to JSON events of one type. */
    public static <T> Subscription<T> to(
            Class<T> type, String name, List<String> topics, int maxBatch, BatchHandler<T> handler) {
        return new Subscription<>(name, topics, value -> EventJson.read(value, type), maxBatch, handler);
    }

    /** The same, for a handler to which a large batch costs less than several small ones. */
    public Subscription<T> gathering(Duration moment) {
        return new Subscription<>(name, topics, decoder, maxBatch, handler, moment);
    }

    /** Turns the bytes of a record into an event. */
    @FunctionalInterface
    public interface Decoder<T> {
        /** @throws EventJson.MalformedEventException where the record is poison */
        T decode(byte[] value) throws EventJson.MalformedEventException;
    }
}
