package fr.vigie.acceptance.torture;

import java.time.Duration;

/**
 * What a run cost.
 *
 * @param whole from the start of its system to the end of it
 * @param loadBefore the machine's load average before it
 * @param loadAfter and after it
 */
record Effort(Duration whole, double loadBefore, double loadAfter) {
    static final Effort NONE = new Effort(Duration.ZERO, 0, 0);
}
