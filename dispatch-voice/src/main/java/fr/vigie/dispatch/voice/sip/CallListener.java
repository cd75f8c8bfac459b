package fr.vigie.dispatch.voice.sip;

import java.net.InetAddress;

/** Hears of one call. Called by the stack's threads, one call at a time for one call; must not block. */
public interface CallListener {
    /** The trunk gave a sign of life: a provisional answer. Told once for each time that it was offered. */
    void proceeding();

    /**
     * The call was offered once more, to another proxy or with what this one asked for: silence counts from now, and a
     * sign of life is told again.
     */
    default void sentAgain() {}

    /** Which of the trunk's hosts the call is offered to; told again where another takes over. */
    default void via(String host) {}

    /** The telephone rings, as far as the trunk says so (180 to 183). Told once. */
    void ringing();

    /**
     * Sound may come before anybody picked up: a ringing tone or an announcement (a provisional answer with a
     * description). Told for each such answer; none is asked for with PRACK.
     */
    default void early(SessionDescription preview, InetAddress signalling) {}

    /**
     * Someone, or something, picked up.
     *
     * @param answer where and how sound is wanted
     * @param signalling host that answered
     */
    void answered(SessionDescription answer, InetAddress signalling);

    /** The other side wants its sound elsewhere or in another code, or puts us on hold (re-INVITE, UPDATE). */
    void moved(SessionDescription to);

    /** The session lives on, until it has to be refreshed again (RFC 4028); told at every refresh. */
    void refreshed(SessionTimer timer);

    /** A key came by SIP INFO. */
    void key(char key);

    /** Over: told once, and nothing after it. */
    void ended(CallEnd end);
}
