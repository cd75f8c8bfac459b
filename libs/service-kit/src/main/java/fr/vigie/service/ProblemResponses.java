package fr.vigie.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Turns problems into responses. The body is written here and not by a message body writer, because one is not found
 * for a problem where the resource method produces something else (an event stream, CSV).
 */
@Singleton
class ProblemResponses {
    private static final Logger LOG = Logger.getLogger("fr.vigie.service.problem");

    private final ObjectMapper json;

    ProblemResponses(ObjectMapper json) {
        this.json = json;
    }

    Response of(ProblemCode code, String detail, List<FieldError> errors) {
        return of(Problem.of(code, detail, errors));
    }

    Response of(ProblemCode code, String detail) {
        return of(code, detail, List.of());
    }

    Response of(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(body(problem));
        if (problem.status() == ProblemCode.UNAVAILABLE.status()) {
            response.header("Retry-After", "5");
        }
        return response.build();
    }

    /** For what is answered before or beside the resources. */
    void send(RoutingContext request, Problem problem) {
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(body(problem))
                .onFailure(gone -> LOG.debug("The client did not wait for its problem", gone));
    }

    private String body(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A problem is strings and numbers only", impossible);
        }
    }
}
