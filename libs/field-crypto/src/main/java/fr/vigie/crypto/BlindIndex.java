package fr.vigie.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * A keyed digest (HMAC-SHA-256) that tells whether two encrypted fields hold the same text, without decrypting them.
 * Equal texts give equal digests, so normalise first (E.164). Thread-safe.
 */
public final class BlindIndex {

    private static final String ALGORITHM = "HmacSHA256";
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(BlindIndex::newMac);

    private final SecretKey key;

    public BlindIndex(KeyRing ring) {
        this.key = Objects.requireNonNull(ring, "ring").indexKey();
    }

    /** The 32-byte digest of the text's UTF-8 form. */
    public byte[] of(String clear) {
        Objects.requireNonNull(clear, "clear");
        try {
            Mac mac = MAC.get();
            mac.init(key);
            return mac.doFinal(clear.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " failed", e);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "BlindIndex[***]";
    }
}
