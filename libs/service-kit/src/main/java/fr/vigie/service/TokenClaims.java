package fr.vigie.service;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;

/**
 * What quarkus-oidc leaves unchecked in a token that is otherwise valid: a subject that can be stored and shown, and an
 * issue time that has come.
 */
@Singleton
@Unremovable
class TokenClaims implements Validator {
    /** Clocks differ, that of the issuer from ours. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    private static final int LONGEST_SUBJECT = 255;

    private final Clock clock;

    TokenClaims(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String validate(JwtContext token) throws MalformedClaimException {
        JwtClaims claims = token.getJwtClaims();
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
            return "sub is missing, blank or longer than " + LONGEST_SUBJECT;
        }
        if (Showable.firstFault(subject, false) >= 0) {
            return "sub holds what cannot be shown";
        }
        Instant latest = clock.instant().plus(CLOCK_MARGIN);
        if (claims.getIssuedAt() != null && claims.getIssuedAt().getValue() > latest.getEpochSecond()) {
            return "iat lies in the future";
        }
        return null;
    }
}
