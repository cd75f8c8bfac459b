package fr.vigie.audit.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 with the audit log's own key. Thread-confined. */
final class KeyedDigest {
    private static final int KEY_BYTES = 32;
    private final Mac mac;

    /** @throws IllegalArgumentException where the key is not 32 bytes in base64 */
    KeyedDigest(String base64Key) {
        byte[] key = Base64.getDecoder().decode(base64Key);
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("vigie.audit.digest-key must be 32 bytes in base64");
        }
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    String of(byte[] value) {
        return HexFormat.of().formatHex(mac.doFinal(value));
    }

    String of(String value) {
        return of(value.getBytes(StandardCharsets.UTF_8));
    }
}
