package fr.vigie.ingest.directory;

import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A contact as it is entered.
 *
 * @param spokenName the voice of the message
 * @param unit who that is, for officers; null where the name says it
 * @param validFrom from when; null for now
 */
@Schema(name = "ContactRequest", example = ContactRequest.EXAMPLE)
public record ContactRequest(
        @Schema(
                description =
                        "The voice of the message, at most 120 characters, no amount of money, no telephone number",
                required = true)
        String spokenName,

        @Schema(description = "Who that is, for officers; at most 120 characters, no telephone number")
        String unit,

        @Schema(description = "From when; now where it is absent, at most a year ahead")
        OffsetDateTime validFrom) {
    static final String EXAMPLE = """
            {"spokenName":"Gendarmerie du Cantal","unit":"Groupement de gendarmerie départementale du Cantal"}
            """;
}
