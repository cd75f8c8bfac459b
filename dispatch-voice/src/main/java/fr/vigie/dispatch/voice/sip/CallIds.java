package fr.vigie.dispatch.voice.sip;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the Call-IDs of one user agent, and knows them again without having kept them: each carries a keyed digest of
 * itself. So a message of one of our calls can be told from any other by its bytes, whoever sends it. Thread-safe.
 */
final class CallIds {
    private static final int RANDOM_BYTES = 12;
    private static final int DIGEST_BYTES = 8;
    private static final int RANDOM_CHARS = 2 * RANDOM_BYTES;
    private static final int CHARS = RANDOM_CHARS + 2 * DIGEST_BYTES;
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] LONG_NAME = "call-id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHORT_NAME = "i".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random = new SecureRandom();
    private final Mac mac;

    CallIds() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    /** A new one; it says nothing but where we are. */
    String next(String host) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String start = HEX.formatHex(bytes);
        return start + digest(start) + "@" + host;
    }

    /** Whether a message, as it came, names a Call-ID of ours. */
    boolean named(byte[] message, int from, int length) {
        int end = from + length;
        int line = from;
        while (line < end && message[line] != '\r' && message[line] != '\n') {
            int value = value(message, line, end, LONG_NAME);
            if (value < 0) {
                value = value(message, line, end, SHORT_NAME);
            }
            if (value >= 0) {
                return value + CHARS < end
                        && message[value + CHARS] == '@'
                        && ours(new String(message, value, CHARS, StandardCharsets.ISO_8859_1));
            }
            while (line < end && message[line] != '\n') {
                line++;
            }
            line++;
        }
        return false;
    }

    /** Where the value starts in a line with this header; -1 where it is another line. */
    private static int value(byte[] message, int line, int end, byte[] name) {
        int at = line;
        for (byte each : name) {
            if (at >= end || Character.toLowerCase(message[at++]) != each) {
                return -1;
            }
        }
        at = afterBlanks(message, at, end);
        return at < end && message[at] == ':' ? afterBlanks(message, at + 1, end) : -1;
    }

    private static int afterBlanks(byte[] message, int from, int end) {
        int at = from;
        while (at < end && (message[at] == ' ' || message[at] == '\t')) {
            at++;
        }
        return at;
    }

    private boolean ours(String word) {
        return MessageDigest.isEqual(
                digest(word.substring(0, RANDOM_CHARS)).getBytes(StandardCharsets.ISO_8859_1),
                word.substring(RANDOM_CHARS).getBytes(StandardCharsets.ISO_8859_1));
    }

    private synchronized String digest(String start) {
        return HEX.formatHex(mac.doFinal(start.getBytes(StandardCharsets.ISO_8859_1)), 0, DIGEST_BYTES);
    }
}
