package fr.vigie.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.bus.EventPublisher.PublishFailedException;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.infra.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's clients go by a clock that may be set back. What that does to them, WrongClockIT shows. */
class ClockSetBackTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    @Test
    void shouldTellOfNothingButAStepBack() {
        // Given
        AtomicLong wall = new AtomicLong();
        AtomicInteger told = new AtomicInteger();
        ClockWatch watch = new ClockWatch(() -> System.nanoTime() / 1_000_000 + wall.get());
        watch.onSetBack(told::incrementAndGet);

        // When: it runs, is corrected a little, and jumps ahead
        watch.look();
        wall.addAndGet(-1_000);
        watch.look();
        wall.addAndGet(7_200_000);
        watch.look();

        // Then
        assertThat(told).hasValue(0);

        // When
        wall.addAndGet(-7_200_000);
        watch.look();
        watch.look();

        // Then
        await().atMost(SOON).until(() -> told.get() == 1);
    }

    @Test
    void shouldLoseNothingWhenTheClockIsSetBackAgainAndAgain() {
        Set<UUID> sent = ConcurrentHashMap.newKeySet();
        Set<UUID> seen = ConcurrentHashMap.newKeySet();
        Set<UUID> seenByAll = ConcurrentHashMap.newKeySet();
        try (LocalKafka kafka = LocalKafka.start(new LocalKafka.Config(folder, 0, 0));
                Copy copy = new Copy(kafka.bootstrapServers(), "set-back", "1")) {
            // Given
            copy.bus.subscribe(subscription("stops", seen));
            copy.bus.subscribeEveryCopy(subscription("everywhere", seenByAll));
            Set<Long> clients = clients();

            // When
            for (int i = 0; i < 5; i++) {
                for (int n = 0; n < 20; n++) {
                    UUID id = UUID.randomUUID();
                    publish(copy, id);
                    sent.add(id);
                }
                copy.setBackBy.addAndGet(3_600_000);
                copy.clock.look();
            }

            // Then
            await().atMost(SOON).until(() -> seen.containsAll(sent) && seenByAll.containsAll(sent));
            assertThat(copy.bus.healthy()).isTrue();
            await().atMost(SOON).until(() -> clients().stream().noneMatch(clients::contains));
        }
    }

    private static Subscription<SubscriberEvent> subscription(String name, Set<UUID> seen) {
        return Subscription.to(
                SubscriberEvent.class,
                name,
                List.of(Topics.SUBSCRIBER_EVENTS),
                7,
                batch -> batch.forEach(each -> seen.add(each.event().eventId())));
    }

    /** As the outbox does. */
    private static void publish(Copy copy, UUID id) {
        await().atMost(SOON).ignoreException(PublishFailedException.class).until(() -> {
            copy.publisher.publish(List.of(BrokerOutageTest.event(id)));
            return true;
        });
    }

    /** The threads of the producer, and of the consumer of a group. */
    private static Set<Long> clients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("set-back")
                        && (thread.getName().startsWith("kafka-producer-network-thread")
                                || thread.getName().startsWith("kafka-coordinator-heartbeat-thread")))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }
}
