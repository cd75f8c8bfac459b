package fr.vigie.dispatch.api;

import fr.vigie.dispatch.carrier.DispatchChannel;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.flow.CarrierState;
import fr.vigie.dispatch.flow.Dispatcher;
import fr.vigie.service.Caller;
import fr.vigie.service.ProblemCode;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reads only: a dispatcher is told what to do by topics, and {@link UnknownResource} by an officer. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Dispatch")
public class DispatchResource {
    private final Dispatcher dispatcher;
    private final DispatchChannel channel;
    private final Database database;
    private final Caller caller;

    DispatchResource(Dispatcher dispatcher, DispatchChannel channel, Database database, Caller caller) {
        this.dispatcher = dispatcher;
        this.channel = channel;
        this.database = database;
        this.caller = caller;
    }

    /** The carriers of this copy of the service. */
    @GET
    @Path("/carriers")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.REFERENT})
    @Operation(operationId = "listCarriers", summary = "The configured operators, and how busy this copy keeps them")
    public List<CarrierState> carriers() {
        return dispatcher.carriers();
    }

    /**
     * One delivery. A dispatcher does not know whose territory a merchant is in: officers of a territory read the
     * deliveries of their alerts from alert-ingest.
     */
    @GET
    @Path("/deliveries/{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.REFERENT})
    @Operation(
            operationId = "getDelivery",
            summary = "How one delivery stands",
            description =
                    "A dispatcher does not know whose territory a merchant is in: operators may ask, and whoever has"
                            + " the whole country as territory. Others list an alert's deliveries at alert-ingest.")
    @APIResponse(
            responseCode = "200",
            description = "The delivery",
            content = @Content(schema = @Schema(implementation = DeliveryView.class)))
    @APIResponse(responseCode = "404", description = "No such delivery was asked for here")
    public DeliveryView delivery(@PathParam("id") String id) {
        if (!caller.hasRole(Roles.OPERATOR) && !caller.territory().national()) {
            throw new ProblemException(
                    ProblemCode.OUTSIDE_TERRITORY, "Needs the whole country as territory, or the role operator");
        }
        UUID deliveryId = parse(id);
        return database.transaction(statements -> view(new Deliveries(statements), deliveryId));
    }

    private DeliveryView view(Deliveries deliveries, UUID deliveryId) {
        Delivery row = deliveries.find(List.of(deliveryId)).get(deliveryId);
        if (row == null) {
            throw ProblemException.notFound("delivery");
        }
        return DeliveryView.of(
                row,
                deliveries.dueAt(deliveryId).orElse(null),
                channel.profile().channel());
    }

    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("delivery");
        }
    }
}
