package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.calls.CallRecords;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.service.Caller;
import fr.vigie.service.FieldError;
import fr.vigie.service.Page;
import fr.vigie.service.Place;
import fr.vigie.service.ProblemCode;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import fr.vigie.service.Violations;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of each call. */
@Path("/api/v1/calls")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "calls")
public class CallsResource {
    private final CallRecords records;
    private final Caller caller;

    CallsResource(CallRecords records, Caller caller) {
        this.records = records;
        this.caller = caller;
    }

    /** The tries of one delivery, or of all deliveries of one alert. */
    @GET
    @Blocking
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.REFERENT})
    @Operation(
            operationId = "listCalls",
            summary = "The calls of one delivery or alert: set-up, ring, answer, keys, end, cause, packets, loss",
            description = "Without numbers, in the order of their set-up, a fraction of a second after it, complete a"
                    + " fraction of a second after each call's end, for as long as vigie.voice.keep-calls. Give"
                    + " deliveryId or alertId. Operators may ask, and whoever has the whole country as territory. Where"
                    + " there are more, the header Link names the next page (RFC 8288, rel=next).")
    @APIResponse(
            responseCode = "200",
            description = "The tries; empty where none is known",
            headers = @Header(name = "Link", description = "The next page", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = CallView.class)))
    @APIResponse(responseCode = "403", description = "Neither operator nor the whole country as territory")
    @APIResponse(responseCode = "422", description = "Neither or both of deliveryId and alertId, or no UUID")
    public Response calls(
            @Parameter(description = "The delivery, a UUID") @QueryParam("deliveryId") String deliveryId,
            @Parameter(description = "The alert, a UUID") @QueryParam("alertId") String alertId,
            @Parameter(description = "Where the page before ended") @QueryParam("cursor") String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        if (!caller.hasRole(Roles.OPERATOR) && !caller.territory().national()) {
            throw new ProblemException(
                    ProblemCode.OUTSIDE_TERRITORY, "Needs the whole country as territory, or the role operator");
        }
        boolean ofAlert = deliveryId == null && alertId != null;
        if (!ofAlert && (deliveryId == null || deliveryId.isBlank())) {
            throw new ProblemException(
                    ProblemCode.MISSING_FIELD,
                    "deliveryId or alertId is required",
                    List.of(new FieldError("deliveryId", Violations.REQUIRED, "is required, or else alertId")));
        }
        if (!ofAlert && alertId != null) {
            throw ProblemException.invalid("alertId", "one of both", "not together with deliveryId");
        }
        Place after = cursor == null ? null : Place.parse(cursor);
        List<CallDetail> found = ofAlert
                ? records.ofAlert(uuid("alertId", alertId), limit + 1, after)
                : records.ofDelivery(uuid("deliveryId", deliveryId), limit + 1, after);
        List<CallDetail> page = found.subList(0, Math.min(limit, found.size()));
        Response.ResponseBuilder response =
                Response.ok(page.stream().map(CallView::of).toList());
        if (found.size() > limit) {
            CallDetail last = page.get(limit - 1);
            String next = new Place(last.setUpAt(), last.callId()).text();
            String asked = ofAlert ? "alertId=" + last.alertId() : "deliveryId=" + last.deliveryId();
            response.header(
                    "Link", "</api/v1/calls?%s&limit=%d&cursor=%s>; rel=\"next\"".formatted(asked, limit, next));
        }
        return response.build();
    }

    private static UUID uuid(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(field, "uuid", "must be a UUID");
        }
    }
}
