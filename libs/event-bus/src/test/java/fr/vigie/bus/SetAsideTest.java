package fr.vigie.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.events.AlertControl;
import fr.vigie.events.Topics;
import fr.vigie.testing.TopicProbe;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What becomes of a record that can never be handled. */
class SetAsideTest extends OrdersOnABus {
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
            // Other tests' poison lies in the same topic.
            assertThat(copy.meters
                            .counter("vigie.events.poisoned", "consumer", "orders")
                            .count())
                    .isPositive();
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
}
