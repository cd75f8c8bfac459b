package fr.vigie.dispatch.voice.trunk;

import java.time.Clock;
import java.time.Instant;

/** Since when a proxy has stood as it does, and what was wrong last, for the operator. Thread-safe. */
final class Standing {
    private final Clock clock;
    private Instant since;
    private String error;

    Standing(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    synchronized void changed() {
        since = clock.instant();
    }

    /** @param code stable code */
    synchronized void fault(String code) {
        error = code;
    }

    synchronized Instant since() {
        return since;
    }

    /** Stable code; null where nothing was wrong yet. */
    synchronized String error() {
        return error;
    }
}
