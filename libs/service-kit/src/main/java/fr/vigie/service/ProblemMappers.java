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
        Response response = JsonProblems.response(fault, responses);
        return response == null ? unexpected(fault) : response;
    }

    @ServerExceptionMapper
    Response constraint(ConstraintViolationException fault) {
        Violations violations = new Violations();
        for (ConstraintViolation<?> violation : fault.getConstraintViolations()) {
            if (isReturnValue(violation.getPropertyPath())) {
                return unexpected(fault);
            }
            violations.add(field(violation.getPropertyPath()), rule(violation), violation.getMessage());
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
        return challenge("Bearer", "A bearer token is required");
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException fault) {
        LOG.debugf(fault, "A token was refused");
        return challenge("Bearer error=\"invalid_token\"", "The bearer token is not valid, or no longer");
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
            LOG.debug("Answered 503", fault);
            return responses.of(ProblemCode.UNAVAILABLE, "Something this service needs does not answer; try again");
        }
        String incident = UUID.randomUUID().toString();
        LOG.errorf(fault, "Request failed unexpectedly, incident=%s", incident);
        return responses.of(Problem.of(
                        ProblemCode.INTERNAL, "The request could not be processed; the incident is logged", List.of())
                .withIncident(incident));
    }

    private Response challenge(String challenge, String detail) {
        Response response = responses.of(ProblemCode.UNAUTHENTICATED, detail);
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

    /** {@code create.request.area.radiusKm} is {@code area.radiusKm} to the sender; {@code list.limit} is {@code limit}. */
    private static String field(Path path) {
        StringBuilder field = new StringBuilder();
        String parameter = "";
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
            } else if (node.getKind() != ElementKind.METHOD && node.getKind() != ElementKind.CROSS_PARAMETER) {
                if (node.getIndex() != null) {
                    field.append('[').append(node.getIndex()).append(']');
                }
                if (node.getName() != null && !node.getName().startsWith("<")) {
                    field.append(field.isEmpty() ? "" : ".").append(node.getName());
                }
            }
        }
        return field.isEmpty() ? parameter : field.toString();
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
