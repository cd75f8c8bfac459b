package fr.vigie.service;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Answers what no resource, page or other route has taken. */
@Singleton
class UnknownPath {
    private final ProblemResponses responses;

    UnknownPath(ProblemResponses responses) {
        this.responses = responses;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MAX_VALUE).handler(this::answer);
    }

    private void answer(RoutingContext request) {
        responses.send(request, Problem.of(ProblemCode.NOT_FOUND, "There is nothing at this path", List.of()));
    }
}
