package fr.vigie.service;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** Bearer tokens as the local issuer makes them, and spoilt ones. */
final class Tokens {
    private Tokens() {}

    static String referent(String... departements) {
        return claims().groups(Set.of())
                .claim("roles", List.of("referent"))
                .claim("departements", List.of(departements))
                .sign(key());
    }

    static String withRoles(String... roles) {
        return claims().claim("roles", List.of(roles)).sign(key());
    }

    static String expired() {
        return claims().issuedAt(Instant.now().minusSeconds(7200))
                .expiresAt(Instant.now().minusSeconds(3600))
                .claim("roles", List.of("referent"))
                .sign(key());
    }

    static String fromIssuer(String issuer) {
        return claims().issuer(issuer).claim("roles", List.of("referent")).sign(key());
    }

    static String forAudience(String audience) {
        return claims().audience(audience).claim("roles", List.of("referent")).sign(key());
    }

    static String signedBy(PrivateKey key) {
        return claims().claim("roles", List.of("referent")).sign(key);
    }

    static String hmac(String secret) {
        return claims().claim("roles", List.of("referent")).signWithSecret(secret);
    }

    /** Header alg none, no signature. */
    static String unsigned() {
        long now = Instant.now().getEpochSecond();
        return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + base64(payload(now, ",\"iat\":" + now)) + ".";
    }

    static String withSubject(String subject) {
        return claims().subject(subject).claim("roles", List.of("referent")).sign(key());
    }

    static String withoutSubject() throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        return signed(payload(now, ",\"iat\":" + now).replace("\"sub\":\"officer-1\",", ""));
    }

    static String issuedIn(Duration ahead) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        return signed(payload(now + 36_000, ",\"iat\":" + (now + ahead.toSeconds())));
    }

    static String withoutIssuedAt() throws GeneralSecurityException {
        return signed(payload(Instant.now().getEpochSecond(), ""));
    }

    private static String signed(String payload) throws GeneralSecurityException {
        String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(payload);
        java.security.Signature signature = java.security.Signature.getInstance("SHA256withRSA");
        signature.initSign(key());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String payload(long now, String more) {
        return "{\"iss\":\"https://vigie.local\",\"aud\":\"vigie\",\"sub\":\"officer-1\",\"roles\":[\"referent\"],\"exp\":"
                + (now + 600) + more + "}";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JwtClaimsBuilder claims() {
        return Jwt.issuer("https://vigie.local")
                .audience("vigie")
                .subject("officer-1")
                .upn("officer-1@vigie.local")
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(600));
    }

    static PrivateKey key() {
        byte[] encoded =
                Base64.getDecoder().decode(ConfigProvider.getConfig().getValue("test.private-key", String.class));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
