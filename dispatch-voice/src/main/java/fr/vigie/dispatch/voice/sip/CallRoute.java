package fr.vigie.dispatch.voice.sip;

import java.util.Optional;

/** Which proxies one call is offered to, one after the other. Called by one thread at a time. */
public interface CallRoute {
    /** The proxy to begin with; may be asked more than once. */
    Proxy first();

    /** The proxy takes the call: the telephone rings, or somebody picked up; may be told more than once. */
    default void taken() {}

    /**
     * How the call ended at a proxy; told for each, the last one included.
     *
     * @param again whether it may be offered to another one: no telephone rang, and nobody took it back
     * @return where to go on; empty where that was the end of the call. Never present where {@code again} is false
     */
    Optional<Proxy> after(CallEnd end, boolean again);
}
