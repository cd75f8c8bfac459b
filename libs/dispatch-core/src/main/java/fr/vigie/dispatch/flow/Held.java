package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Delivery;

/**
 * A delivery that this copy has leased.
 *
 * @param row as it was claimed
 * @param content what it says
 * @param handOverBefore by {@link System#nanoTime}: until then the lease is ours for long enough. Counted from before
 *     the statement that took the lease, so that the database's clock need not agree with ours
 */
record Held(Delivery row, Content content, long handOverBefore) {
    boolean tooLate(long now) {
        return now - handOverBefore > 0;
    }
}
