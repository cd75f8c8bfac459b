package fr.vigie.ingest.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.events.AlertAccepted;
import fr.vigie.events.EventJson;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.service.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Writes alerts into their table. */
@ApplicationScoped
class AlertRows {
    private static final String INSERT = """
            INSERT INTO alert (id, reference, report_id, status, message_type, kind, urgency, trades, area, departements,
                channels, sms_text, voice_text, authority, modus_operandi, validation_basis, authorisation_reference,
                refers_to, sent, expires, issued_by, event)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
            """;

    private static final String REPORT =
            "SELECT 1 FROM report a WHERE id = $1 AND ($2 OR a.reported_by = $3 OR a.departement = ANY ($4))";

    private final ObjectMapper json;

    AlertRows(ObjectMapper json) {
        this.json = json;
    }

    /** Fails with INVALID_FIELD where a report is named that the caller cannot see. */
    Uni<Void> checkReport(SqlConnection connection, UUID reportId, Visibility issuer) {
        if (reportId == null) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(REPORT)
                .execute(Tuple.of(reportId, issuer.national(), issuer.subject(), issuer.codes()))
                .invoke(found -> {
                    if (found.size() == 0) {
                        throw ProblemException.invalid("reportId", "known report", "is not a report in the territory");
                    }
                })
                .replaceWithVoid();
    }

    Uni<Void> insert(SqlConnection connection, NewAlert alert, AlertAccepted event, List<String> departements) {
        Tuple row = Tuple.tuple()
                .addUUID(event.alertId())
                .addString(event.reference())
                .addUUID(alert.reportId())
                .addString(event.status().name())
                .addString(event.messageType().name())
                .addString(event.kind().name())
                .addString(event.urgency().name())
                .addArrayOfString(event.trades().toArray(String[]::new))
                .addValue(area(alert))
                .addArrayOfString(departements.toArray(String[]::new))
                .addArrayOfString(names(event.channels()))
                .addString(event.texts().sms())
                .addString(event.texts().voice())
                .addString(event.authority())
                .addString(alert.modusOperandi())
                .addString(alert.validationBasis())
                .addString(alert.authorisationReference())
                .addArrayOfUUID(event.references().toArray(UUID[]::new))
                .addOffsetDateTime(utc(event.sent()))
                .addOffsetDateTime(utc(event.expires()))
                .addString(event.issuedBy())
                .addValue(Buffer.buffer(EventJson.write(event)));
        return connection.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    private JsonObject area(NewAlert alert) {
        try {
            return new JsonObject(json.writeValueAsString(alert.area()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an area that was read as JSON can be written as JSON", e);
        }
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String[] names(Collection<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).toArray(String[]::new);
    }
}
