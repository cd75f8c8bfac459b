package fr.vigie.smpp;

import java.time.Duration;

/**
 * What bounds a session.
 *
 * @param window requests without response at a time, 1 to 1,000; more wait their turn
 * @param responseTimeout how long a response is waited for
 * @param enquireLink after how much silence of the centre it is asked whether it is there
 * @param bindTimeout how long the answer to a bind is waited for
 * @param unanswered messages of the centre that may wait for our answer before nothing more is read; at least 1
 * @param answerWithin after this the centre is told to bring the message again
 */
public record SessionLimits(
        int window,
        Duration responseTimeout,
        Duration enquireLink,
        Duration bindTimeout,
        int unanswered,
        Duration answerWithin) {
    public static final int WIDEST_WINDOW = 1_000;

    public SessionLimits {
        if (window < 1 || window > WIDEST_WINDOW) {
            throw new IllegalArgumentException("a window has 1 to " + WIDEST_WINDOW + " places");
        }
        if (unanswered < 1) {
            throw new IllegalArgumentException("at least one message may wait for an answer");
        }
    }
}
