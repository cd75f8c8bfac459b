package fr.vigie.ingest.report;

import fr.vigie.events.AlertKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A report as officers see it. */
@Schema(name = "Report")
public record ReportView(
        UUID id,
        AlertKind kind,
        String modusOperandi,
        Instant observedAt,
        NewReport.Place place,
        String departement,
        String description,
        Instant receivedAt,
        String reportedBy) {

    static ReportView of(Report report) {
        return new ReportView(
                report.id,
                AlertKind.valueOf(report.kind),
                report.modusOperandi,
                report.observedAt,
                new NewReport.Place(report.commune, report.lat, report.lon, report.placeDescription),
                report.departement,
                report.description,
                report.receivedAt,
                report.reportedBy);
    }

    /**
     * A page of reports.
     *
     * @param items newest first
     * @param next cursor of the next page; null on the last one
     */
    @Schema(name = "ReportPage")
    public record Page(List<ReportView> items, String next) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
