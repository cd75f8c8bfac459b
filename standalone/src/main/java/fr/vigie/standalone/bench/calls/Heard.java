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
        long lateOver20,
        long lateOver40,
        Map<String, Double> lateMillis,
        Map<String, Double> startMillis,
        Map<String, Double> heldUpMillis) {

    /** Share of all frames that came within 40 ms of their time. */
    public double promptShare() {
        return frames == 0 ? 0 : 1 - lateOver40 / (double) frames;
    }
}
