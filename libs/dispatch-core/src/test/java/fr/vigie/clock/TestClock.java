package fr.vigie.clock;

import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;

/** The clock of a copy that has just started, on a machine whose own is wrong. */
public final class TestClock {
    private TestClock() {}

    public static Clock on(Pool pool, Duration wrongBy) {
        DatabaseClock clock = new DatabaseClock(pool, Clock.offset(Clock.systemUTC(), wrongBy));
        clock.look();
        return clock;
    }
}
