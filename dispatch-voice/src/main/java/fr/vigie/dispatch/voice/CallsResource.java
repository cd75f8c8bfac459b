package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.dispatch.voice.trunk.CallLog;
import fr.vigie.service.Caller;
import fr.vigie.service.ProblemCode;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of each call. */
@Path("/api/v1/calls")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "calls")
public class CallsResource {
    private final CallLog log;
    private final Caller caller;

    CallsResource(CallLog log, Caller caller) {
        this.log = log;
        this.caller = caller;
    }

    /** The tries of one delivery. */
    @GET
    @Blocking
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.REFERENT})
    @Operation(
            operationId = "listCalls",
            summary = "The calls of one delivery: set-up, ring, answer, keys, end, cause, packets",
            description = "What this copy of the service remembers since its start, without numbers. Operators may ask,"
                    + " and whoever has the whole country as territory.")
    @APIResponse(responseCode = "200", description = "The tries in their order; empty where none is remembered")
    @APIResponse(responseCode = "403", description = "Neither operator nor the whole country as territory")
    @APIResponse(responseCode = "422", description = "deliveryId is missing or no UUID")
    public List<CallDetail> calls(
            @Parameter(required = true, description = "The delivery, a UUID") @QueryParam("deliveryId")
                    String deliveryId) {
        if (!caller.hasRole(Roles.OPERATOR) && !caller.territory().national()) {
            throw new ProblemException(
                    ProblemCode.OUTSIDE_TERRITORY, "Needs the whole country as territory, or the role operator");
        }
        if (deliveryId == null || deliveryId.isBlank()) {
            throw ProblemException.missing("deliveryId");
        }
        try {
            return log.of(UUID.fromString(deliveryId));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("deliveryId", "uuid", "must be a UUID");
        }
    }
}
