package fr.vigie.crypto;

import fr.vigie.crypto.FieldCryptoException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts single fields with AES-256-GCM (NIST SP 800-38D): a random 96-bit IV for each value, a 128-bit tag, and a
 * context as additional authenticated data. A stored value reads {@code keyId:base64url(iv|ciphertext|tag)} without
 * padding.
 *
 * <p>The context is what the value belongs to, such as the recipient's id: a value copied into another row does not
 * decrypt there. Thread-safe. With random IVs one key is good for 2<sup>32</sup> values.
 */
public final class FieldCipher {

    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    // Looking a Cipher up costs more than encrypting a phone number; an instance is stateful, hence one a thread.
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(FieldCipher::newCipher);
    private static final ThreadLocal<SecureRandom> RANDOM = ThreadLocal.withInitial(SecureRandom::new);

    private final KeyRing ring;
    private final String prefix;

    public FieldCipher(KeyRing ring) {
        this.ring = Objects.requireNonNull(ring, "ring");
        this.prefix = ring.activeKeyId() + ":";
    }

    /**
     * Encrypts with the active key; two calls never give the same text.
     *
     * @param clear any well-formed text, also an empty one
     * @param context what the value belongs to; not blank; needed again for {@link #decrypt}
     * @throws IllegalArgumentException for a blank context or text with an unpaired surrogate; holds neither of them
     */
    public String encrypt(String clear, String context) {
        Objects.requireNonNull(clear, "clear");
        byte[] text = clear.getBytes(StandardCharsets.UTF_8);
        if (!new String(text, StandardCharsets.UTF_8).equals(clear)) {
            throw new IllegalArgumentException("the text to encrypt is not well-formed Unicode");
        }
        byte[] iv = new byte[IV_BYTES];
        RANDOM.get().nextBytes(iv);
        try {
            Cipher cipher = initialised(Cipher.ENCRYPT_MODE, ring.activeKey(), iv, 0, context);
            byte[] out = new byte[IV_BYTES + text.length + TAG_BYTES];
            System.arraycopy(iv, 0, out, 0, IV_BYTES);
            cipher.doFinal(text, 0, text.length, out, IV_BYTES);
            return prefix + encoder().encodeToString(out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM failed to encrypt", e);
        }
    }

    /**
     * Decrypts with whichever key of the ring encrypted the value.
     *
     * @throws FieldCryptoException for whatever text does not decrypt in this context, with a stable reason
     */
    public String decrypt(String stored, String context) {
        int colon = stored == null ? -1 : stored.indexOf(':');
        if (colon < 1) {
            throw new FieldCryptoException(Reason.MALFORMED);
        }
        byte[] bytes = decode(stored.substring(colon + 1));
        SecretKey key = ring.key(stored.substring(0, colon));
        if (key == null) {
            throw new FieldCryptoException(Reason.UNKNOWN_KEY);
        }
        try {
            Cipher cipher = initialised(Cipher.DECRYPT_MODE, key, bytes, 0, context);
            return new String(cipher.doFinal(bytes, IV_BYTES, bytes.length - IV_BYTES), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new FieldCryptoException(Reason.TAMPERED);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM failed to decrypt", e);
        }
    }

    /** Whether a stored value is encrypted with another key than the active one, so that a rotation can find it. */
    public boolean needsRotation(String stored) {
        return !stored.startsWith(prefix);
    }

    private static Cipher initialised(int mode, Key key, byte[] iv, int offset, String context)
            throws GeneralSecurityException {
        if (context == null || context.isBlank()) {
            throw new IllegalArgumentException("a field is encrypted for a context, such as a row's id; it is blank");
        }
        Cipher cipher = CIPHER.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, iv, offset, IV_BYTES));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] decode(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new FieldCryptoException(Reason.MALFORMED);
        }
        // The JDK's decoder ignores the last character's spare bits: without this two texts would be one value.
        if (bytes.length < IV_BYTES + TAG_BYTES
                || !encoder().encodeToString(bytes).equals(base64)) {
            throw new FieldCryptoException(Reason.MALFORMED);
        }
        return bytes;
    }

    private static Base64.Encoder encoder() {
        return Base64.getUrlEncoder().withoutPadding();
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance(TRANSFORMATION);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + TRANSFORMATION, e);
        }
    }

    @Override
    public String toString() {
        return "FieldCipher[active=" + ring.activeKeyId() + "]";
    }
}
