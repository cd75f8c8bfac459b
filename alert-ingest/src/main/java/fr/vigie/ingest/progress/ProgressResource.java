package fr.vigie.ingest.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.ingest.progress.ProgressStream.Signal;
import fr.vigie.service.Caller;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What becomes of an alert. */
@Path("/api/v1/alerts/{id}")
@Tag(name = "Progress")
@RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.INTEGRATION, Roles.AUDITOR})
public class ProgressResource {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Caller caller;
    private final DeliveryRows deliveries;
    private final ProgressRows rows;
    private final ProgressStream stream;
    private final ObjectMapper json;

    ProgressResource(
            Caller caller, DeliveryRows deliveries, ProgressRows rows, ProgressStream stream, ObjectMapper json) {
        this.caller = caller;
        this.deliveries = deliveries;
        this.rows = rows;
        this.stream = stream;
        this.json = json;
    }

    @GET
    @Path("deliveries")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listDeliveries", summary = "The deliveries of an alert, page by page")
    @APIResponse(responseCode = "200", description = "A page; none of it names a telephone number")
    @APIResponse(responseCode = "404", description = "No such alert in the token's territory")
    public Uni<DeliveryPage> deliveries(
            @PathParam("id") UUID id,
            @Parameter(description = "Only deliveries in this state") @QueryParam("state") DeliveryState state,
            @Parameter(description = "Only deliveries on this channel") @QueryParam("channel") Channel channel,
            @Parameter(description = "The next of the page before") @QueryParam("cursor") String cursor,
            @Parameter(description = "Most items on the page")
                    @QueryParam("limit")
                    @DefaultValue("100")
                    @Min(1) @Max(1000) int limit) {
        return deliveries.page(id, state, channel, cursor, limit, Visibility.of(caller));
    }

    @GET
    @Path("progress")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking // one look whether there is such an alert, before the answer becomes a stream
    @Operation(
            operationId = "followAlert",
            summary = "Follows an alert by server-sent events",
            description =
                    "Sends a snapshot (event: progress) on connect and on change, at most twice a second, with its"
                            + " version as id; Last-Event-ID resumes. Comments keep an idle stream alive. The last one is event:"
                            + " final, after which the stream ends.")
    @APIResponse(
            responseCode = "200",
            description = "A stream of Progress",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            examples =
                                    @ExampleObject(
                                            name = "progress",
                                            value =
                                                    "id: 7\nevent: progress\ndata: {\"version\":7,\"phase\":\"DISPATCHING\"}\n")))
    @APIResponse(responseCode = "404", description = "No such alert in the token's territory")
    public Multi<OutboundSseEvent> progress(
            @PathParam("id") UUID id,
            @Parameter(description = "Version of the last snapshot seen") @HeaderParam("Last-Event-ID")
                    String lastEventId,
            @jakarta.ws.rs.core.Context Sse sse) {
        Visibility visibility = Visibility.of(caller);
        if (rows.find(id, visibility).await().atMost(LIMIT) == null) {
            throw ProblemException.notFound("alert");
        }
        return stream.follow(id, visibility, seen(lastEventId)).map(signal -> event(sse, signal));
    }

    private OutboundSseEvent event(Sse sse, Signal signal) {
        if (signal instanceof Signal.Snapshot snapshot) {
            return event(sse, "progress", snapshot.progress());
        }
        if (signal instanceof Signal.Final last) {
            return event(sse, "final", last.progress());
        }
        return sse.newEventBuilder().comment("still here").build();
    }

    private OutboundSseEvent event(Sse sse, String name, Progress progress) {
        try {
            return sse.newEventBuilder()
                    .name(name)
                    .id(Long.toString(progress.version()))
                    .data(json.writeValueAsString(progress))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot can always be written as JSON", e);
        }
    }

    /** What is no version of ours is as good as none. */
    private static long seen(String lastEventId) {
        try {
            return lastEventId == null ? -1 : Long.parseLong(lastEventId);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
