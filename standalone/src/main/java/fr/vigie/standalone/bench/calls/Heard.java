package fr.vigie.standalone.bench.calls;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/**
 * What the telephones heard, as their remote control tells it.
 *
 * @param legs calls with sound
 * @param frames RTP packets, each counted once
 * @param lost gaps in their sequence numbers
 * @param repeated came more than once
 * @param skipped left out by the sender after it had stopped for long, by its timestamps
 * @param lateOver20 later than 20 ms against their call's own schedule
 * @param lateOver40 later than 40 ms
 * @param lateMillis p50, p99, p999, max
 * @param startMillis from the answer to the first frame of each call
 * @param heldUpMillis what the telephones' own process may have added
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Heard(
        long legs,
        long frames,
        long lost,
        long repeated,
        long skipped,
        long lateOver20,
        long lateOver40,
        Map<String, Double> lateMillis,
        Map<String, Double> startMillis,
        Map<String, Double> heldUpMillis) {

    /** Share of all frames that came within 40 ms of their time; those that were lost or skipped did not. */
    public double within40() {
        return onTime(lateOver40);
    }

    /** The same for 20 ms. */
    public double within20() {
        return onTime(lateOver20);
    }

    private double onTime(long late) {
        long all = frames + lost + skipped;
        return all == 0 ? 0 : (frames - late) / (double) all;
    }
}
