package fr.vigie.testing;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/**
 * Bearer tokens as the issuer would sign them, and such as a service must refuse. Immutable; every method that changes
 * something returns a new recipe.
 */
public final class TestTokens {
    /** The issuer that {@link RealParts} makes a service trust. */
    public static final String ISSUER = "https://vigie.local";

    /** The audience that {@link RealParts} makes a service ask for. */
    public static final String AUDIENCE = "vigie";

    private static final String PRIVATE_KEY = "vigie.test.private-key";
    private static final String PUBLIC_KEY = "vigie.test.public-key";

    private final List<String> roles;
    private final List<String> departements;
    private final String subject;
    private final String issuer;
    private final String audience;
    private final Duration validity;
    private final boolean foreignKey;
    private final String force;

    private TestTokens(
            List<String> roles,
            List<String> departements,
            String subject,
            String issuer,
            String audience,
            Duration validity,
            boolean foreignKey,
            String force) {
        this.roles = roles;
        this.departements = departements;
        this.subject = subject;
        this.issuer = issuer;
        this.audience = audience;
        this.validity = validity;
        this.foreignKey = foreignKey;
        this.force = force;
    }

    /** A good token for these roles, without any territory. */
    public static TestTokens roles(String... roles) {
        return new TestTokens(
                List.of(roles), List.of(), "officer-1", ISSUER, AUDIENCE, Duration.ofMinutes(10), false, null);
    }

    /** The value of an Authorization header for a role and its territory; {@code *} stands for all of it. */
    public static String bearer(String role, String... departements) {
        return roles(role).departements(departements).bearer();
    }

    public TestTokens departements(String... codes) {
        return new TestTokens(roles, List.of(codes), subject, issuer, audience, validity, foreignKey, force);
    }

    public TestTokens subject(String name) {
        return new TestTokens(roles, departements, name, issuer, audience, validity, foreignKey, force);
    }

    /** Of an officer of this force. */
    public TestTokens force(String name) {
        return new TestTokens(roles, departements, subject, issuer, audience, validity, foreignKey, name);
    }

    /** Over for an hour, more than any clock skew that a service may allow. */
    public TestTokens expired() {
        return new TestTokens(roles, departements, subject, issuer, audience, Duration.ofHours(-1), foreignKey, force);
    }

    public TestTokens issuer(String other) {
        return new TestTokens(roles, departements, subject, other, audience, validity, foreignKey, force);
    }

    public TestTokens audience(String other) {
        return new TestTokens(roles, departements, subject, issuer, other, validity, foreignKey, force);
    }

    /** Signed with a key that is not the issuer's. */
    public TestTokens signedByAnother() {
        return new TestTokens(roles, departements, subject, issuer, audience, validity, true, force);
    }

    /** The token alone. */
    public String token() {
        Instant now = Instant.now();
        Instant issued = validity.isNegative() ? now.plus(validity).plus(validity) : now;
        JwtClaimsBuilder claims = force == null ? Jwt.claims() : Jwt.claims().claim("force", force);
        return claims.issuer(issuer)
                .audience(audience)
                .subject(subject)
                .upn(subject)
                .issuedAt(issued)
                .expiresAt(now.plus(validity))
                .claim("roles", roles)
                .claim("departements", departements)
                .sign(foreignKey ? newPair().getPrivate() : privateKey());
    }

    /** The value of an Authorization header. */
    public String bearer() {
        return "Bearer " + token();
    }

    /** The issuer's public key as services take it: base64 of its X.509 encoding. */
    static String publicKey() {
        return issuerKeys()[1];
    }

    private static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(issuerKeys()[0])));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // In system properties because Quarkus loads this class more than once, and all copies must agree.
    private static String[] issuerKeys() {
        Properties shared = System.getProperties();
        synchronized (shared) {
            if (shared.getProperty(PRIVATE_KEY) == null) {
                KeyPair pair = newPair();
                shared.setProperty(
                        PUBLIC_KEY,
                        Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
                shared.setProperty(
                        PRIVATE_KEY,
                        Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            }
            return new String[] {shared.getProperty(PRIVATE_KEY), shared.getProperty(PUBLIC_KEY)};
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
