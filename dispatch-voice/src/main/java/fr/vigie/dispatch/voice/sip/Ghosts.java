package fr.vigie.dispatch.voice.sip;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls that we gave up on before their proxy said anything. Their INVITE is not repeated any more, so a proxy that comes
 * back does not ring for them; one that had it all along may still answer, and is then told to stop.
 */
final class Ghosts {
    /** An INVITE expires after 60 s, and its answer is repeated for half as long. */
    private static final long KEPT_NANOS = Duration.ofSeconds(95).toNanos();

    private final Map<String, Ghost> byCallId = new ConcurrentHashMap<>();

    private record Ghost(Invitation invitation, long since) {}

    void add(String callId, Invitation invitation) {
        long now = System.nanoTime();
        byCallId.values().removeIf(each -> now - each.since() > KEPT_NANOS);
        byCallId.put(callId, new Ghost(invitation, now));
    }

    /** Null where no such call was given up. */
    Invitation of(String callId) {
        Ghost ghost = byCallId.get(callId);
        return ghost == null ? null : ghost.invitation();
    }
}
