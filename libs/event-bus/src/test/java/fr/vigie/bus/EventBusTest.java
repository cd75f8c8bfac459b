package fr.vigie.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.events.AlertControl;
import fr.vigie.events.Topics;
import fr.vigie.testing.TopicProbe;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class EventBusTest extends OrdersOnABus {
    @Test
    void shouldHandOverWhatWasPublishedWithCloudEventsHeaders() {
        AlertControl event = event();
        List<Received<AlertControl>> seen = new CopyOnWriteArrayList<>();
        try (Copy copy = new Copy(broker, service, "1")) {
            copy.bus.subscribe(subscription("orders", batch -> seen.addAll(mine(batch))));

            copy.publisher.publish(List.of(OutgoingEvent.of(TOPIC, event.alertId(), "the-id", NOW, event)));

            await().atMost(SOON).until(() -> seen.size() == 1);
            assertThat(seen.get(0).event()).isEqualTo(event);
            assertThat(seen.get(0).record().key()).isEqualTo(event.alertId().toString());
            var headers = seen.get(0).record().headers();
            assertThat(CloudEventHeaders.text(headers, "ce_specversion")).isEqualTo("1.0");
            assertThat(CloudEventHeaders.text(headers, "ce_id")).isEqualTo("the-id");
            assertThat(CloudEventHeaders.text(headers, "ce_type")).isEqualTo("fr.vigie.alertcontrol.v1");
            assertThat(CloudEventHeaders.text(headers, "ce_source")).isEqualTo("/vigie/" + service);
            assertThat(CloudEventHeaders.text(headers, "ce_time")).isEqualTo("2026-11-21T10:02:00Z");
            assertThat(CloudEventHeaders.text(headers, "content-type")).isEqualTo("application/json");
            assertThat(CloudEventHeaders.text(headers, "ce_nothing")).isNull();
        }
    }

    @Test
    void shouldSendAtTheStartWhatSaysNothingAndHandItToNobody() throws Exception {
        // Given
        List<Received<AlertControl>> seen = new CopyOnWriteArrayList<>();
        try (Copy copy = new Copy(broker, service, "1")) {
            // When
            copy.publisher.connect(new StartupEvent(), copy.topics);
            await().atMost(SOON).until(() -> rehearsed().size() >= 50);
            copy.bus.subscribe(subscription("orders", seen::addAll));
            publish(UUID.randomUUID(), 2);

            // Then
            await().atMost(SOON).until(() -> mine(seen).size() == 2);
            assertThat(rehearsed())
                    .hasSize(50)
                    .allMatch(each -> each.value().equals("{}"))
                    .allMatch(each -> each.headers().get("ce_type").equals("fr.vigie.rehearsal.v1"));
            assertThat(seen).allMatch(each -> each.record().topic().equals(TOPIC));
            await().atMost(SOON).until(() -> handled(copy) == seen.size());
            assertThat(committed("orders"))
                    .isNotEmpty()
                    .allSatisfy(
                            (partition, offset) -> assertThat(partition.topic()).isEqualTo(TOPIC));
        }
    }

    @Test
    void shouldHandOverTheSameBatchAgainInOrderAndCommitNothingWhileItFails() {
        UUID key = UUID.randomUUID();
        publish(key, 5);
        List<List<Long>> tries = new CopyOnWriteArrayList<>();
        AtomicBoolean broken = new AtomicBoolean(true);
        try (Copy copy = new Copy(broker, service, "1")) {
            copy.bus.subscribe(subscription("orders", batch -> {
                tries.add(offsets(mine(batch)));
                if (broken.get()) {
                    throw new IllegalStateException("the database is away");
                }
            }));

            await().atMost(SOON).until(() -> withFive(tries) >= 3);
            assertThat(committed("orders")).isEmpty();
            broken.set(false);
            await().atMost(SOON).until(() -> !committed("orders").isEmpty());
        }

        List<List<Long>> full = tries.stream().filter(each -> each.size() == 5).toList();
        assertThat(full).hasSizeGreaterThanOrEqualTo(4).allMatch(each -> each.equals(full.get(0)));
        assertThat(full.get(0)).isSorted();
    }

    @Test
    void shouldFinishTheBatchInHandAndCommitItWhenToldToStop() throws Exception {
        UUID key = UUID.randomUUID();
        publish(key, 4);
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayFinish = new CountDownLatch(1);
        List<Long> handled = new CopyOnWriteArrayList<>();
        Copy copy = new Copy(broker, service, "1");
        copy.bus.subscribe(subscription("orders", batch -> {
            if (!mine(batch).isEmpty()) {
                working.countDown();
                mayFinish.await();
            }
            handled.addAll(offsets(mine(batch)));
        }));
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();

        Thread stop = new Thread(copy::close);
        stop.start();
        await().atMost(SOON).until(() -> stop.getState() == Thread.State.TIMED_WAITING);
        mayFinish.countDown();
        stop.join(20_000);

        assertThat(stop.isAlive()).isFalse();
        assertThat(handled).isNotEmpty();
        long next = handled.get(handled.size() - 1) + 1;
        assertThat(committed("orders").values().stream().map(OffsetAndMetadata::offset))
                .contains(next);
    }

    @Test
    void shouldHandOverTogetherWhatComesWithinAMomentWhenMuchComes() throws Exception {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        Set<UUID> seen = ConcurrentHashMap.newKeySet();
        try (Copy copy = new Copy(broker, service, "1")) {
            Subscription<AlertControl> gathering = Subscription.to(
                            AlertControl.class, "orders", List.of(TOPIC), 5_000, batch -> {
                                mine(batch)
                                        .forEach(each -> seen.add(each.event().supersededBy()));
                                sizes.add(mine(batch).size());
                            })
                    .gathering(Duration.ofSeconds(10));

            // A batch that says that much comes; then one piece after the other.
            List<AlertControl> first = publish(UUID.randomUUID(), 300);
            copy.bus.subscribe(gathering);
            await().atMost(SOON).until(() -> seen.size() == 300);
            List<AlertControl> all = new ArrayList<>(first);
            for (int piece = 0; piece < 10; piece++) {
                all.addAll(publish(UUID.randomUUID(), 500));
            }

            await().atMost(SOON).until(() -> seen.size() == 5_300);
            assertThat(sizes).anyMatch(size -> size >= 2_000);
            assertThat(seen)
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().map(AlertControl::supersededBy).toList());
        }
        assertThat(committed("orders").values().stream()
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum())
                .isGreaterThanOrEqualTo(5_300);
    }

    private static long withFive(List<List<Long>> tries) {
        return tries.stream().filter(each -> each.size() == 5).count();
    }

    /** What this service has sent. */
    private List<TopicProbe.Received> rehearsed() {
        try (TopicProbe probe = TopicProbe.open()) {
            return probe.all(Topics.REHEARSAL).stream()
                    .filter(each -> each.headers().get("ce_source").equals("/vigie/" + service))
                    .toList();
        }
    }

    private static double handled(Copy copy) {
        return copy.meters.get("vigie.events.handled").counter().count();
    }
}
