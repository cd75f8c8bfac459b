package fr.vigie.crypto;

/**
 * A stored value could not be decrypted. Carries only its {@link Reason}: never the clear text, the stored text, the
 * context or key material, and no cause that could hold them.
 */
public final class FieldCryptoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    FieldCryptoException(Reason reason) {
        super(reason.code() + ": " + reason.sentence);
        this.reason = reason;
    }

    /** Why the value could not be read. */
    public Reason reason() {
        return reason;
    }

    /** The bounded reasons; {@link #code()} is stable and fit for a metric tag or a response. */
    public enum Reason {
        /** Not of the form {@code keyId:base64url}, or too short to hold an IV and a tag. */
        MALFORMED("FIELD_MALFORMED", "the stored value is not an encrypted field"),
        /** The key that encrypted the value is not on the ring (any more). */
        UNKNOWN_KEY("FIELD_UNKNOWN_KEY", "the stored value was encrypted with a key that is not on the ring"),
        /** Changed, moved to another context, or encrypted with another key under the same id. */
        TAMPERED("FIELD_TAMPERED", "the stored value was changed or belongs to another row");

        private final String code;
        private final String sentence;

        Reason(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }
}
