package fr.vigie.registry.importing;

import fr.vigie.service.BodyLimit;
import fr.vigie.service.Caller;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Merchants from a file. */
@Path("/api/v1/subscribers/import")
@Tag(name = "Subscribers")
public class ImportResource {
    private static final long LARGEST_FILE = 16L * 1024 * 1024;
    private static final String EXAMPLE = """
            name;siret;trades;commune;postcode;address;lat;lon;number1;number2;consent_source;consent_proof;consent_at
            Bijouterie des Arcades;73282932000074;JEWELLER;15014;;3 rue des Carmes;44.9285;2.4435;06 39 98 00 01;;STATION;formulaire signé;2026-11-02
            """;

    private final SubscriberImport subscriberImport;
    private final Caller caller;

    ImportResource(SubscriberImport subscriberImport, Caller caller) {
        this.subscriberImport = subscriberImport;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.REGISTRAR)
    @Consumes("text/csv")
    @Blocking
    @BodyLimit(LARGEST_FILE)
    @Operation(
            operationId = "importSubscribers",
            summary = "Enrol or update merchants from a CSV file",
            description = """
                    UTF-8, up to 16 MB, separated by semicolon, comma or tab; the first line names the columns, in any
                    order, in English or French: reference, name (nom), siret, trades (métiers; several separated by |),
                    commune (INSEE code, or name with postcode), postcode (code_postal), address (adresse), lat, lon,
                    precision (ADDRESS where absent, STREET or COMMUNE), number1 to number3 (numéro1 to numéro3),
                    preferred_channel (canal_préféré), consent_source, consent_proof, consent_at (consentement_source,
                    consentement_preuve, consentement_date; ISO 8601, or day/month/year). A line is the same merchant as an
                    earlier one if the reference is the same within the département; without a reference, if SIRET and
                    commune are; without either, if name, commune and first number are. Such a merchant is updated. Who
                    has left is enrolled again only by a consent given later.""")
    @RequestBody(
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public ImportReport run(InputStream file, @QueryParam("mode") @DefaultValue("all-or-nothing") String mode)
            throws IOException {
        ImportMode asked = ImportMode.parse(mode)
                .orElseThrow(() -> ProblemException.invalid(
                        "mode", "one of all-or-nothing, good-lines", "must be all-or-nothing or good-lines"));
        BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        return subscriberImport.run(reader, asked, caller.territory());
    }
}
