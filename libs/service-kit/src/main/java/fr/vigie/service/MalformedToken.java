package fr.vigie.service;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Refuses bearer tokens with an empty header or payload ({@code ..}): quarkus-oidc 3.34 takes one apart before it looks
 * whether the parts are there, and fails with what would be a 500.
 */
@Singleton
class MalformedToken {
    /** After the request id. */
    private static final int PRIORITY = 950;

    private static final Pattern EMPTY_PART = Pattern.compile("(?i)bearer\\s+(\\..*|[^.]*\\.\\..*)");

    private final ProblemResponses responses;

    MalformedToken(ProblemResponses responses) {
        this.responses = responses;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuse, PRIORITY);
    }

    private void refuse(RoutingContext request) {
        String authorization = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && EMPTY_PART.matcher(authorization).matches()) {
            request.response().putHeader("WWW-Authenticate", ProblemMappers.INVALID_TOKEN);
            responses.send(request, ProblemMappers.invalidToken());
        } else {
            request.next();
        }
    }
}
