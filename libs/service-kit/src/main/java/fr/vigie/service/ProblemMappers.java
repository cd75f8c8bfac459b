package fr.vigie.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a problem of everything that can go wrong in a request. */
@Singleton
class ProblemMappers {
    /** RFC 6750, section 3. */
    static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";

    private static final Logger LOG = Logger.getLogger("fr.vigie.service.problem");

    private final ProblemResponses responses;

    ProblemMappers(ProblemResponses responses) {
        this.responses = responses;
    }

    @ServerExceptionMapper
    Response problem(ProblemException fault) {
        return responses.of(fault.problem());
    }

    // Quarkus brings a mapper of its own for this type; only one for the very same type takes its place.
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException fault) {
        return json(fault);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException fault) {
        // A record's constructor may refuse its values with a problem of its own.
        if (fault.getCause() instanceof ProblemException cause) {
            return problem(cause);
        }
        Problem problem = JsonProblems.of(fault);
        return problem == null ? unexpected(fault) : responses.of(problem);
    }

    @ServerExceptionMapper
    Response constraint(ConstraintViolationException fault) {
        Violations violations = new Violations();
        for (ConstraintViolation<?> violation : fault.getConstraintViolations()) {
            if (isReturnValue(violation.getPropertyPath())) {
                return unexpected(fault);
            }
            violations.add(ViolatedField.of(violation), rule(violation), violation.getMessage());
        }
        try {
            violations.throwIfAny();
        } catch (ProblemException problem) {
            return problem(problem);
        }
        return unexpected(fault);
    }

    @ServerExceptionMapper
    Response unauthenticated(UnauthorizedException fault) {
        return challenge("Bearer", Problem.of(ProblemCode.UNAUTHENTICATED, "A bearer token is required", List.of()));
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException fault) {
        LOG.debugf(WithoutNumbers.of(fault), "A token was refused");
        return challenge(INVALID_TOKEN, invalidToken());
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException fault) {
        return responses.of(ProblemCode.FORBIDDEN, "The token's roles do not allow this");
    }

    @ServerExceptionMapper
    Response web(WebApplicationException fault) {
        if (fault.getCause() instanceof JsonProcessingException cause) {
            return json(cause);
        }
        if (fault.getCause() instanceof ProblemException cause) {
            return problem(cause);
        }
        Response original = fault.getResponse();
        if (original.getStatus() < 400) {
            return original;
        }
        if (original.getStatus() == 500) {
            return unexpected(fault);
        }
        ProblemCode code = ProblemCode.ofStatus(original.getStatus());
        Response response = responses.of(code, code.title());
        // 405 says what is allowed, 429 and 503 when to come back.
        original.getHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                response.getHeaders().put(name, values);
            }
        });
        return response;
    }

    @ServerExceptionMapper
    Response unexpected(Throwable fault) {
        if (fault.getCause() instanceof ProblemException cause) {
            return problem(cause);
        }
        if (Outage.isOne(fault)) {
            LOG.warnf("Answered 503: %s", Outage.describe(fault));
            LOG.debug("Answered 503", WithoutNumbers.of(fault));
            return responses.of(ProblemCode.UNAVAILABLE, "Something this service needs does not answer; try again");
        }
        String incident = UUID.randomUUID().toString();
        LOG.errorf(WithoutNumbers.of(fault), "Request failed unexpectedly, incident=%s", incident);
        return responses.of(Problem.of(
                        ProblemCode.INTERNAL, "The request could not be processed; the incident is logged", List.of())
                .withIncident(incident));
    }

    static Problem invalidToken() {
        return Problem.of(ProblemCode.UNAUTHENTICATED, "The bearer token is not valid, or no longer", List.of());
    }

    private Response challenge(String challenge, Problem problem) {
        Response response = responses.of(problem);
        response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, challenge);
        return response;
    }

    private static boolean isReturnValue(Path path) {
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    /** The constraint's name: {@code NotNull} is {@code required}, {@code DecimalMax} is {@code decimal-max}. */
    private static String rule(ConstraintViolation<?> violation) {
        String name = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return name.equals("NotNull")
                ? Violations.REQUIRED
                : name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
