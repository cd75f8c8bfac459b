package fr.vigie.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Shared;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.standalone.client.AuditCheck;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleLoad;
import fr.vigie.standalone.demo.SampleMerchants;
import fr.vigie.standalone.system.Service;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit log against somebody who may write its database. */
@Order(3)
@ExtendWith(Shared.class)
class AuditProofIT {
    private final WholeSystem system;

    AuditProofIT(WholeSystem system) {
        this.system = system;
    }

    /** A page of the log as the database holds it. */
    private record Page(long id, UUID topicId, int partition, long first, long last, byte[] body) {}

    @BeforeEach
    void somethingIsRecorded() {
        SampleMerchants merchants = new SampleMerchants(20);
        SampleLoad.into(system.api(Service.SUBSCRIBER_REGISTRY), merchants, line -> {});
        Alerts.allFinal(system, system.send(SampleAlert.reaching(merchants)), Duration.ofSeconds(60));
    }

    @Test
    void shouldProveItselfWhenNobodyTouchedIt() {
        // When
        AuditCheck.Found found = system.audit().verify(Duration.ofSeconds(30));

        // Then
        assertThat(found.proven()).as(found.toString()).isTrue();
        assertThat(found.records()).isPositive();
    }

    @Test
    void shouldNameTheRecordWhenOneCharacterOfItWasChanged() throws SQLException {
        // Given
        Page page = pageWithSeveralRecords();

        // When
        replace(page.id(), rewritten(page.body(), AuditProofIT::changeSecondRecord));

        // Then
        JsonNode chain = chainOf(page);
        replace(page.id(), page.body());
        assertThat(chain.path("intact").asBoolean()).isFalse();
        assertThat(chain.path("fault").path("kind").asText()).isEqualTo("CHANGED_RECORD");
        assertThat(chain.path("fault").path("offset").asLong()).isEqualTo(page.first() + 1);
        assertThat(system.audit().verify(Duration.ofSeconds(30)).proven()).isTrue();
    }

    @Test
    void shouldNameThePlaceWhenOneByteOfAPageWasChanged() throws SQLException {
        // Given
        Page page = pageWithSeveralRecords();
        byte[] changed = page.body().clone();
        changed[changed.length / 2] ^= 1;

        // When
        replace(page.id(), changed);

        // Then
        JsonNode chain = chainOf(page);
        replace(page.id(), page.body());
        assertThat(chain.path("intact").asBoolean()).isFalse();
        assertThat(chain.path("fault").path("offset").asLong()).isBetween(page.first(), page.last());
        assertThat(system.audit().verify(Duration.ofSeconds(30)).proven()).isTrue();
    }

    /** Every chain but the page's must have stayed intact. */
    private JsonNode chainOf(Page page) {
        JsonNode answer = system.api(Service.AUDIT_LOG).get("/api/v1/verification");
        assertThat(answer.path("intact").asBoolean()).isFalse();
        List<JsonNode> broken = StreamSupport.stream(answer.path("chains").spliterator(), false)
                .filter(chain -> !chain.path("intact").asBoolean())
                .toList();
        assertThat(broken).hasSize(1);
        assertThat(broken.get(0).path("topicId").asText())
                .isEqualTo(page.topicId().toString());
        assertThat(broken.get(0).path("partition").asInt()).isEqualTo(page.partition());
        return broken.get(0);
    }

    private Page pageWithSeveralRecords() throws SQLException {
        try (Connection database = system.database(Service.AUDIT_LOG);
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT page_id, topic_id, partition, first_offset, last_offset,"
                        + " body FROM page WHERE last_offset > first_offset + 1 ORDER BY page_id LIMIT 1")) {
            assertThat(row.next()).isTrue();
            return new Page(
                    row.getLong(1),
                    row.getObject(2, UUID.class),
                    row.getInt(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getBytes(6));
        }
    }

    /** What the trigger refuses to the service, the owner of the table can do. */
    private void replace(long page, byte[] body) throws SQLException {
        try (Connection database = system.database(Service.AUDIT_LOG);
                Statement statement = database.createStatement();
                PreparedStatement update = database.prepareStatement("UPDATE page SET body = ? WHERE page_id = ?")) {
            statement.execute("ALTER TABLE page DISABLE TRIGGER page_append_only");
            update.setBytes(1, body);
            update.setLong(2, page);
            assertThat(update.executeUpdate()).isEqualTo(1);
            statement.execute("ALTER TABLE page ENABLE TRIGGER page_append_only");
        }
    }

    private static byte[] rewritten(byte[] body, UnaryOperator<String> change) {
        try {
            String text = new String(
                    new InflaterInputStream(new ByteArrayInputStream(body)).readAllBytes(), StandardCharsets.UTF_8);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
                out.write(change.apply(text).getBytes(StandardCharsets.UTF_8));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another type of event: one letter of the second line's field "y". */
    private static String changeSecondRecord(String lines) {
        int second = lines.indexOf('\n') + 1;
        int letter = lines.indexOf("\"y\":\"", second) + 5;
        char other = lines.charAt(letter) == 'x' ? 'z' : 'x';
        return lines.substring(0, letter) + other + lines.substring(letter + 1);
    }
}
