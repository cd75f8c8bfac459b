package fr.vigie.crypto;

import java.util.Arrays;
import java.util.Base64;

/** Keys whose bytes are all one value, so that a test can tell them apart. */
final class TestKeys {

    static final String OLD = "k1:" + key(1);
    static final String BOTH = OLD + ",k2:" + key(2);
    static final String INDEX = key(9);

    private TestKeys() {}

    static String key(int value) {
        return bytes(value, 32);
    }

    static String bytes(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
