package fr.vigie.service;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who makes the request: the verified token's subject, roles and territory. Only for endpoints that require a token.
 */
@RequestScoped
public class Caller {
    private static final String NATIONAL = "*";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The token's {@code sub}: stable, opaque, safe to store and to log. */
    public String subject() {
        return token().getSubject();
    }

    public Set<String> roles() {
        return identity.getRoles();
    }

    public boolean hasRole(String role) {
        return identity.hasRole(role);
    }

    /** What the claim {@code departements} allows: {@code *} is everything; no claim is nothing. */
    public Territory territory() {
        Set<String> codes = codes(token().getClaim("departements"));
        return codes.contains(NATIONAL) ? Territory.all() : Territory.of(codes);
    }

    private JsonWebToken token() {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            return token;
        }
        throw new ProblemException(ProblemCode.UNAUTHENTICATED, "A bearer token is required");
    }

    private static Set<String> codes(Object claim) {
        Set<String> codes = new LinkedHashSet<>();
        if (claim instanceof Collection<?> values) {
            values.forEach(value -> addTo(codes, value));
        } else if (claim != null) {
            addTo(codes, claim);
        }
        return codes;
    }

    private static void addTo(Set<String> codes, Object value) {
        if (value instanceof JsonString text) {
            codes.add(text.getString());
        } else if (value instanceof String text) {
            codes.add(text);
        }
        // Anything else names no département, and so allows none.
    }
}
