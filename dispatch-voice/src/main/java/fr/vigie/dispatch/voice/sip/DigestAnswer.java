package fr.vigie.dispatch.voice.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The response to a digest challenge (RFC 2617 section 3.2.2, SHA-256 by RFC 7616), with {@code qop=auth} or without.
 *
 * @param response the hash
 * @param qop {@code auth}, or null where the challenge asked for none
 * @param nonceCount how often the nonce was used, this time included
 */
record DigestAnswer(String response, String qop, int nonceCount) {
    /**
     * What a challenge asks.
     *
     * @param algorithm as written; null for MD5
     * @param qop the offered list, such as {@code auth,auth-int}; null for none
     */
    record Challenge(String realm, String nonce, String algorithm, String qop) {}

    /** Whether we can answer a challenge of this kind. */
    static boolean answers(String algorithm, String qop) {
        String name = name(algorithm);
        return (name.equals("MD5") || name.equals("SHA-256")) && (qop == null || qop.isBlank() || offersAuth(qop));
    }

    private static String name(String algorithm) {
        return algorithm == null ? "MD5" : algorithm.toUpperCase(Locale.ROOT);
    }

    /**
     * Answers a challenge.
     *
     * @param nonceCount how often the nonce was used, this time included
     * @param clientNonce our own nonce; used where the challenge names a qop
     * @throws IllegalArgumentException where the challenge asks for what we cannot do
     */
    static DigestAnswer to(
            Challenge challenge,
            String user,
            String password,
            String method,
            String uri,
            int nonceCount,
            String clientNonce) {
        MessageDigest digest = digest(challenge.algorithm());
        String ha1 = hash(digest, user + ":" + challenge.realm() + ":" + password);
        String ha2 = hash(digest, method + ":" + uri);
        if (challenge.qop() == null || challenge.qop().isBlank()) {
            return new DigestAnswer(hash(digest, ha1 + ":" + challenge.nonce() + ":" + ha2), null, nonceCount);
        }
        if (!offersAuth(challenge.qop())) {
            throw new IllegalArgumentException("the challenge offers no qop=auth");
        }
        String count = HexFormat.of().toHexDigits(nonceCount);
        String text = String.join(":", ha1, challenge.nonce(), count, clientNonce, "auth", ha2);
        return new DigestAnswer(hash(digest, text), "auth", nonceCount);
    }

    private static boolean offersAuth(String offered) {
        for (String one : offered.split(",")) {
            if (one.strip().equalsIgnoreCase("auth")) {
                return true;
            }
        }
        return false;
    }

    private static MessageDigest digest(String algorithm) {
        String name = name(algorithm);
        if (!name.equals("MD5") && !name.equals("SHA-256")) {
            throw new IllegalArgumentException("the challenge asks for an algorithm other than MD5 and SHA-256");
        }
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5 and SHA-256", e);
        }
    }

    private static String hash(MessageDigest digest, String text) {
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
