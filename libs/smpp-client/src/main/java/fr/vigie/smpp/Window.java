package fr.vigie.smpp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The requests of a session: those without response, never more than the window has places, and those that wait for a
 * place, urgent ones first, else in order. Lives on the session's event loop.
 */
final class Window {
    /** No moment. */
    static final long NONE = Long.MIN_VALUE;

    private final int size;
    private final long timeoutNanos;
    private final Sequence sequence;
    private final SessionCounts counts;
    private final Queue<Pending<?>> urgent = new ArrayDeque<>();
    private final Queue<Pending<?>> ordinary = new ArrayDeque<>();
    /** In the order in which they were written: the first is the first to be given up. */
    private final Map<Integer, Pending<?>> written = new LinkedHashMap<>();
    /** Requests were given up and none was answered since they were written: one at a time finds out, and loses least. */
    private boolean probing;

    private volatile int served;

    private long answeredAt = System.nanoTime();

    Window(SessionLimits limits, Sequence sequence, SessionCounts counts) {
        this.size = limits.window();
        this.timeoutNanos = limits.responseTimeout().toNanos();
        this.sequence = sequence;
        this.counts = counts;
    }

    void add(Pending<?> pending) {
        (pending.urgent() ? urgent : ordinary).add(pending);
    }

    /** Writes what has a place. */
    void fill(PduWriter out, long now) {
        while (written.size() < places()) {
            Pending<?> next = urgent.isEmpty() ? ordinary.poll() : urgent.poll();
            if (next == null) {
                return;
            }
            if (next.tooLate(now)) {
                next.notSent();
                continue;
            }
            int number = sequence.next();
            while (written.containsKey(number)) {
                number = sequence.next();
            }
            next.write(out, number, now);
            written.put(number, next);
        }
    }

    /** Takes a response, or a generic_nack, which may belong to no request of ours. */
    void response(PduReader pdu) {
        Pending<?> asked = written.remove(pdu.sequence());
        if (asked == null) {
            if (sequence.used(pdu.sequence())) {
                counts.late();
            } else {
                counts.unexpected();
            }
        } else {
            probing = false;
            answeredAt = System.nanoTime();
            served = Math.min(Integer.MAX_VALUE - 1, served) + 1; // one thread writes
            if (!asked.answered(pdu)) {
                counts.malformed();
            }
        }
    }

    /**
     * Gives up what has waited for too long.
     *
     * @param readingSince responses could not be read before; nothing is given up for that
     * @return when the last one that got no response was written; {@link #NONE} for none
     */
    long expire(long now, long readingSince) {
        dropLate(urgent, now);
        dropLate(ordinary, now);
        long lastSilent = NONE;
        Iterator<Pending<?>> oldest = written.values().iterator();
        List<Pending<?>> given = new ArrayList<>();
        while (oldest.hasNext()) {
            Pending<?> next = oldest.next();
            long since = next.writtenAt() - readingSince > 0 ? next.writtenAt() : readingSince;
            if (now - since < timeoutNanos) {
                break;
            }
            oldest.remove();
            given.add(next);
            lastSilent = next.writtenAt();
        }
        for (Pending<?> next : given) {
            counts.timeout();
            next.lost(Reply.Cause.TIMEOUT);
        }
        if (lastSilent != NONE && answeredAt - lastSilent < 0) {
            probing = true;
        }
        return lastSilent;
    }

    private static void dropLate(Queue<Pending<?>> waiting, long now) {
        waiting.removeIf(next -> {
            boolean late = next.tooLate(now);
            if (late) {
                next.notSent();
            }
            return late;
        });
    }

    /** Nothing more is written: what waits is given back. */
    void giveBackWaiting() {
        for (Queue<Pending<?>> waiting : List.of(urgent, ordinary)) {
            for (Pending<?> next = waiting.poll(); next != null; next = waiting.poll()) {
                next.notSent();
            }
        }
    }

    /** The link is gone, and with it all that was under way. */
    void lost() {
        giveBackWaiting();
        List<Pending<?>> all = new ArrayList<>(written.values());
        written.clear();
        all.forEach(next -> next.lost(Reply.Cause.LINK_LOST));
    }

    /** How many requests got their response. Any thread. */
    int served() {
        return served;
    }

    /** How many may be without response now. */
    int places() {
        return probing ? 1 : size;
    }

    int inFlight() {
        return written.size();
    }
}
