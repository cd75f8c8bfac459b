package fr.vigie.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a service: any number of encryption keys by id, the active one of which encrypts while all of them
 * decrypt, and a separate key for the blind index. Immutable and thread-safe; {@link #toString()} shows key ids only.
 *
 * <p>To rotate, add a key, make it active, and drop the old one once nothing encrypted with it is left. The index key
 * has no id: changing it means computing every index anew.
 */
public final class KeyRing {

    /** Configuration key of the encryption keys. */
    public static final String KEYS = "vigie.crypto.keys";

    /** Configuration key of the active key's id. */
    public static final String ACTIVE_KEY = "vigie.crypto.active-key";

    /** Configuration key of the blind index's key. */
    public static final String INDEX_KEY = "vigie.crypto.index-key";

    private static final int KEY_BYTES = 32;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,16}");

    private final Map<String, SecretKey> keys;
    private final String activeKeyId;
    private final SecretKey indexKey;

    private KeyRing(Map<String, SecretKey> keys, String activeKeyId, SecretKey indexKey) {
        this.keys = Map.copyOf(keys);
        this.activeKeyId = activeKeyId;
        this.indexKey = indexKey;
    }

    /**
     * Reads a ring from configuration values.
     *
     * @param keys {@code id:base64[,id:base64…]}, 32 bytes each; an id has 1 to 16 of {@code A-Z a-z 0-9 _ -}
     * @param activeKeyId the id of the key that encrypts
     * @param indexKey base64 of 32 bytes, different from every encryption key
     * @throws IllegalArgumentException with one line that names the configuration key and what to do, and no key
     *     material
     */
    public static KeyRing parse(String keys, String activeKeyId, String indexKey) {
        if (keys == null || keys.isBlank()) {
            throw new IllegalArgumentException(KEYS + " is missing: give id:base64 of 32 random bytes");
        }
        Map<String, byte[]> material = new LinkedHashMap<>();
        int position = 0;
        for (String entry : keys.split(",", -1)) {
            position++;
            int colon = entry.indexOf(':');
            String id = colon < 0 ? "" : entry.substring(0, colon).strip();
            if (!KEY_ID.matcher(id).matches()) {
                throw new IllegalArgumentException(KEYS + ": entry " + position
                        + " needs the form id:base64, its id 1 to 16 letters, digits, '_' or '-'");
            }
            byte[] bytes = decode(entry.substring(colon + 1), KEYS + ": key " + id);
            if (material.putIfAbsent(id, bytes) != null) {
                throw new IllegalArgumentException(KEYS + ": key id " + id + " stands there twice");
            }
        }
        String active = activeKeyId == null ? "" : activeKeyId.strip();
        if (!material.containsKey(active)) {
            // The value is not repeated: a key pasted into the wrong variable must not reach a log.
            throw new IllegalArgumentException(
                    ACTIVE_KEY + " must be one of the key ids of " + KEYS + ": " + material.keySet());
        }
        byte[] index = decode(indexKey == null ? "" : indexKey, INDEX_KEY);
        refuseSharedMaterial(material, index);
        Map<String, SecretKey> ring = new LinkedHashMap<>();
        material.forEach((id, bytes) -> ring.put(id, new SecretKeySpec(bytes, "AES")));
        return new KeyRing(ring, active, new SecretKeySpec(index, "HmacSHA256"));
    }

    private static byte[] decode(String base64, String what) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " is not base64");
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, " + KEY_BYTES + " are needed");
        }
        return bytes;
    }

    private static void refuseSharedMaterial(Map<String, byte[]> material, byte[] index) {
        List<byte[]> seen = new ArrayList<>();
        material.forEach((id, bytes) -> {
            if (seen.stream().anyMatch(other -> Arrays.equals(other, bytes))) {
                throw new IllegalArgumentException(KEYS + ": key " + id + " repeats another key's bytes");
            }
            seen.add(bytes);
            if (Arrays.equals(bytes, index)) {
                throw new IllegalArgumentException(INDEX_KEY + " must differ from key " + id + " of " + KEYS);
            }
        });
    }

    /** The id of the key that encrypts. */
    public String activeKeyId() {
        return activeKeyId;
    }

    /** The ids of all keys that decrypt. */
    public Set<String> keyIds() {
        return keys.keySet();
    }

    SecretKey activeKey() {
        return keys.get(activeKeyId);
    }

    /** Null when the ring has no such key. */
    SecretKey key(String id) {
        return keys.get(id);
    }

    SecretKey indexKey() {
        return indexKey;
    }

    @Override
    public String toString() {
        return "KeyRing[active=" + activeKeyId + ", ids="
                + keys.keySet().stream().sorted().toList() + ", keys=***]";
    }
}
