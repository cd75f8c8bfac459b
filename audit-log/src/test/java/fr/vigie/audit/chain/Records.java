package fr.vigie.audit.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Made-up records. */
public final class Records {
    private Records() {}

    public static ChainId newChain() {
        return new ChainId(UUID.randomUUID(), "made.up.v1", 0);
    }

    public static List<AuditRecord> of(UUID alert, long firstOffset, int count) {
        List<AuditRecord> records = new ArrayList<>(count);
        for (long offset = firstOffset; offset < firstOffset + count; offset++) {
            records.add(new AuditRecord(
                    offset,
                    new UUID(7, offset).toString(),
                    "event-" + offset,
                    "fr.vigie.deliveryevent.v1",
                    "/vigie/dispatch-sms",
                    "2026-11-21T09:45:04.200Z",
                    1_795_254_304_215L + offset,
                    alert,
                    "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
                    "{\"state\":\"DELIVERED\",\"position\":" + offset + "}",
                    null));
        }
        return records;
    }

    /** Fields may be absent, empty, long or of any letters. */
    static AuditRecord random(Random random, long offset) {
        return new AuditRecord(
                offset,
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                random.nextLong(),
                random.nextBoolean() ? null : new UUID(random.nextLong(), random.nextInt(4)),
                text(random),
                text(random),
                null);
    }

    private static String text(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        return random.ints(random.nextInt(20), 0, 0x2000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
