package fr.vigie.bus;

import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One consumer on one thread: poll, decode, handle, commit. A batch that fails is read again after a pause, for as long
 * as it takes; a record that can never succeed goes to its dead-letter topic and stops nothing.
 */
final class EventLoop<T> implements Runnable {
    private static final Logger LOG = Logger.getLogger(EventLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** So many at once: where they come like that, more follow. */
    private static final int BUSY = 200;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    /** After so many failures in a row a fault of the data is believed to be one, and not of a service that starts. */
    private static final int PATIENCE = 2;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Subscription<T> subscription;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final EventPublisher publisher;
    private final Counter handled;
    private final Counter poisoned;
    private final Counter retried;
    private volatile Consumer<String, byte[]> consumer;
    private volatile boolean stopping;
    private volatile boolean renewing;
    private Duration pause = FIRST_PAUSE;
    /** How many came last. */
    private int last;
    /** How often in a row a batch has failed. */
    private int failures;

    EventLoop(
            Subscription<T> subscription,
            Supplier<Consumer<String, byte[]>> consumers,
            EventPublisher publisher,
            MeterRegistry meters) {
        this.subscription = subscription;
        this.consumers = consumers;
        this.consumer = consumers.get();
        this.publisher = publisher;
        this.handled = counter(meters, "vigie.events.handled", "Events handled");
        this.poisoned = counter(meters, "vigie.events.poisoned", "Events set aside in a .dlq topic");
        this.retried = counter(meters, "vigie.events.retried", "Batches read again after a failure");
    }

    private Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("consumer", subscription.name())
                .register(meters);
    }

    @Override
    public void run() {
        try {
            read();
            while (!stopping) {
                renewing = false;
                consumer = consumers.get();
                read();
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "consumer stopped consumer=%s", subscription.name());
            throw e;
        }
    }

    private void read() {
        try (Consumer<String, byte[]> current = consumer) {
            current.subscribe(subscription.topics());
            while (!stopping && !renewing) {
                step();
            }
        }
    }

    /** Lets the batch in hand finish, then goes on with another consumer. */
    void renew() {
        renewing = true;
        consumer.wakeup();
    }

    /** Lets the batch in hand finish, then ends the loop. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    private void step() {
        ConsumerRecords<String, byte[]> records;
        try {
            records = gather(consumer.poll(POLL));
        } catch (WakeupException e) {
            return; // stop() or renew() was called
        }
        if (records.isEmpty()) {
            return;
        }
        try {
            List<Poison> poison = new ArrayList<>();
            List<Received<T>> batch = decode(records, poison);
            handle(batch, poison);
            // Only now: of a batch that comes again they would be set aside again, for as long as it does.
            poison.forEach(this::bury);
            handled.increment(batch.size());
            commit(records);
            pause = FIRST_PAUSE;
            failures = 0;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                stopping = true;
            }
            LOG.warnf(
                    "batch will be read again consumer=%s records=%d from=%s failures=%d cause=%s",
                    subscription.name(), records.count(), positions(records), failures + 1, rootCause(e));
            LOG.debug("batch failed", e);
            failures++;
            retried.increment();
            rewind(records);
            rest();
        }
    }

    /** Waits for more, where the batch before says that much comes. */
    private ConsumerRecords<String, byte[]> gather(ConsumerRecords<String, byte[]> first) {
        boolean alone = first.isEmpty() || last < BUSY || subscription.gather().isZero();
        last = first.count();
        if (alone) {
            return first;
        }
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> all = new HashMap<>();
        add(first, all);
        long until = System.nanoTime() + subscription.gather().toNanos();
        long left = until - System.nanoTime();
        while (left > 0 && last < subscription.maxBatch() && !stopping && !renewing) {
            try {
                ConsumerRecords<String, byte[]> more = consumer.poll(Duration.ofNanos(left));
                add(more, all);
                last += more.count();
            } catch (WakeupException e) {
                break; // stop() or renew() was called; finish what is in hand
            }
            left = until - System.nanoTime();
        }
        all.keySet().retainAll(consumer.assignment()); // what went to another copy meanwhile is that one's
        return new ConsumerRecords<>(all, Map.of());
    }

    private static void add(
            ConsumerRecords<String, byte[]> records, Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> all) {
        for (TopicPartition partition : records.partitions()) {
            all.computeIfAbsent(partition, each -> new ArrayList<>()).addAll(records.records(partition));
        }
    }

    private List<Received<T>> decode(ConsumerRecords<String, byte[]> records, List<Poison> poison) {
        List<Received<T>> batch = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                batch.add(new Received<>(subscription.decoder().decode(record.value()), record));
            } catch (MalformedEventException e) {
                poison.add(new Poison(record, "MALFORMED_EVENT"));
            }
        }
        return batch;
    }

    private void handle(List<Received<T>> batch, List<Poison> poison) throws Exception {
        if (batch.isEmpty()) {
            return;
        }
        try {
            subscription.handler().handle(batch);
        } catch (Exception e) {
            if (!subscription.handler().isPoison(e) && !(failures >= PATIENCE && DataFault.is(e))) {
                throw e;
            }
            if (batch.size() == 1) {
                poison.add(new Poison(batch.get(0).record(), reasonOf(e)));
                return;
            }
            // One bad record must not take good ones with it.
            for (Received<T> single : batch) {
                handle(List.of(single), poison);
            }
        }
    }

    private static String reasonOf(Exception e) {
        return e instanceof PoisonEventException poison ? poison.code() : "UNPROCESSABLE_EVENT";
    }

    private void bury(Poison poison) {
        ConsumerRecord<String, byte[]> record = poison.record();
        String origin = record.topic() + "/" + record.partition() + "/" + record.offset();
        DeadLetter letter = DeadLetter.of(record, poison.reason(), origin);
        publisher.deadLetter(Topics.deadLetter(record.topic()), letter.key(), letter.value(), letter.headers());
        poisoned.increment();
        LOG.warnf("poison record set aside origin=%s reason=%s", origin, poison.reason());
    }

    private void commit(ConsumerRecords<String, byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<String, byte[]>> own = records.records(partition);
            offsets.put(partition, new OffsetAndMetadata(own.get(own.size() - 1).offset() + 1));
        }
        try {
            commitOnce(offsets);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            // The effect is durable; another copy may see these records once more and must not mind.
            LOG.infof("offsets not committed, group is rebalancing consumer=%s", subscription.name());
        }
    }

    private void commitOnce(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException e) {
            if (!renewing) {
                consumer.commitSync(offsets); // stop() came between; finish what is in hand
            }
        }
    }

    private void rewind(ConsumerRecords<String, byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** Where an operator looks for the record that is to blame. */
    private static String positions(ConsumerRecords<String, byte[]> records) {
        return records.partitions().stream()
                .map(partition ->
                        partition + "@" + records.records(partition).get(0).offset())
                .collect(Collectors.joining(","));
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    private record Poison(ConsumerRecord<String, byte[]> record, String reason) {}
}
