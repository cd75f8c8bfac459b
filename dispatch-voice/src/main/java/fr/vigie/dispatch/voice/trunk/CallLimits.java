package fr.vigie.dispatch.voice.trunk;

import java.time.Duration;

/**
 * The times that bound a call.
 *
 * @param silence how long a trunk may leave an INVITE without any answer
 * @param ring how long a telephone rings
 * @param cancel how long a trunk may take to confirm that it stopped ringing
 * @param call how long a call may be up
 * @param quiet how long no sound may come from a telephone that has sent some; zero for ever
 * @param talk how long the other side may talk before it is taken for a machine; zero for ever
 * @param session the least that a session is taken to last without being refreshed, whatever the trunk says
 */
public record CallLimits(
        Duration silence,
        Duration ring,
        Duration cancel,
        Duration call,
        Duration quiet,
        Duration talk,
        Duration session) {
    /** The least that RFC 4028 section 5 allows. */
    private static final Duration LEAST_SESSION = Duration.ofSeconds(90);

    /** With the least session of the standard. */
    public CallLimits(Duration silence, Duration ring, Duration cancel, Duration call, Duration quiet, Duration talk) {
        this(silence, ring, cancel, call, quiet, talk, LEAST_SESSION);
    }

    /** The longest that a call can take, from the INVITE to its outcome. */
    public Duration total() {
        return ring.plus(silence).plus(cancel).plus(call);
    }
}
