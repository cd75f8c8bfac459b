package fr.vigie.dispatch.sms;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.EventJson;
import fr.vigie.events.Topics;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.testing.Parts;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Prints how long 1,000 urgent texts wait while a bulk alert runs. Run with {@code -Dvigie.bench.urgent=100000}. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(value = SimulatedOperator.class, restrictToAnnotatedClass = true)
@EnabledIfSystemProperty(named = "vigie.bench.urgent", matches = "\\d+")
class UrgentBenchTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int URGENT = 1_000;
    private static final int ROUNDS = 10;

    SmscSimulator smsc;

    @Test
    void shouldPrintHowLongUrgentWaitsUnderBulk() throws Exception {
        int count = Integer.getInteger("vigie.bench.urgent");
        Requests slow = Requests.urgent().bulk();
        Requests quick = Requests.urgent();
        List<ProducerRecord<String, byte[]>> bulk = IntStream.range(0, count)
                .mapToObj(i -> record(slow.to("+9993%06d00".formatted(i))))
                .toList();
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Parts.shared().bootstrapServers(), "linger.ms", "2"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            bulk.forEach(each -> {
                var unused = producer.send(each);
            });
            producer.flush();
            Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> accepted() > count / 50);
            // When: spread over two seconds, in rounds as chunks of an alert come
            Map<String, Instant> askedAt = new HashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<DeliveryRequested> some = new ArrayList<>();
                for (int i = 0; i < URGENT / ROUNDS; i++) {
                    some.add(quick.to("+9992%06d00".formatted(round * URGENT + i)));
                }
                Instant at = Instant.now();
                some.forEach(each -> {
                    askedAt.put(each.deliveryId().toString(), at);
                    var unused = producer.send(record(each));
                });
                producer.flush();
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> Instant.now().isAfter(at.plusMillis(200)));
            }
            boolean running = accepted() < count;
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> handedOver(quick).size() >= URGENT);
            Map<String, Instant> handedOver = handedOver(quick);
            List<Duration> waited = handedOver.entrySet().stream()
                    .map(each -> Duration.between(askedAt.get(each.getKey()), each.getValue()))
                    .sorted()
                    .toList();
            System.out.printf(
                    "urgent under bulk of %d (still running: %s): median %d ms, 99 %% %d ms, longest %d ms%n",
                    count,
                    running,
                    waited.get(URGENT / 2).toMillis(),
                    waited.get(URGENT * 99 / 100).toMillis(),
                    waited.get(URGENT - 1).toMillis());
            assertThat(waited.get(URGENT * 99 / 100)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private long accepted() {
        return smsc.counters().getOrDefault("accepted", 0L);
    }

    private static ProducerRecord<String, byte[]> record(DeliveryRequested asked) {
        return new ProducerRecord<>(
                Topics.dispatch(Channel.SMS, asked.urgency()),
                asked.recipientId().toString(),
                EventJson.write(asked));
    }

    private static Map<String, Instant> handedOver(Requests alert) throws Exception {
        var config = ConfigProvider.getConfig();
        Map<String, Instant> at = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("vigie.db.user", String.class),
                        config.getValue("vigie.db.password", String.class));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT delivery_id, handed_over_at FROM delivery WHERE"
                        + " handed_over_at IS NOT NULL AND alert_id = '" + alert.alertId() + "'")) {
            while (result.next()) {
                at.put(result.getString(1), result.getTimestamp(2).toInstant());
            }
        }
        return at;
    }
}
