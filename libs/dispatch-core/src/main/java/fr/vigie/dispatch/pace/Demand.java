package fr.vigie.dispatch.pace;

/**
 * What waits to be sent through an operator, in units of its rate.
 *
 * @param urgent of the urgent lane
 * @param all of both lanes
 */
public record Demand(int urgent, int all) {
    /** Nothing waits. */
    public static final Demand NONE = new Demand(0, 0);
}
