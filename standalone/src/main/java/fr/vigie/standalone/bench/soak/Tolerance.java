package fr.vigie.standalone.bench.soak;

/**
 * What a figure may have grown by at the end without being said to grow. The largest of the first two and the sum of the
 * others counts.
 *
 * @param absolute in the figure's unit
 * @param share of what it was at first
 * @param perText in the figure's unit, for each text that was asked for meanwhile
 * @param perCall the same for each call
 */
record Tolerance(double absolute, double share, double perText, double perCall) {
    double of(double first, double texts, double calls) {
        return Math.max(absolute, Math.max(share * Math.abs(first), perText * texts + perCall * calls));
    }
}
