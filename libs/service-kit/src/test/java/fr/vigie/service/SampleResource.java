package fr.vigie.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A service in small: every way to fail has an endpoint. */
@Path("/api/v1/samples")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.REFERENT)
public class SampleResource {
    enum Kind {
        SCOUTING,
        BURGLARY
    }

    record Point(double lat, double lon) {}

    record Area(
            @Valid @NotNull Point center, @Min(1) @Max(200) int radiusKm) {}

    record Sample(
            @NotBlank String name,
            @NotNull Kind kind,
            @Valid @NotNull Area area,
            OffsetDateTime expires,
            Boolean urgent,
            List<@NotBlank String> texts,
            JsonNode note) {}

    private final Caller caller;

    SampleResource(Caller caller) {
        this.caller = caller;
    }

    @POST
    public Sample create(@Valid @NotNull Sample sample) {
        return sample;
    }

    @POST
    @Path("reactive")
    public Uni<Sample> createReactively(@Valid @NotNull Sample sample) {
        return Uni.createFrom().item(sample);
    }

    @POST
    @Path("large")
    @BodyLimit(1024 * 1024)
    @Consumes(MediaType.TEXT_PLAIN)
    public Map<String, Integer> large(String text) {
        return Map.of("length", text.length());
    }

    @POST
    @Path("text")
    @NonBlocking
    @Consumes(MediaType.TEXT_PLAIN)
    public Map<String, Integer> text(String text) {
        return Map.of("length", text.length());
    }

    @GET
    @Path("me")
    public Map<String, Object> me() {
        return Map.of(
                "subject", caller.subject(),
                "roles", caller.roles(),
                "covers15", caller.territory().covers("15"),
                "covers35", caller.territory().covers("35"));
    }

    @GET
    @Path("me/reactive")
    public Uni<String> meReactively() {
        return Uni.createFrom()
                .item("")
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(1))
                .map(ignored -> '"' + caller.subject() + '"');
    }

    @GET
    @Path("byid/{id}")
    public String byId(@PathParam("id") UUID id) {
        throw ProblemException.notFound("sample");
    }

    @GET
    @Path("list")
    public Map<String, Object> list(
            @QueryParam("limit") @DefaultValue("10") @Min(1) @Max(100) int limit,
            @QueryParam("kind") Kind kind,
            @QueryParam("id") UUID id,
            @HeaderParam("X-Version") Long version) {
        return Map.of("limit", limit, "at", Instant.EPOCH, "kind", String.valueOf(kind));
    }

    @GET
    @Path("problem/{code}")
    public String problem(@PathParam("code") ProblemCode code) {
        throw new ProblemException(code, "As asked");
    }

    @GET
    @Path("violations")
    public String violations() {
        Violations violations = new Violations();
        violations.require("name", " ");
        violations.check(false, "area.radiusKm", "max 200", "must be at most 200 km");
        violations.throwIfAny();
        return "";
    }

    @GET
    @Path("bug")
    public String bug() {
        throw new IllegalStateException("secret +33199000001 inside fr.vigie.Thing");
    }

    @GET
    @Path("outage")
    public Uni<String> outage() {
        return Uni.createFrom().failure(new RuntimeException(new ConnectException("Connection refused: db:5432")));
    }

    @GET
    @Path("busy")
    public String busy() {
        throw new jakarta.ws.rs.WebApplicationException(
                Response.status(429).header("Retry-After", "7").build());
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    public String events() {
        throw ProblemException.notFound("sample");
    }

    @GET
    @Path("auditors")
    @RolesAllowed(Roles.AUDITOR)
    public String auditors() {
        return "\"ok\"";
    }

    @GET
    @Path("open")
    @PermitAll
    public String open() {
        return "\"ok\"";
    }
}
