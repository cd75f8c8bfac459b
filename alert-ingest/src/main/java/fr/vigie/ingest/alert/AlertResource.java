package fr.vigie.ingest.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.ingest.content.Words;
import fr.vigie.ingest.directory.Force;
import fr.vigie.ingest.directory.Speakers.Officer;
import fr.vigie.service.Caller;
import fr.vigie.service.Place;
import fr.vigie.service.Problem;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import fr.vigie.service.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Alerts: send, read, cancel. */
@Path(AlertResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
@RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.INTEGRATION})
public class AlertResource {
    static final String PATH = "/api/v1/alerts";

    private final Caller caller;
    private final AlertDesk desk;
    private final AlertQueries queries;
    private final Cancellation cancellation;
    private final AlertMeters meters;
    private final ObjectMapper json;

    AlertResource(
            Caller caller,
            AlertDesk desk,
            AlertQueries queries,
            Cancellation cancellation,
            AlertMeters meters,
            ObjectMapper json) {
        this.caller = caller;
        this.desk = desk;
        this.queries = queries;
        this.cancellation = cancellation;
        this.meters = meters;
        this.json = json;
    }

    @POST
    @Operation(
            operationId = "sendAlert",
            summary = "Sends an alert to the merchants of an area",
            description = "Answers once the alert is durable; merchants are worked out and warned after that. With an"
                    + " Idempotency-Key, the same request may be repeated without a second alert.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewAlert.class),
                            examples = @ExampleObject(name = "scouting", value = NewAlert.EXAMPLE)))
    @APIResponse(
            responseCode = "202",
            description = "Durable, and on its way",
            headers =
                    @Header(
                            name = "Location",
                            description = "The alert",
                            schema = @Schema(implementation = String.class)),
            content = @Content(schema = @Schema(implementation = Acceptance.class)))
    @APIResponse(
            responseCode = "403",
            description =
                    "OUTSIDE_TERRITORY: the area lists what the token does not cover, or the authority is the contact"
                            + " of another département",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "IDEMPOTENCY_CONFLICT: the key came with another body before",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "Every fault with its field, rule and message; AMOUNT_OF_MONEY and DRILLS_NOT_YET among them",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<RestResponse<Acceptance>> send(
            NewAlert alert,
            @Parameter(description = "1 to 200 visible ASCII characters, new for every alert")
                    @HeaderParam(IdempotencyKey.HEADER)
                    String key) {
        return Uni.createFrom()
                .deferred(() -> {
                    if (alert == null) {
                        throw ProblemException.missing("body");
                    }
                    return desk.accept(
                            alert,
                            IdempotencyKey.of(caller.subject(), key, alert),
                            Visibility.of(caller),
                            new Officer(caller.text(Force.CLAIM).orElse(null), caller.territory()));
                })
                .onFailure(ProblemException.class)
                .invoke(fault -> meters.refused((ProblemException) fault))
                .map(accepted -> RestResponse.ResponseBuilder.<Acceptance>create(RestResponse.Status.ACCEPTED)
                        .location(URI.create(PATH + "/" + accepted.id()))
                        .entity(accepted)
                        .build());
    }

    @GET
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.INTEGRATION, Roles.AUDITOR})
    @Operation(operationId = "listAlerts", summary = "The alerts of the token's territory, newest first")
    @APIResponse(responseCode = "200", description = "A page")
    public Uni<AlertView.Page> list(
            @Parameter(description = "The next of the page before") @QueryParam("cursor") String cursor,
            @Parameter(description = "Most items on the page")
                    @QueryParam("limit")
                    @DefaultValue("50")
                    @Min(1) @Max(200) int limit) {
        return queries.page(cursor == null ? Place.LATEST : Place.parse(cursor), limit, Visibility.of(caller));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.INTEGRATION, Roles.AUDITOR})
    @Operation(operationId = "getAlert", summary = "An alert and how far it has come")
    @APIResponse(responseCode = "200", description = "The alert, with counters per channel and state")
    @APIResponse(responseCode = "404", description = "No such alert in the token's territory")
    public Uni<AlertView> get(@PathParam("id") UUID id) {
        return queries.find(id, Visibility.of(caller));
    }

    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "cancelAlert",
            summary = "Stops what is still unsent of an alert",
            description = "May be repeated. Deliveries that an operator already has keep their own states; the answer"
                    + " counts them.")
    @APIResponse(
            responseCode = "200",
            description = "Cancelled, now or before",
            content = @Content(schema = @Schema(implementation = Cancelled.class)))
    @APIResponse(responseCode = "404", description = "No such alert in the token's territory")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CancelRequest.class)))
    public Uni<Cancelled> cancel(@PathParam("id") UUID id, String body) throws JsonProcessingException {
        // Who has no reason to give sends no body, and then some clients make up a media type.
        CancelRequest request = body == null || body.isBlank() ? null : json.readValue(body, CancelRequest.class);
        String reason = request == null ? null : request.reason();
        Violations violations = new Violations();
        Words.checkStored(violations, "reason", reason, 500);
        violations.throwIfAny();
        return cancellation.cancel(id, reason, Visibility.of(caller));
    }
}
