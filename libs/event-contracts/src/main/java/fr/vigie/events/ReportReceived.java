package fr.vigie.events;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A report (signalement) was filed. Carries what was seen in codes; the free text, which may describe persons, does not
 * leave the service.
 *
 * @param reportId identity of the report
 * @param kind what was seen
 * @param modusOperandi code or short name of the way of working; may be null
 * @param commune INSEE code of the place
 * @param departement code of its département
 * @param observedAt when it was seen
 * @param receivedAt when it was filed
 * @param reportedBy subject of the officer's token
 */
public record ReportReceived(
        UUID reportId,
        AlertKind kind,
        String modusOperandi,
        String commune,
        String departement,
        Instant observedAt,
        Instant receivedAt,
        String reportedBy) {

    public ReportReceived {
        Objects.requireNonNull(reportId, "reportId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(commune, "commune");
        Objects.requireNonNull(departement, "departement");
        Objects.requireNonNull(observedAt, "observedAt");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(reportedBy, "reportedBy");
    }
}
