package fr.vigie.dispatch.sms;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Prints how fast one alert goes out, everything on this machine. Run with {@code -Dvigie.bench=20000}. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(value = SimulatedOperator.class, restrictToAnnotatedClass = true)
@EnabledIfSystemProperty(named = "vigie.bench", matches = "\\d+")
class FanOutBenchTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    SmscSimulator smsc;

    @Test
    void shouldPrintTheRateOfAFanOut() throws Exception {
        int count = Integer.getInteger("vigie.bench");
        for (int round = 1; round <= 3; round++) {
            System.out.println("round " + round + ": " + fanOut(count, round));
        }
    }

    private String fanOut(int count, int round) throws Exception {
        Requests alert = Requests.urgent();
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            DeliveryRequested asked = alert.to("+9993%d%05d00".formatted(round, i));
            records.add(new ProducerRecord<>(
                    Topics.dispatch(Channel.SMS, asked.urgency()),
                    asked.recipientId().toString(),
                    EventJson.write(asked)));
        }
        long before = smsc.counters().getOrDefault("accepted", 0L);
        System.out.println(smsc.counters());
        long begun = System.nanoTime();
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Parts.shared().bootstrapServers(), "linger.ms", "2"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            records.forEach(record -> {
                var unused = producer.send(record);
            });
            producer.flush();
        }
        long sent = System.nanoTime();
        long target = before + count;
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> smsc.counters().getOrDefault("accepted", 0L) >= target);
        long handed = System.nanoTime();
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> delivered(alert) >= count);
        long done = System.nanoTime();
        return "published %d ms, handed over %d ms (%d/s), all final %d ms"
                .formatted(
                        (sent - begun) / 1_000_000,
                        (handed - begun) / 1_000_000,
                        count * 1_000_000_000L / (handed - begun),
                        (done - begun) / 1_000_000);
    }

    private static long delivered(Requests alert) throws Exception {
        var config = ConfigProvider.getConfig();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("vigie.db.user", String.class),
                        config.getValue("vigie.db.password", String.class));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM delivery WHERE state = 'DELIVERED' AND"
                        + " alert_id = '" + alert.alertId() + "'")) {
            result.next();
            return result.getLong(1);
        }
    }
}
