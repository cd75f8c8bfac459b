package fr.vigie.service;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses bodies over the limit with a problem; Quarkus's own limit closes the connection without a word. */
@Singleton
class BodyLimitFilter {
    /** After the request id, before Quarkus's own check of the declared length. */
    private static final int PRIORITY = 900;

    private final ProblemResponses responses;
    private final long standard;
    private final long ceiling;

    BodyLimitFilter(
            ProblemResponses responses,
            @ConfigProperty(name = "vigie.http.max-body-size") MemorySize standard,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize ceiling) {
        this.responses = responses;
        this.standard = standard.asLongValue();
        this.ceiling = ceiling.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseBeyondCeiling, PRIORITY);
    }

    private void refuseBeyondCeiling(RoutingContext request) {
        if (declared(request.request().getHeader(HttpHeaders.CONTENT_LENGTH)) > ceiling) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            responses.send(request, tooLarge(ceiling).problem());
        } else {
            request.next();
        }
    }

    /** Looks at the declared length once the caller is known, and leaves the limit to whoever reads the body. */
    @ServerRequestFilter
    public void limit(ContainerRequestContext request, ResourceInfo resource) {
        BodyLimit own = resource.getResourceMethod().getAnnotation(BodyLimit.class);
        long limit = own == null ? standard : own.value();
        if (declared(request.getHeaderString("Content-Length")) > limit) {
            throw tooLarge(limit);
        }
        request.setProperty(LimitedBody.LIMIT, limit);
    }

    static ProblemException tooLarge(long limit) {
        return new ProblemException(
                ProblemCode.BODY_TOO_LARGE,
                "The body is larger than " + limit + " bytes",
                List.of(new FieldError("body", "max " + limit + " bytes", "is larger than " + limit + " bytes")));
    }

    private static long declared(String contentLength) {
        try {
            return contentLength == null ? -1 : Long.parseLong(contentLength.trim());
        } catch (NumberFormatException malformed) {
            return Long.MAX_VALUE;
        }
    }
}
