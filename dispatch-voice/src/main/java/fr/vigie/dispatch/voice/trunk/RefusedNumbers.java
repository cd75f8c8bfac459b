package fr.vigie.dispatch.voice.trunk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Whose calls a proxy forbids (403 and its like), to tell a refusal of one number from a refusal of us. A call that began
 * after a refusal and went through proves that others are still served; one that was already up when the trunk closed to
 * us proves nothing, so calls are compared by when they began. Not thread-safe.
 */
final class RefusedNumbers {
    private static final int SEVERAL = 3;
    /** More than any trunk has lines; the oldest are forgotten, and so get more patience. */
    private static final int MOST = 10_000;

    private final Map<UUID, Refused> all = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Refused> eldest) {
            return size() > MOST;
        }
    };

    /** Since a call that began later went through. */
    private final InARow inARow = new InARow();

    private long rowSince;
    private long lastThrough = -1;

    /**
     * @param since how many calls had begun when it was first refused
     * @param alone known to be refused while others are served; stays so, since what follows may be refused numbers only
     */
    private record Refused(long since, int times, boolean alone) {}

    /** @param begun how many calls have begun so far */
    void refused(UUID deliveryId, long begun) {
        if (inARow.isEmpty()) {
            rowSince = begun;
        }
        inARow.add(deliveryId);
        Refused before = all.get(deliveryId);
        all.put(
                deliveryId,
                before == null
                        ? new Refused(begun, 1, false)
                        : new Refused(before.since(), before.times() + 1, before.alone()));
    }

    /**
     * The operator took a call.
     *
     * @param begun its place in the order in which calls began, from 1
     */
    void wentThrough(UUID deliveryId, long begun) {
        all.remove(deliveryId);
        lastThrough = Math.max(lastThrough, begun);
        if (begun > rowSince) {
            inARow.clear();
        }
    }

    /**
     * Whether it is the number that is refused and not we: at the second refusal where a call that began in between went
     * through; at the third where calls are known to be taken, and fewer than three merchants are refused in a row.
     *
     * @param calling whether our calls have ever been taken, or our account is
     */
    boolean alone(UUID deliveryId, boolean calling) {
        Refused refused = all.get(deliveryId);
        if (refused == null || refused.alone()) {
            return refused != null;
        }
        boolean othersServed = refused.times() > 1 && lastThrough > refused.since();
        boolean nobodyElse = refused.times() >= SEVERAL && calling && !inARow.several();
        if (othersServed || nobodyElse) {
            all.put(deliveryId, new Refused(refused.since(), refused.times(), true));
        }
        return othersServed || nobodyElse;
    }
}
