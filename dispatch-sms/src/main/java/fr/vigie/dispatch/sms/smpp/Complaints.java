package fr.vigie.dispatch.sms.smpp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Says what goes wrong again and again, on however many links, once a minute. */
final class Complaints {
    private static final long EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> last = new ConcurrentHashMap<>();

    /** Whether this is worth a line now. */
    boolean due(String what) {
        long now = System.nanoTime();
        boolean[] due = new boolean[1];
        last.compute(what, (key, before) -> {
            due[0] = before == null || now - before >= EVERY_NANOS;
            return due[0] ? Long.valueOf(now) : before;
        });
        return due[0];
    }
}
