package fr.vigie.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.events.AlertControl;
import fr.vigie.events.Topics;
import fr.vigie.testing.Parts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventBusTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOPIC = Topics.ALERT_CONTROL;
    private static final Instant NOW = Instant.parse("2026-11-21T10:02:00Z");

    private final String broker = Parts.shared().bootstrapServers();
    /** A service of its own per test: its consumer groups have read nothing yet. */
    private final String service = "service-" + UUID.randomUUID();
    /** Events of other tests lie in the same topics. */
    private final String author = "author-" + UUID.randomUUID();

    @BeforeEach
    void topicsExist() {
        try (Copy copy = new Copy(broker, service, "0")) {
            copy.topics.ensure();
        }
    }

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
    void shouldSetMalformedRecordsAsideOnceAndHandleTheOthersAlsoWhereTheBatchFailsAtFirst() {
        UUID key = UUID.randomUUID();
        List<UUID> handled = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger(3);
        List<String> bad = List.of("{\"alertId\":7}", "no JSON " + key, "", "{}");
        try (TopicProbe probe = TopicProbe.open()) {
            publish(key, 2);
            bad.forEach(value -> probe.send(TOPIC, key.toString(), value, Map.of("ce_id", "bad")));
            publish(key, 2);
            try (Copy copy = new Copy(broker, service, "1")) {
                copy.bus.subscribe(subscription("orders", batch -> {
                    if (!mine(batch).isEmpty() && failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("the database is away");
                    }
                    mine(batch).forEach(each -> handled.add(each.event().alertId()));
                }));

                await().atMost(SOON)
                        .until(() -> handled.size() == 4 && !committed("orders").isEmpty());
            }

            List<TopicProbe.Received> letters = letters(probe, key);
            assertThat(letters.stream().map(TopicProbe.Received::value)).containsExactlyElementsOf(bad);
            assertThat(letters).allSatisfy(letter -> {
                assertThat(letter.headers())
                        .containsEntry("vigie_reason", "MALFORMED_EVENT")
                        .containsEntry("ce_id", "bad");
                assertThat(letter.headers().get("vigie_origin")).matches("alert\\.control\\.v1/\\d/\\d+");
            });
        }
    }

    @Test
    void shouldSetAsideOnlyTheRecordThatTheHandlerCallsPoison() {
        UUID key = UUID.randomUUID();
        List<AlertControl> events = publish(key, 5);
        UUID poison = events.get(2).supersededBy();
        List<UUID> handled = new CopyOnWriteArrayList<>();
        try (TopicProbe probe = TopicProbe.open();
                Copy copy = new Copy(broker, service, "1")) {
            copy.bus.subscribe(subscription("orders", batch -> {
                if (batch.stream().anyMatch(each -> poison.equals(each.event().supersededBy()))) {
                    throw new PoisonEventException("UNKNOWN_TRADE", "no such trade");
                }
                mine(batch).forEach(each -> handled.add(each.event().supersededBy()));
            }));

            List<TopicProbe.Received> letters = probe.await(SOON, Topics.deadLetter(TOPIC), key.toString(), 1);
            await().atMost(SOON).until(() -> !committed("orders").isEmpty());

            assertThat(letters(probe, key)).hasSize(1);
            assertThat(letters.get(0).value()).contains(poison.toString());
            assertThat(letters.get(0).headers()).containsEntry("vigie_reason", "UNKNOWN_TRADE");
            assertThat(handled)
                    .containsExactly(events.stream()
                            .map(AlertControl::supersededBy)
                            .filter(id -> !id.equals(poison))
                            .toArray(UUID[]::new));
            assertThat(copy.meters
                            .counter("vigie.events.poisoned", "consumer", "orders")
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldSetAsideTheRecordThatFailsForEverThoughNobodyForesawIt() {
        UUID key = UUID.randomUUID();
        List<AlertControl> events = publish(key, 3);
        UUID odd = events.get(1).supersededBy();
        List<UUID> handled = new CopyOnWriteArrayList<>();
        try (TopicProbe probe = TopicProbe.open();
                Copy copy = new Copy(broker, service, "1")) {
            copy.bus.subscribe(subscription("orders", batch -> {
                failOn(odd, batch);
                mine(batch).forEach(each -> handled.add(each.event().supersededBy()));
            }));

            List<TopicProbe.Received> letters = probe.await(SOON, Topics.deadLetter(TOPIC), key.toString(), 1);
            await().atMost(SOON).until(() -> !committed("orders").isEmpty());

            assertThat(letters.get(0).headers()).containsEntry("vigie_reason", "UNPROCESSABLE_EVENT");
            assertThat(handled)
                    .containsExactly(events.get(0).supersededBy(), events.get(2).supersededBy());
        }
    }

    @Test
    void shouldHearWhatStandsBehindARecordThatFailsForEverInEveryCopy() throws Exception {
        List<AlertControl> events = publish(UUID.randomUUID(), 3);
        UUID odd = events.get(1).supersededBy();
        List<UUID> handled = new CopyOnWriteArrayList<>();
        try (Copy copy = new Copy(broker, service, "1")) {
            Broadcast all = copy.bus.subscribeEveryCopy(subscription("all", batch -> {
                failOn(odd, batch);
                mine(batch).forEach(each -> handled.add(each.event().supersededBy()));
            }));

            assertThat(all.awaitCaughtUp(SOON)).isTrue();
            assertThat(handled)
                    .containsExactly(events.get(0).supersededBy(), events.get(2).supersededBy());
        }
    }

    @Test
    void shouldSetAsideTheBeginningOfARecordThatIsTooLargeForItsDeadLetter() throws Exception {
        UUID key = UUID.randomUUID();
        byte[] zeros = new byte[5_000_000];
        try (TopicProbe probe = TopicProbe.open();
                KafkaProducer<String, byte[]> compressing = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker,
                                "compression.type",
                                "gzip",
                                "max.request.size",
                                20_000_000,
                                "buffer.memory",
                                60_000_000L),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            compressing.send(new ProducerRecord<>(TOPIC, key.toString(), zeros)).get(30, TimeUnit.SECONDS);
            List<AlertControl> behind = publish(key, 1);
            List<UUID> handled = new CopyOnWriteArrayList<>();
            try (Copy copy = new Copy(broker, service, "1")) {
                copy.bus.subscribe(subscription(
                        "orders",
                        batch -> mine(batch)
                                .forEach(each -> handled.add(each.event().supersededBy()))));

                List<TopicProbe.Received> letters = probe.await(SOON, Topics.deadLetter(TOPIC), key.toString(), 1);
                await().atMost(SOON).until(() -> handled.size() == 1);
                await().atMost(SOON).until(() -> !committed("orders").isEmpty());

                assertThat(letters.get(0).value()).hasSize(256 * 1024);
                assertThat(letters.get(0).headers())
                        .containsEntry("vigie_reason", "MALFORMED_EVENT")
                        .containsEntry("vigie_cut_from", "5000000")
                        .containsKey("vigie_origin");
                assertThat(handled).containsExactly(behind.get(0).supersededBy());
            }
        }
    }

    @Test
    void shouldHandOverAgainWhatWasHandledAndNotCommittedWhenACopyDied() throws Exception {
        UUID key = UUID.randomUUID();
        publish(key, 3);
        List<Long> first = new CopyOnWriteArrayList<>();
        List<Long> second = new CopyOnWriteArrayList<>();
        CountDownLatch dead = new CountDownLatch(1);
        Copy dying = new Copy(broker, service, "1");
        dying.bus.subscribe(subscription("orders", batch -> {
            first.addAll(offsets(mine(batch)));
            if (first.size() == 3) {
                dead.await(); // the effect is durable; the commit never comes
            }
        }));
        await().atMost(SOON).until(() -> first.size() == 3);

        try (Copy next = new Copy(broker, service, "1");
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            next.bus.subscribe(subscription("orders", batch -> second.addAll(offsets(mine(batch)))));

            await().atMost(SOON).until(() -> second.size() >= 3);

            assertThat(second).isEqualTo(first);
            // Static membership: the same instance need not wait until the session of the dead one has ended.
            String group = service + ".orders";
            assertThat(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)
                            .get(60, TimeUnit.SECONDS)
                            .members())
                    .singleElement()
                    .satisfies(member -> assertThat(member.groupInstanceId()).contains(service + "-1-orders"));
        } finally {
            dead.countDown();
            dying.close();
        }
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
    void shouldReadEverythingFromTheBeginningInEveryCopyAndSayWhenItIsThrough() throws Exception {
        UUID key = UUID.randomUUID();
        publish(key, 20);
        List<Long> one = new CopyOnWriteArrayList<>();
        List<Long> two = new CopyOnWriteArrayList<>();
        try (TopicProbe probe = TopicProbe.open();
                Copy first = new Copy(broker, service, "1");
                Copy second = new Copy(broker, service, "2")) {
            probe.send(TOPIC, key.toString(), "poison", Map.of());
            Broadcast a = first.bus.subscribeEveryCopy(subscription("all", batch -> one.addAll(offsets(mine(batch)))));
            Broadcast b = second.bus.subscribeEveryCopy(subscription("all", batch -> two.addAll(offsets(mine(batch)))));

            assertThat(a.awaitCaughtUp(SOON)).isTrue();
            assertThat(b.awaitCaughtUp(SOON)).isTrue();

            assertThat(a.caughtUp()).isTrue();
            assertThat(one).hasSize(20);
            assertThat(two).isEqualTo(one);
            publish(key, 1);
            await().atMost(SOON).until(() -> one.size() == 21 && two.size() == 21);
            assertThat(letters(probe, key)).isEmpty();
        }
    }

    @Test
    void shouldNotSayThatItIsThroughBeforeEverythingIsHandled() throws Exception {
        publish(UUID.randomUUID(), 3);
        CountDownLatch mayFinish = new CountDownLatch(1);
        try (Copy copy = new Copy(broker, service, "1")) {
            Broadcast reading = copy.bus.subscribeEveryCopy(subscription("all", batch -> mayFinish.await()));

            assertThat(reading.awaitCaughtUp(Duration.ofSeconds(2))).isFalse();
            assertThat(reading.caughtUp()).isFalse();
            mayFinish.countDown();
            assertThat(reading.awaitCaughtUp(SOON)).isTrue();
        }
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

    @Test
    void shouldShareThePartitionsAmongCopies() {
        List<Integer> one = new CopyOnWriteArrayList<>();
        List<Integer> two = new CopyOnWriteArrayList<>();
        try (Copy first = new Copy(broker, service, "1");
                Copy second = new Copy(broker, service, "2")) {
            first.bus.subscribe(subscription("orders", batch -> one.addAll(partitions(mine(batch)))));
            second.bus.subscribe(subscription("orders", batch -> two.addAll(partitions(mine(batch)))));
            await().atMost(SOON).untilAsserted(() -> {
                one.clear();
                two.clear();
                for (int i = 0; i < 20; i++) {
                    publish(UUID.randomUUID(), 1);
                }
                await().atMost(Duration.ofSeconds(5)).until(() -> one.size() + two.size() >= 20);
                assertThat(one).isNotEmpty();
                assertThat(two).isNotEmpty().doesNotContainAnyElementsOf(one);
            });
        }
    }

    private Subscription<AlertControl> subscription(String name, BatchHandler<AlertControl> handler) {
        return Subscription.to(AlertControl.class, name, List.of(TOPIC), 500, handler);
    }

    private static void failOn(UUID odd, List<Received<AlertControl>> batch) {
        if (batch.stream().anyMatch(each -> odd.equals(each.event().supersededBy()))) {
            throw new IllegalStateException(
                    "wrapped", new java.time.DateTimeException("a year that no database knows"));
        }
    }

    private List<Received<AlertControl>> mine(List<Received<AlertControl>> batch) {
        return batch.stream().filter(each -> author.equals(each.event().by())).toList();
    }

    private static List<Long> offsets(List<Received<AlertControl>> batch) {
        return batch.stream().map(each -> each.record().offset()).toList();
    }

    private static List<Integer> partitions(List<Received<AlertControl>> batch) {
        return batch.stream().map(each -> each.record().partition()).toList();
    }

    private static long withFive(List<List<Long>> tries) {
        return tries.stream().filter(each -> each.size() == 5).count();
    }

    private AlertControl event() {
        return new AlertControl(
                UUID.randomUUID(), AlertControl.Action.CANCEL, NOW, NOW.plusSeconds(60), author, UUID.randomUUID());
    }

    private List<AlertControl> publish(UUID key, int count) {
        List<AlertControl> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event());
        }
        try (Copy writer = new Copy(broker, service, "writer")) {
            writer.publisher.publish(events.stream()
                    .map(event -> OutgoingEvent.of(TOPIC, key, NOW, event))
                    .toList());
        }
        return events;
    }

    private static List<TopicProbe.Received> letters(TopicProbe probe, UUID key) {
        return probe.all(Topics.deadLetter(TOPIC)).stream()
                .filter(letter -> key.toString().equals(letter.key()))
                .toList();
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

    private Map<TopicPartition, OffsetAndMetadata> committed(String consumer) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            return admin.listConsumerGroupOffsets(service + "." + consumer)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
