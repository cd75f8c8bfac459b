package fr.vigie.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Events;
import fr.vigie.acceptance.system.Shared;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.events.Topics;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleLoad;
import fr.vigie.standalone.demo.SampleMerchants;
import fr.vigie.standalone.system.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that can never succeed are set aside with their reason and stop nothing. */
@Order(2)
@ExtendWith(Shared.class)
class PoisonIT {
    private static final String REASON = "vigie_reason";
    private static final int RECIPIENTS = 50;

    private final WholeSystem system;

    PoisonIT(WholeSystem system) {
        this.system = system;
    }

    @Test
    void shouldSetEveryPoisonRecordAsideAndGoOnWhenTopicsHoldSome() {
        // Given
        Map<String, String> poisons = new HashMap<>();
        for (String topic : Topics.ALL) {
            poisons.put(topic + " malformed", "{\"alertId\": \"cut sho");
            poisons.put(topic + " no JSON", "\u0000\u0001 not JSON");
            poisons.put(
                    topic + " wrong types", "{\"alertId\": [1, 2], \"eventId\": {}, \"reportId\": 7, \"at\": true}");
        }

        // When
        poisons.forEach(
                (name, value) -> Events.put(system, name.substring(0, name.indexOf(' ')), bytes(name), bytes(value)));
        for (String topic : Topics.ALL) {
            // Well-formed, about things that nobody knows. May be kept or set aside, must not stop anything.
            Events.put(system, topic, bytes("unknown"), bytes(unknown()));
        }
        AlertProgress progress = alert();

        // Then
        assertThat(progress.recipients()).isEqualTo(RECIPIENTS);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(missingFrom(deadLetters(), poisons.keySet()))
                        .as("poison that was not set aside")
                        .isEmpty());
        assertThat(deadLetters())
                .allSatisfy((name, reason) -> assertThat(reason).matches("[A-Z_]+"));
        assertThat(system.audit().verify(Duration.ofSeconds(30)).proven()).isTrue();
    }

    private AlertProgress alert() {
        SampleMerchants merchants = new SampleMerchants(RECIPIENTS);
        SampleLoad.into(system.api(Service.SUBSCRIBER_REGISTRY), merchants, line -> {});
        String alert = system.send(SampleAlert.reaching(merchants));
        return Alerts.allFinal(system, alert, Duration.ofSeconds(60));
    }

    private static String unknown() {
        String id = UUID.randomUUID().toString();
        return "{\"alertId\":\"" + id + "\",\"deliveryId\":\"" + id + "\",\"recipientId\":\"" + id
                + "\",\"eventId\":\"" + id + "\",\"reportId\":\"" + id
                + "\",\"channel\":\"SMS\",\"urgency\":\"URGENT\","
                + "\"state\":\"DELIVERED\",\"attempt\":1,\"chunk\":0,\"position\":0,\"possibleDuplicate\":false,"
                + "\"sms\":1,\"voice\":0,\"last\":false,\"action\":\"CANCEL\",\"type\":\"NUMBER_DEAD\","
                + "\"source\":\"CARRIER\",\"numberIndex\":0,\"by\":\"nobody\","
                + "\"at\":\"2026-11-21T10:00:00Z\",\"alertExpires\":\"2026-11-21T12:00:00Z\"}";
    }

    private static Set<String> missingFrom(Map<String, String> letters, Set<String> wanted) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(letters.keySet());
        return missing;
    }

    /** Reason by the key of the record, which names the poison. */
    private Map<String, String> deadLetters() {
        Map<String, String> letters = new HashMap<>();
        Set<String> topics = Topics.ALL.stream().map(Topics::deadLetter).collect(Collectors.toCollection(HashSet::new));
        Events.read(system, topics, record -> {
            Header reason = record.headers().lastHeader(REASON);
            letters.put(
                    record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                    reason == null ? "" : new String(reason.value(), StandardCharsets.UTF_8));
        });
        return letters;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
