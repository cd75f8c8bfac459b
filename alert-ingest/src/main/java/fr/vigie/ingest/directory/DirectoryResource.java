package fr.vigie.ingest.directory;

import fr.vigie.ingest.content.SpokenName;
import fr.vigie.ingest.content.Words;
import fr.vigie.reference.Territories;
import fr.vigie.service.Caller;
import fr.vigie.service.Problem;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import fr.vigie.service.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The directory: read by all officers, kept by those of the territory. */
@Path("/api/v1/directory")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Directory")
@RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.REGISTRAR, Roles.AUDITOR, Roles.INTEGRATION})
public class DirectoryResource {
    private static final int LONGEST_UNIT = 120;
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);
    private static final Duration FURTHEST = Duration.ofDays(366);

    private final Territories territories = Territories.load();
    private final Caller caller;
    private final Directory directory;
    private final Clock clock;

    DirectoryResource(Caller caller, Directory directory, Clock clock) {
        this.caller = caller;
        this.directory = directory;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listContacts",
            summary = "Who speaks to merchants, by département and force",
            description = "The active contacts of the whole country, one for each département and force that has one.")
    @APIResponse(responseCode = "200", description = "All of them")
    public Uni<List<Contact>> list() {
        return directory.active();
    }

    @GET
    @Path("{departement}/{force}")
    @Operation(operationId = "getContact", summary = "Who speaks for a force in a département")
    @APIResponse(responseCode = "200", description = "The active contact")
    @APIResponse(responseCode = "404", description = "Nobody at the moment, or no such département")
    public Uni<Contact> get(@PathParam("departement") String departement, @PathParam("force") Force force) {
        requireKnown(departement);
        return directory.find(departement, force);
    }

    @GET
    @Path("{departement}/{force}/history")
    @Operation(
            operationId = "getContactHistory",
            summary = "Who was entered, by whom and when",
            description =
                    "The last 200 entries, latest first, those that are still to come among them. An entry without a"
                            + " spokenName took the contact away.")
    @APIResponse(responseCode = "200", description = "The entries")
    public Uni<List<Contact>> history(@PathParam("departement") String departement, @PathParam("force") Force force) {
        requireKnown(departement);
        return directory.history(departement, force);
    }

    @PUT
    @Path("{departement}/{force}")
    @RolesAllowed({Roles.REGISTRAR, Roles.REFERENT})
    @Operation(
            operationId = "putContact",
            summary = "Names who speaks for a force in a département",
            description =
                    "Takes the place of whoever spoke before, from validFrom on. Alerts that were sent before keep"
                            + " the name that they had.")
    @APIResponse(responseCode = "200", description = "The entry")
    @APIResponse(
            responseCode = "403",
            description = "OUTSIDE_TERRITORY: the token does not cover the département",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description =
                    "Every fault with its field, rule and message; AMOUNT_OF_MONEY and no telephone number among them",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Contact> put(
            @PathParam("departement") String departement, @PathParam("force") Force force, ContactRequest contact) {
        requireOurs(departement);
        if (contact == null) {
            throw ProblemException.missing("body");
        }
        Instant now = clock.instant();
        Instant validFrom =
                contact.validFrom() == null ? now : contact.validFrom().toInstant();
        check(contact, validFrom, now);
        return directory.put(departement, force, contact, validFrom.isBefore(now) ? now : validFrom, caller.subject());
    }

    private static void check(ContactRequest contact, Instant validFrom, Instant now) {
        Violations violations = new Violations();
        if (violations.require("spokenName", contact.spokenName())) {
            SpokenName.check(violations, "spokenName", contact.spokenName());
        }
        Words.checkStored(violations, "unit", contact.unit(), LONGEST_UNIT);
        violations.check(
                !validFrom.isBefore(now.minus(CLOCK_MARGIN)),
                "validFrom",
                "not in the past",
                "must not lie in the past: what was said then stays said");
        violations.check(
                !validFrom.isAfter(now.plus(FURTHEST)),
                "validFrom",
                "max a year ahead",
                "must be at most a year ahead");
        violations.throwIfAny();
    }

    @DELETE
    @Path("{departement}/{force}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({Roles.REGISTRAR, Roles.REFERENT})
    @Operation(
            operationId = "deleteContact",
            summary = "Takes a contact away",
            description = "Also one that was still to come. Messages bear the configured name then. The history stays.")
    @APIResponse(responseCode = "204", description = "Nobody speaks any more")
    @APIResponse(responseCode = "404", description = "Nobody did")
    public Uni<Void> delete(@PathParam("departement") String departement, @PathParam("force") Force force) {
        requireOurs(departement);
        return directory.takeAway(departement, force, caller.subject());
    }

    private void requireKnown(String departement) {
        if (territories.departement(departement).isEmpty()) {
            throw ProblemException.notFound("département");
        }
    }

    private void requireOurs(String departement) {
        requireKnown(departement);
        if (!caller.territory().covers(departement)) {
            throw ProblemException.outsideTerritory(
                    "departement", "The token's territory does not cover this département");
        }
    }
}
