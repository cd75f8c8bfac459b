package fr.vigie.audit.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.audit.chain.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final UUID ALERT = UUID.fromString("0f8b6f0e-6b52-4d2c-9a0c-0d6a2f3c9b11");

    private final RecordReader reader = new RecordReader(new KeyedDigest(KEY));

    @Test
    void shouldKeepDigestsOfTextsAndNumbersAndEverythingElseAsItIs() throws Exception {
        String event = "{\"alertId\":\"" + ALERT + "\",\"text\":\"ALERTE 17\",\"numbers\":[\"k1:abc\",\"k1:def\"],"
                + "\"fallback\":{\"channel\":\"VOICE\",\"text\":\"Bonjour\",\"numbers\":[\"k1:ghi\"]},"
                + "\"texts\":{\"sms\":\"un\",\"voice\":\"deux\"},\"position\":17,"
                + "\"area\":{\"type\":\"CIRCLE\",\"lat\":44.926212345678,\"radiusMeters\":3000.0}}";

        JsonNode kept = body(read("dispatch.sms.urgent.v1", "k", event));

        assertThat(kept.get("text").textValue()).isEqualTo(digest("ALERTE 17"));
        assertThat(kept.get("numbers").get(1).textValue()).isEqualTo(digest("k1:def"));
        assertThat(kept.get("fallback").get("text").textValue()).isEqualTo(digest("Bonjour"));
        assertThat(kept.get("fallback").get("channel").textValue()).isEqualTo("VOICE");
        assertThat(kept.get("texts").get("voice").textValue()).isEqualTo(digest("deux"));
        assertThat(kept.get("position").intValue()).isEqualTo(17);
        assertThat(kept.get("area").get("lat").doubleValue()).isEqualTo(44.926212345678);
        assertThat(kept.get("alertId").textValue()).isEqualTo(ALERT.toString());
    }

    @Test
    void shouldKeepNoBlindIndexOfANumber() throws Exception {
        String blind = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

        AuditRecord kept =
                read("subscriber.events.v1", blind, "{\"type\":\"OPTED_OUT\",\"numberDigest\":\"" + blind + "\"}");

        assertThat(body(kept).get("numberDigest").textValue()).isEqualTo(digest(blind));
        assertThat(kept.toString()).doesNotContain(blind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"+33639980001\"",
                "\"06 39 98 00 01\"",
                "\"06.39.98.00.01\"",
                "\"0639980001\"",
                "\"appelez le 06 39 98 00 01 vite\"",
                "\"+33 (0)6 39 98 00 01\"",
                "33639980001"
            })
    void shouldKeepNoNumberInClearWhereverItStands(String value) {
        for (String event : new String[] {
            "{\"phone\":" + value + "}", "{\"a\":{\"b\":[1," + value + "]}}", "{\"carrier\":" + value + "}"
        }) {
            String kept = read("report.received.v1", "k", event).body();

            assertThat(kept.replaceAll("hmac-sha256:[0-9a-f]{64}", "").replaceAll("[^0-9]", ""))
                    .as(kept)
                    .doesNotContain("39980001")
                    .doesNotContain("3998000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"other\":\"12345678-1234-1234-1234-123456789012\"",
                "\"at\":\"2026-11-21T09:45:04.123456789Z\"",
                "\"id\":\"12345678-1234-4234-8234-123456789012\"",
                "\"carrierMessageId\":\"0012345678901\"",
                "\"reference\":\"A15-0412\"",
                "\"codes\":[\"15014\",\"75101\"]",
                "\"ring\":[[2.43512345678,44.9212345678]]",
                "\"possibleDuplicate\":false"
            })
    void shouldNotTakeForANumberWhatIsNone(String field) {
        String event = "{" + field + "}";

        assertThat(read("delivery.events.v1", "k", event).body()).isEqualTo(event);
    }

    @Test
    void shouldKeepOfADeadLetterTheReasonAndTheOriginAndOnlyTheDigestOfItsValue() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("vigie_reason", bytes("MALFORMED_EVENT")).add("vigie_origin", bytes("alert.control.v1/1/42"));

        AuditRecord kept = reader.read(record(
                "alert.control.v1.dlq", "k", bytes("{\"alertId\":\"" + ALERT + "\",\"n\":\"+33639980001\"}"), headers));

        assertThat(kept.body())
                .isEqualTo("{\"deadLetterReason\":\"MALFORMED_EVENT\",\"deadLetterOrigin\":\"alert.control.v1/1/42\"}");
        assertThat(kept.alertId()).isNull();
        assertThat(kept.digest()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[1,2]", "\"+33639980001\"", "{", "\u0000\u0001"})
    void shouldKeepByItsDigestWhatIsNoEvent(String value) {
        AuditRecord kept = read("delivery.events.v1", "+33639980001", value);

        assertThat(kept.body()).isNull();
        assertThat(kept.key()).startsWith("hmac-sha256:").doesNotContain("39980001");
        assertThat(kept.digest()).isEqualTo(new KeyedDigest(KEY).of(bytes(value)));
    }

    @Test
    void shouldKeepARecordWithoutValueKeyAndHeaders() {
        AuditRecord kept = reader.read(record("delivery.events.v1", null, null, new RecordHeaders()));

        assertThat(kept.key()).isNull();
        assertThat(kept.eventId()).isNull();
        assertThat(kept.body()).isNull();
    }

    @Test
    void shouldDigestWithItsOwnKey() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new KeyedDigest(KEY).of("x"))
                .isNotEqualTo(new KeyedDigest(Base64.getEncoder().encodeToString(other)).of("x"))
                // Computed by Python's hmac.
                .isEqualTo("4cbc96099a6467ce002461f10549b4898265ebe6188b45efacc44293516e62c4");
        assertThatThrownBy(() -> new KeyedDigest("c2hvcnQ="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vigie.audit.digest-key");
    }

    private AuditRecord read(String topic, String key, String value) {
        return reader.read(record(topic, key, bytes(value), new RecordHeaders()));
    }

    private static ConsumerRecord<String, byte[]> record(
            String topic, String key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                topic,
                1,
                42,
                1_795_254_304_215L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static JsonNode body(AuditRecord record) throws Exception {
        return new ObjectMapper().readTree(record.body());
    }

    private static String digest(String text) {
        return "hmac-sha256:" + new KeyedDigest(KEY).of(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
