package fr.vigie.service;

import fr.vigie.reference.Territory;
import fr.vigie.reference.UnknownTerritoryException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who makes the request: the verified token's subject, roles and territory. Only for endpoints that require a token.
 */
@RequestScoped
public class Caller {
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

    /**
     * What the claim {@code departements} allows: {@code ["*"]} is everything, no claim is nothing.
     *
     * @throws ProblemException FORBIDDEN if the claim names what is no département
     */
    public Territory territory() {
        try {
            return Territory.parse(codes(token().getClaim("departements")));
        } catch (UnknownTerritoryException malformed) {
            throw ProblemException.forbidden("The token's departements are not a territory");
        }
    }

    /** A claim that is a text; empty where the token has none. */
    public Optional<String> text(String claim) {
        Object value = token().getClaim(claim);
        if (value instanceof JsonString text) {
            return Optional.of(text.getString());
        }
        return value instanceof String text ? Optional.of(text) : Optional.empty();
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
