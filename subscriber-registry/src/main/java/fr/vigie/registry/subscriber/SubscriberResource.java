package fr.vigie.registry.subscriber;

import fr.vigie.reference.Territories;
import fr.vigie.reference.Territory;
import fr.vigie.reference.Trades;
import fr.vigie.service.Caller;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import fr.vigie.service.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Merchants: enrol, find, correct, withdraw. */
@Path("/api/v1/subscribers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Subscribers")
public class SubscriberResource {
    private final SubscriberDesk desk;
    private final SubscriberSearch search;
    private final SubscriberRules rules;
    private final Caller caller;

    SubscriberResource(SubscriberDesk desk, SubscriberSearch search, SubscriberRules rules, Caller caller) {
        this.desk = desk;
        this.search = search;
        this.rules = rules;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.REGISTRAR)
    @Operation(operationId = "createSubscriber", summary = "Enrol a merchant")
    @APIResponse(
            responseCode = "201",
            description = "Enrolled",
            content = @Content(schema = @Schema(implementation = SubscriberView.class)))
    public Uni<Response> create(@NotNull SubscriberRequest request) {
        ValidSubscriber subscriber = checked(request, true);
        return desk.enrol(subscriber)
                .map(view -> Response.created(URI.create("/api/v1/subscribers/" + view.id()))
                        .tag(tag(view))
                        .entity(view)
                        .build());
    }

    @GET
    @RolesAllowed({Roles.REGISTRAR, Roles.REFERENT, Roles.APPROVER, Roles.AUDITOR})
    @Operation(
            operationId = "listSubscribers",
            summary = "Merchants within the territory",
            description = "Follow nextCursor until it is absent. Numbers are masked for all but registrars.")
    public Uni<SubscriberView.Page> list(
            @QueryParam("departement") @Parameter(example = "15") String departement,
            @QueryParam("trade") @Parameter(example = "JEWELLER") String trade,
            @QueryParam("status") SubscriberStatus status,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit) {
        Territory territory = caller.territory();
        Violations violations = new Violations();
        if (departement != null) {
            violations.check(
                    Territories.load().departement(departement).isPresent(),
                    "departement",
                    "DEPARTEMENT_UNKNOWN",
                    "is not the code of a département");
        }
        if (trade != null) {
            violations.check(
                    Trades.load().trade(trade).isPresent(), "trade", "TRADE_UNKNOWN", "is not the code of a trade");
        }
        UUID after = after(violations, cursor);
        violations.throwIfAny();
        if (departement != null && !territory.covers(departement)) {
            throw ProblemException.outsideTerritory("departement", "This département is outside the token's territory");
        }
        return search.page(
                new SubscriberSearch.Query(departement, trade, status, after, limit), territory, showsNumbers());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.REGISTRAR, Roles.REFERENT, Roles.APPROVER, Roles.AUDITOR})
    @Operation(operationId = "getSubscriber", summary = "One merchant")
    @APIResponse(
            responseCode = "200",
            description = "The merchant",
            content = @Content(schema = @Schema(implementation = SubscriberView.class)))
    public Uni<Response> get(@PathParam("id") UUID id) {
        return search.one(id, caller.territory(), showsNumbers()).map(SubscriberResource::ok);
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed(Roles.REGISTRAR)
    @Operation(
            operationId = "replaceSubscriber",
            summary = "Correct a merchant",
            description = "If-Match, or version in the body, names the version that is replaced.")
    @APIResponse(
            responseCode = "200",
            description = "Corrected",
            content = @Content(schema = @Schema(implementation = SubscriberView.class)))
    public Uni<Response> replace(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Parameter(example = "\"3\"") String ifMatch,
            @NotNull SubscriberRequest request) {
        long version = version(ifMatch, request.version());
        ValidSubscriber subscriber = checked(request, false);
        return desk.change(id, caller.territory(), subscriber, version).map(SubscriberResource::ok);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.REGISTRAR)
    @Operation(
            operationId = "withdrawSubscriber",
            summary = "Withdraw a merchant",
            description = "The record is kept as proof, and the merchant is never warned again.")
    public Uni<Void> withdraw(@PathParam("id") UUID id) {
        return desk.withdraw(id, caller.territory());
    }

    @POST
    @Path("/{id}/consent")
    @RolesAllowed(Roles.REGISTRAR)
    @Operation(
            operationId = "changeConsent",
            summary = "Note that a merchant agrees, or does not any more",
            description = "GIVE takes up a merchant who had left again, on all channels.")
    @APIResponse(
            responseCode = "200",
            description = "Noted",
            content = @Content(schema = @Schema(implementation = SubscriberView.class)))
    public Uni<Response> consent(@PathParam("id") UUID id, @NotNull ConsentRequest request) {
        Violations violations = new Violations();
        violations.require("action", request.action());
        SubscriberRequest.Consent consent = rules.checked(
                violations, "", new SubscriberRequest.Consent(request.source(), request.proof(), request.at()));
        violations.check(
                request.channel() == null || request.action() != ConsentRequest.Action.GIVE,
                "channel",
                "CHANNEL_NOT_HERE",
                "belongs to WITHDRAW only");
        violations.throwIfAny();
        ConsentRequest checked = new ConsentRequest(
                request.action(), consent.source(), consent.proof(), consent.at(), request.channel());
        return desk.consent(id, caller.territory(), checked).map(SubscriberResource::ok);
    }

    private ValidSubscriber checked(SubscriberRequest request, boolean enrolment) {
        Violations violations = new Violations();
        ValidSubscriber subscriber = rules.check(violations, request, enrolment);
        violations.throwIfAny();
        if (!caller.territory().covers(subscriber.departement())) {
            throw ProblemException.outsideTerritory("commune", "This commune is outside the token's territory");
        }
        return subscriber;
    }

    private boolean showsNumbers() {
        return caller.hasRole(Roles.REGISTRAR);
    }

    private static long version(String ifMatch, Long inBody) {
        if (ifMatch == null) {
            if (inBody == null) {
                throw ProblemException.missing("version");
            }
            return inBody;
        }
        String digits = ifMatch.strip().replace("\"", "");
        if (!digits.matches("[0-9]{1,18}")) {
            throw ProblemException.invalid("If-Match", "VERSION_INVALID", "must be the ETag of an earlier answer");
        }
        return Long.parseLong(digits);
    }

    private static UUID after(Violations violations, String cursor) {
        if (cursor == null) {
            return new UUID(0, 0);
        }
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            violations.add("cursor", "CURSOR_INVALID", "must be the nextCursor of the answer before");
            return new UUID(0, 0);
        }
    }

    private static Response ok(SubscriberView view) {
        return Response.ok(view).tag(tag(view)).build();
    }

    private static EntityTag tag(SubscriberView view) {
        return new EntityTag(Long.toString(view.version()));
    }
}
