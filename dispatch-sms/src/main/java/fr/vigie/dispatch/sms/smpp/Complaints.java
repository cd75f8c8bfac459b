package fr.vigie.dispatch.sms.smpp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Says what goes wrong again and again, on however many links, no more often than it may. */
final class Complaints {
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private final Duration every;

    Complaints(Duration every) {
        this.every = every;
    }

    Duration every() {
        return every;
    }

    /** Whether this is worth a line now. */
    boolean due(String what) {
        long now = System.nanoTime();
        boolean[] due = new boolean[1];
        last.compute(what, (key, before) -> {
            due[0] = before == null || now - before >= every.toNanos();
            return due[0] ? Long.valueOf(now) : before;
        });
        return due[0];
    }
}
