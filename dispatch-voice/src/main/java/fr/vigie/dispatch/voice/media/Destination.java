package fr.vigie.dispatch.voice.media;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Where the other side wants its sound, and how coded.
 *
 * @param sound where frames go
 * @param control where RTCP goes; null for nowhere
 * @param mux whether RTCP shares the sound's port (RFC 5761)
 * @param payloadType {@link RtpLeg#PCMA} or {@link RtpLeg#PCMU}
 * @param eventTypes payload types of keys: the one offered and the one answered, since both are met in the field
 */
public record Destination(
        InetSocketAddress sound, InetSocketAddress control, boolean mux, int payloadType, Set<Integer> eventTypes) {
    public Destination {
        eventTypes = Set.copyOf(eventTypes);
    }

    /** Without RTCP. */
    public Destination(InetSocketAddress sound, int payloadType, Set<Integer> eventTypes) {
        this(sound, null, false, payloadType, eventTypes);
    }
}
