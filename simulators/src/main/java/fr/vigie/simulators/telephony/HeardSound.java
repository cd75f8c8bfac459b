package fr.vigie.simulators.telephony;

import java.util.Map;

/**
 * What the telephones heard in the calls that have ended.
 *
 * @param legs calls with sound
 * @param frames RTP packets, each counted once
 * @param lost missing between the first and the last of a call, by sequence number
 * @param repeated came more than once
 * @param skipped left out by the sender after it had stopped for long, by its timestamps
 * @param lateOver20 later than 20 ms
 * @param lateOver40 later than 40 ms
 * @param lateMillis lateness of all frames: p50, p99, p999, max ({@link Arrivals} says against what)
 * @param startMillis from the answer that was sent to the first frame, of all calls: p50, p99, p999, max
 * @param heldUpMillis how much later than asked for a thread of this process woke, since measuring began: what the
 *     receiver itself may have added to the lateness
 */
public record HeardSound(
        long legs,
        long frames,
        long lost,
        long repeated,
        long skipped,
        long lateOver20,
        long lateOver40,
        Map<String, Double> lateMillis,
        Map<String, Double> startMillis,
        Map<String, Double> heldUpMillis) {}
