package fr.vigie.ingest.report;

import fr.vigie.ingest.access.Visibility;
import fr.vigie.reference.Commune;
import fr.vigie.service.Caller;
import fr.vigie.service.Place;
import fr.vigie.service.Problem;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Reports: file and read. */
@Path(ReportResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Reports")
public class ReportResource {
    static final String PATH = "/api/v1/reports";

    private final Caller caller;
    private final ReportRules rules;
    private final ReportDesk desk;

    ReportResource(Caller caller, ReportRules rules, ReportDesk desk) {
        this.caller = caller;
        this.rules = rules;
        this.desk = desk;
    }

    @POST
    @RolesAllowed({Roles.REFERENT, Roles.INTEGRATION})
    @Operation(operationId = "fileReport", summary = "Files what was seen, where and when")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewReport.class),
                            examples = @ExampleObject(name = "scouting", value = NewReport.EXAMPLE)))
    @APIResponse(
            responseCode = "201",
            description = "Filed; Location names it",
            content = @Content(schema = @Schema(implementation = ReportView.class)))
    @APIResponse(
            responseCode = "403",
            description = "OUTSIDE_TERRITORY: the token does not cover the commune",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "Every fault with its field, rule and message",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<RestResponse<ReportView>> file(NewReport report) {
        if (report == null) {
            throw ProblemException.missing("body");
        }
        Commune commune = rules.check(report, caller.territory());
        return desk.file(report, commune, Visibility.of(caller))
                .map(filed -> RestResponse.ResponseBuilder.<ReportView>create(RestResponse.Status.CREATED)
                        .location(URI.create(PATH + "/" + filed.id()))
                        .entity(filed)
                        .build());
    }

    @GET
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.INTEGRATION, Roles.AUDITOR})
    @Operation(operationId = "listReports", summary = "The reports of the token's territory, newest first")
    @APIResponse(responseCode = "200", description = "A page")
    public Uni<ReportView.Page> list(
            @Parameter(description = "The next of the page before") @QueryParam("cursor") String cursor,
            @Parameter(description = "Most items on the page")
                    @QueryParam("limit")
                    @DefaultValue("50")
                    @Min(1) @Max(200) int limit) {
        return desk.page(cursor == null ? Place.LATEST : Place.parse(cursor), limit, Visibility.of(caller));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.INTEGRATION, Roles.AUDITOR})
    @Operation(operationId = "getReport", summary = "A report")
    @APIResponse(responseCode = "200", description = "The report")
    @APIResponse(responseCode = "404", description = "No such report in the token's territory")
    public Uni<ReportView> get(@PathParam("id") UUID id) {
        return desk.find(id, Visibility.of(caller));
    }
}
