package fr.vigie.acceptance.peer;

import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.crypto.KeyRing;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Keys of one run: those that the registry encrypts numbers with, and the public half of one that nobody signs with. */
record FieldKeys(String keys, String indexKey, String publicKey) {
    static final String ACTIVE = "k1";

    private static final int KEY_BYTES = 32;
    private static final int RSA_BITS = 2048;

    static FieldKeys anew() {
        try {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
            pairs.initialize(RSA_BITS);
            byte[] open = pairs.generateKeyPair().getPublic().getEncoded();
            return new FieldKeys(
                    ACTIVE + ":" + random(), random(), Base64.getEncoder().encodeToString(open));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** 32 bytes in base64. */
    static String random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    FieldCipher cipher() {
        return new FieldCipher(KeyRing.parse(keys, ACTIVE, indexKey));
    }

    BlindIndex index() {
        return new BlindIndex(KeyRing.parse(keys, ACTIVE, indexKey));
    }

    @Override
    public String toString() {
        return "FieldKeys[***]";
    }
}
