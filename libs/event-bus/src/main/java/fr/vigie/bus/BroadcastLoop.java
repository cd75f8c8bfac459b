package fr.vigie.bus;

import fr.vigie.events.EventJson.MalformedEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/** Reads whole topics without a group, on one thread. */
final class BroadcastLoop<T> implements Runnable, Broadcast {
    private static final Logger LOG = Logger.getLogger(BroadcastLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Subscription<T> subscription;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile Consumer<String, byte[]> consumer;
    private volatile boolean stopping;
    private volatile boolean renewing;

    BroadcastLoop(Subscription<T> subscription, Supplier<Consumer<String, byte[]>> consumers) {
        this.subscription = subscription;
        this.consumers = consumers;
        this.consumer = consumers.get();
    }

    @Override
    public void run() {
        while (!stopping) {
            renewing = false;
            try {
                read();
            } catch (TimeoutException e) {
                LOG.warnf("broker silent, reading again consumer=%s", subscription.name());
                rest();
            }
            if (!stopping) {
                replaceConsumer();
            }
        }
    }

    private void replaceConsumer() {
        consumer = consumers.get();
        if (stopping) {
            consumer.wakeup(); // stop() may have woken the one before
        }
    }

    /** From the beginning, each time: handlers know what they have seen. */
    private void read() {
        try (Consumer<String, byte[]> current = consumer) {
            List<TopicPartition> partitions = subscription.topics().stream()
                    .flatMap(topic -> current.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            current.assign(partitions);
            current.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = current.endOffsets(partitions);
            while (!stopping && !renewing) {
                step();
                if (!stopping && !renewing && caughtUp.getCount() > 0 && reached(ends)) {
                    caughtUp.countDown();
                }
            }
        } catch (WakeupException e) {
            LOG.debug("stopped, or renewed, while starting");
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void step() {
        ConsumerRecords<String, byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (WakeupException e) {
            return; // stop() or renew() was called
        }
        handle(decode(records));
    }

    private void handle(List<Received<T>> batch) {
        while (!batch.isEmpty() && !stopping) {
            try {
                subscription.handler().handle(batch);
                return;
            } catch (Exception e) {
                if (subscription.handler().isPoison(e) || DataFault.is(e)) {
                    handleSingly(batch);
                    return;
                }
                LOG.warnf("events will be handled again consumer=%s", subscription.name());
                LOG.debug("broadcast batch failed", e);
                rest();
            }
        }
    }

    private void handleSingly(List<Received<T>> batch) {
        if (batch.size() > 1) {
            batch.forEach(single -> handle(List.of(single)));
            return;
        }
        ConsumerRecord<String, byte[]> record = batch.get(0).record();
        LOG.warnf("unprocessable record skipped origin=%s/%d/%d", record.topic(), record.partition(), record.offset());
    }

    private List<Received<T>> decode(ConsumerRecords<String, byte[]> records) {
        List<Received<T>> batch = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                batch.add(new Received<>(subscription.decoder().decode(record.value()), record));
            } catch (MalformedEventException e) {
                LOG.warnf(
                        "malformed record skipped origin=%s/%d/%d",
                        record.topic(), record.partition(), record.offset());
            }
        }
        return batch;
    }

    private void rest() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** Lets the batch in hand finish, then reads everything once more with another consumer. */
    void renew() {
        renewing = true;
        consumer.wakeup();
    }

    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    @Override
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return caughtUp.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean caughtUp() {
        return caughtUp.getCount() == 0;
    }
}
