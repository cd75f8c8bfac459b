package fr.vigie.ingest.directory;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who speaks for a force in a département, from a moment on.
 *
 * @param spokenName the voice of the message; null where the contact was taken away
 * @param changedBy subject of the token that entered it
 */
@Schema(name = "Contact", example = """
                {"departement":"15","force":"GENDARMERIE","spokenName":"Gendarmerie du Cantal",
                 "unit":"Groupement de gendarmerie départementale du Cantal","validFrom":"2026-11-02T09:00:00Z",
                 "changedBy":"officer-1","changedAt":"2026-11-02T09:00:00Z"}
                """)
public record Contact(
        String departement,
        Force force,

        @Schema(description = "The voice of the message; absent where the contact was taken away")
        String spokenName,

        String unit,
        Instant validFrom,

        @Schema(description = "Subject of the token that entered it")
        String changedBy,

        Instant changedAt) {}
