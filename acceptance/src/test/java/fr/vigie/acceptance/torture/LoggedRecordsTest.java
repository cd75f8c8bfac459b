package fr.vigie.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.events.Urgency;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The judge of the audit log judged: a record that says anything else than the event is found, an honest one is not. */
class LoggedRecordsTest {
    private static final UUID ALERT = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-000000000009");
    private static final String DELIVERY = "00000000-0000-4000-8000-000000000002";
    private static final String NUMBER = "+999000000001";
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String TOPIC = "delivery.events.v1";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode event = MAPPER.createObjectNode()
            .put("deliveryId", DELIVERY)
            .put("alertId", ALERT.toString())
            .put("state", "DELIVERED")
            .put("at", "2026-11-21T11:00:00Z")
            .put("numbers", NUMBER);
    private final LoggedRecords records = new LoggedRecords(
            KEY, List.of(new Raised(ALERT, "T1-1", Urgency.URGENT, Instant.EPOCH, null, null, false, "", Map.of())));

    @Test
    void shouldFindNothingWhenTheLogTellsWhatTheEventSays() {
        records.held(record(7));
        records.logged(ALERT, logged(7));

        assertThat(records.findings()).isEmpty();
    }

    @Test
    void shouldCountAGapWhenTheLogTellsAnotherState() {
        records.held(record(7));
        ObjectNode lie = logged(7);
        ((ObjectNode) lie.path("body")).put("state", "REJECTED");
        records.logged(ALERT, lie);

        assertThat(records.findings()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Kind.AUDIT_GAP);
            assertThat(found.deliveryId()).hasToString(DELIVERY);
            assertThat(found.what()).endsWith("told otherwise than it is: state REJECTED for DELIVERED");
        });
    }

    @Test
    void shouldCountAGapWhenTheDigestIsOfAnotherEvent() {
        records.held(record(7));
        records.logged(ALERT, logged(7).put("digest", digest("REJECTED")));

        assertThat(records.findings())
                .extracting(Finding::what)
                .singleElement()
                .asString()
                .endsWith(": digest");
    }

    @Test
    void shouldNameNoNumberWhenTheDigestIsOfAnotherNumber() {
        records.held(record(7));
        ObjectNode item = logged(7);
        ((ObjectNode) item.path("body")).put("numbers", "hmac-sha256:" + digest("+999000000002"));
        records.logged(ALERT, item);

        assertThat(records.findings())
                .extracting(Finding::what)
                .singleElement()
                .asString()
                .endsWith(": numbers (digest)")
                .doesNotContain(NUMBER.substring(1));
    }

    @Test
    void shouldCountAGapWhenTheLogDoesNotTellAnEvent() {
        records.held(record(7));
        records.held(record(8));
        records.logged(ALERT, logged(7));

        assertThat(records.findings())
                .extracting(Finding::what)
                .containsExactly("audit log: " + TOPIC + "/0/8 is not told");
    }

    @Test
    void shouldCountAGapWhenTheLogTellsAnEventTwice() {
        records.held(record(7));
        records.logged(ALERT, logged(7));
        records.logged(ALERT, logged(7));

        assertThat(records.findings()).hasSize(1);
    }

    @Test
    void shouldCountAGapWhenTheLogTellsAnEventOfAnotherAlert() {
        event.put("alertId", OTHER.toString());
        records.held(record(7));
        records.logged(ALERT, logged(7));

        assertThat(records.findings()).hasSize(1);
    }

    @Test
    void shouldLeaveOutWhatCameAfterTheLastEventHeld() {
        records.held(record(7));
        records.logged(ALERT, logged(7));
        records.logged(ALERT, logged(8));

        assertThat(records.findings()).isEmpty();
    }

    private ConsumerRecord<byte[], byte[]> record(long offset) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(TOPIC, 0, offset, bytes(DELIVERY), bytes(event.toString()));
        record.headers().add("ce_type", bytes("fr.vigie.DeliveryEvent"));
        return record;
    }

    private ObjectNode logged(long offset) {
        ObjectNode item = MAPPER.createObjectNode()
                .put("topic", TOPIC)
                .put("partition", 0)
                .put("offset", offset)
                .put("key", DELIVERY)
                .put("type", "fr.vigie.DeliveryEvent")
                .put("loggedAt", -1)
                .put("alertId", event.path("alertId").asText())
                .put("digest", digest(event.toString()));
        item.set("body", event.deepCopy().put("numbers", "hmac-sha256:" + digest(NUMBER)));
        return item;
    }

    private static String digest(String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes(value)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
