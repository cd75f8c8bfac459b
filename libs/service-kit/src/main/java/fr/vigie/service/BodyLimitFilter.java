package fr.vigie.service;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.io.InputStream;
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
            ProblemException fault = tooLarge(ceiling);
            request.response()
                    .setStatusCode(fault.code().status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .end(responses.body(fault.problem()));
        } else {
            request.next();
        }
    }

    @ServerRequestFilter
    public void limit(ContainerRequestContext request, ResourceInfo resource) {
        BodyLimit own = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(BodyLimit.class);
        long limit = own == null ? standard : own.value();
        if (declared(request.getHeaderString("Content-Length")) > limit) {
            throw tooLarge(limit);
        }
        InputStream body = request.getEntityStream();
        if (body != null) {
            request.setEntityStream(new LimitedStream(body, limit));
        }
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
