package fr.vigie.dispatch.voice.media;

import java.net.InetAddress;

/**
 * The other side, as it was agreed; replaced as a whole.
 *
 * @param to where the sound goes
 * @param signalling host that answered; sound may come from there too
 * @param answered false while only early sound comes: then nothing is sent and nobody is told of it
 * @param listening what its sound is judged by
 * @param deadFrames how long nothing may come once something has, in frames; 0 for ever
 * @param listener hears of the leg; null before the answer
 */
record Peer(
        Destination to,
        InetAddress signalling,
        boolean answered,
        Listening listening,
        int deadFrames,
        LegListener listener) {

    /** Before the answer. */
    static Peer early(Destination to, InetAddress signalling) {
        return new Peer(to, signalling, false, null, 0, null);
    }

    Peer movedTo(Destination other) {
        return new Peer(other, signalling, answered, listening, deadFrames, listener);
    }

    /** Whether sound may come from there: by host only, since some send from another port than they receive at. */
    boolean sends(InetAddress from) {
        return from.equals(to.sound().getAddress()) || from.equals(signalling);
    }

    /** Whether reports may come from there. */
    boolean reports(InetAddress from) {
        return sends(from) || to.control() != null && from.equals(to.control().getAddress());
    }
}
