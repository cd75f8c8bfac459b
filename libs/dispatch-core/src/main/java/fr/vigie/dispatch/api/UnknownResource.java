package fr.vigie.dispatch.api;

import fr.vigie.dispatch.delivery.UnknownDeliveries;
import fr.vigie.dispatch.delivery.UnknownDeliveries.Waiting;
import fr.vigie.service.Caller;
import fr.vigie.service.ProblemCode;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/**
 * An officer's decision about bulk deliveries of which nobody knows whether they were handed over. A dispatcher does not
 * know territories: operators may decide, and referents who have the whole country.
 */
@Path("/api/v1/alerts/{alertId}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Dispatch")
public class UnknownResource {
    private static final Logger LOG = Logger.getLogger(UnknownResource.class);

    private final UnknownDeliveries unknown;
    private final Caller caller;

    UnknownResource(UnknownDeliveries unknown, Caller caller) {
        this.unknown = unknown;
        this.caller = caller;
    }

    /** How many deliveries wait for a decision. */
    @GET
    @Path("/unknown")
    @RolesAllowed({Roles.OPERATOR, Roles.REFERENT})
    @Operation(
            operationId = "countUnknown",
            summary = "How many deliveries of an alert wait for a decision because their fate is unknown")
    @APIResponse(
            responseCode = "200",
            description = "How many wait; none where the alert is over",
            content = @Content(schema = @Schema(implementation = UnknownView.class)))
    @APIResponse(responseCode = "404", description = "No delivery of such an alert was asked for here")
    public UnknownView count(@PathParam("alertId") String id) {
        UUID alertId = allowed(id);
        Waiting waiting = unknown.of(alertId).orElseThrow(() -> ProblemException.notFound("alert"));
        return new UnknownView(alertId, waiting.count(), 0);
    }

    /** Sends them again. The same request twice finds nothing the second time. */
    @POST
    @Path("/unknown/resend")
    @RolesAllowed({Roles.OPERATOR, Roles.REFERENT})
    @Operation(
            operationId = "resendUnknown",
            summary = "Sends again what may or may not have arrived, flagged as a possible duplicate",
            description = "Bulk deliveries whose fate no one knows are let be until the alert expires, and are then"
                    + " UNCONFIRMED. This sends them again instead: a merchant may get the text twice. 409 where the"
                    + " alert has expired or was cancelled.")
    @APIResponse(
            responseCode = "200",
            description = "How many are sent again; none where all of them were before",
            content = @Content(schema = @Schema(implementation = UnknownView.class)))
    @APIResponse(responseCode = "404", description = "No delivery of such an alert was asked for here")
    @APIResponse(responseCode = "409", description = "The alert has expired or was cancelled")
    public UnknownView resend(@PathParam("alertId") String id) {
        UUID alertId = allowed(id);
        Waiting done = unknown.sendAgain(alertId).orElseThrow(() -> ProblemException.notFound("alert"));
        if (done.over()) {
            throw new ProblemException(ProblemCode.CONFLICT, "The alert has expired or was cancelled");
        }
        LOG.infof("unknown deliveries sent again alertId=%s count=%d by=%s", alertId, done.count(), caller.subject());
        return new UnknownView(alertId, 0, done.count());
    }

    private UUID allowed(String id) {
        if (!caller.hasRole(Roles.OPERATOR) && !caller.territory().national()) {
            throw new ProblemException(
                    ProblemCode.OUTSIDE_TERRITORY, "Needs the whole country as territory, or the role operator");
        }
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("alert");
        }
    }
}
