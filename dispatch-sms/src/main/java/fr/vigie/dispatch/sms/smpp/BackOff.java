package fr.vigie.dispatch.sms.smpp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next bind: doubled each time, and spread, so that links do not come back together. */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** Who refuses our account needs a person: it is not asked more often than that. */
    private static final Duration FIRST_REFUSED = Duration.ofSeconds(2);

    private static final Duration LONGEST_REFUSED = Duration.ofSeconds(60);

    private final RandomGenerator random;
    private Duration next = FIRST;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    synchronized void reset() {
        next = FIRST;
    }

    /** The pause before the next try, in milliseconds. */
    synchronized long pause(boolean refused) {
        Duration pause = refused && next.compareTo(FIRST_REFUSED) < 0 ? FIRST_REFUSED : next;
        Duration longest = refused ? LONGEST_REFUSED : LONGEST;
        Duration bounded = pause.compareTo(longest) > 0 ? longest : pause;
        next = bounded.multipliedBy(2);
        return random.nextLong(bounded.toMillis() / 2, bounded.toMillis() + 1);
    }
}
