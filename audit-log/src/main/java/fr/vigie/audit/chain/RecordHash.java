package fr.vigie.audit.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash of a record: SHA-256 over the hash before it, the chain's name, and every field with its length in front, so
 * that nothing can move from one field to another. Thread-confined; make one per thread.
 */
public final class RecordHash {
    private static final HexFormat HEX = HexFormat.of();
    private final MessageDigest sha256;

    public RecordHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What stands before the first record of a chain: the hash of the chain's name and its first offset. */
    public String genesis(ChainId chain, long firstOffset) {
        sha256.reset();
        add("vigie-audit-chain-v1");
        add(chain.topicId().toString());
        add(chain.topic());
        add(chain.partition());
        add(firstOffset);
        return HEX.formatHex(sha256.digest());
    }

    /** The hash of a record that follows the one with the given hash. */
    public String of(String previous, AuditRecord entry) {
        sha256.reset();
        add(previous);
        add(entry.offset());
        add(entry.key());
        add(entry.eventId());
        add(entry.type());
        add(entry.source());
        add(entry.time());
        add(entry.loggedAt());
        add(entry.alertId() == null ? null : entry.alertId().toString());
        add(entry.digest());
        add(entry.body());
        return HEX.formatHex(sha256.digest());
    }

    private void add(String field) {
        if (field == null) {
            add(-1L);
            return;
        }
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        sha256.update(bytes);
    }

    private void add(long number) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }
}
