package fr.vigie.ingest.report;

import fr.vigie.events.AlertKind;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A report as it is filed.
 *
 * @param kind what was seen
 * @param modusOperandi way of working, at most 100 characters; may be null
 * @param observedAt when; not in the future
 * @param place where
 * @param description what was seen in the officer's words, at most 4,000 characters; never leaves the service
 */
@Schema(name = "NewReport", example = NewReport.EXAMPLE)
public record NewReport(
        @Schema(required = true) AlertKind kind,
        String modusOperandi,
        @Schema(required = true) OffsetDateTime observedAt,
        @Schema(required = true) Place place,
        @Schema(required = true) String description) {

    static final String EXAMPLE = """
            {"kind":"SCOUTING","modusOperandi":"faux clients","observedAt":"2026-11-21T10:45:00+01:00",
             "place":{"commune":"15014","lat":44.9285,"lon":2.4435,"description":"rue piétonne"},
             "description":"Plusieurs passages devant les vitrines, questions sur les horaires de fermeture."}
            """;

    /**
     * A place.
     *
     * @param commune INSEE code
     * @param lat degrees north, together with lon or not at all
     * @param lon degrees east
     * @param description at most 500 characters; may be null
     */
    @Schema(name = "ReportPlace")
    public record Place(@Schema(required = true) String commune, Double lat, Double lon, String description) {}
}
