package fr.vigie.standalone.client;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.Secrets;
import java.time.Duration;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Issues the tokens of a system that has no identity provider of its own. */
public final class LocalIssuer {
    /** The {@code iss} that the services expect unless configured otherwise. */
    public static final String ISSUER = "https://vigie.local";

    private static final String AUDIENCE = "vigie";

    private final Secrets secrets;

    public LocalIssuer(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * A signed bearer token (RS256).
     *
     * @param departements codes, or {@code *} alone for the whole country
     */
    public String token(String subject, List<String> roles, List<String> departements, Duration validity) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setStringClaim("upn", subject);
        claims.setIssuedAtToNow();
        NumericDate expiry = NumericDate.now();
        expiry.addSeconds(validity.toSeconds());
        claims.setExpirationTime(expiry);
        claims.setGeneratedJwtId();
        claims.setStringListClaim("roles", roles);
        claims.setStringListClaim("departements", departements);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "JWT");
        signature.setKey(secrets.privateKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new Fault("The token cannot be signed: " + e.getMessage(), e);
        }
    }
}
