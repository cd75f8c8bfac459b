package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.events.Urgency;
import java.util.ArrayList;
import java.util.List;

/**
 * Which carrier takes what. Of those that serve a number and are well, the ones that suit it best; of these the
 * cheapest, though urgent goes to a dearer one rather than wait; among equals smoothly by weight and health. Who is sick
 * gets a probe now and then, and everything where nobody is well. Not thread-safe: guarded by {@link Desk}.
 */
final class Routing {
    private final List<Route> routes;
    private final Resend resend;

    Routing(List<Route> routes, Resend resend) {
        this.routes = List.copyOf(routes);
        this.resend = resend;
    }

    /** Where a delivery may go. */
    Suit suit(Delivery row, HandOver handOver) {
        List<Integer> affinity = new ArrayList<>(routes.size());
        int first = -1;
        for (int i = 0; i < routes.size(); i++) {
            affinity.add(routes.get(i).carrier().affinity(handOver.number()));
            if (routes.get(i).carrier().name().equals(row.carrier())) {
                first = i;
            }
        }
        // A refusal settles an attempt; what may have arrived is not to arrive by another way as well.
        boolean bound = row.possibleDuplicate() && resend != Resend.ALWAYS && first >= 0 && affinity.get(first) >= 0;
        return new Suit(affinity, bound ? first : -1);
    }

    /**
     * Chooses among those that have a free place.
     *
     * @param lent whether bulk may use places that are kept for urgent
     * @param probes whether a carrier that is sick may be tried with it
     * @return null where it has to wait
     */
    Route choose(Suit suit, Urgency lane, boolean lent, boolean probes, long now) {
        boolean well = false;
        for (int i = 0; i < routes.size(); i++) {
            well |= usable(suit, i) && !routes.get(i).health().sick();
        }
        int closest = -1;
        for (int i = 0; i < routes.size(); i++) {
            if (inPool(suit, i, well)) {
                closest = Math.max(closest, suit.affinity().get(i));
            }
        }
        if (closest < 0) {
            return null;
        }
        for (int price = nextPrice(suit, well, closest, -1);
                price >= 0;
                price = nextPrice(suit, well, closest, price)) {
            Route probe = well && probes ? probe(suit, closest, price, lane, lent, now) : null;
            Route chosen = probe == null ? weighted(suit, well, closest, price, lane, lent, now) : probe;
            if (chosen != null && probe == null && well) {
                leaveOut(suit, closest, price);
            }
            if (chosen != null || lane == Urgency.BULK) {
                return chosen;
            }
        }
        return null;
    }

    private boolean usable(Suit suit, int i) {
        if (suit.affinity().get(i) < 0 || !routes.get(i).carrier().available()) {
            return false;
        }
        int only = suit.only();
        return only < 0
                || only == i
                || (resend == Resend.WHEN_DOWN && !routes.get(only).carrier().available());
    }

    private boolean inPool(Suit suit, int i, boolean well) {
        return usable(suit, i) && !(well && routes.get(i).health().sick());
    }

    /** The next price above one; negative where there is none. */
    private int nextPrice(Suit suit, boolean well, int closest, int above) {
        int found = -1;
        for (int i = 0; i < routes.size(); i++) {
            if (inPool(suit, i, well) && suit.affinity().get(i) == closest) {
                int price = Math.max(0, routes.get(i).carrier().pricePerUnit());
                if (price > above && (found < 0 || price < found)) {
                    found = price;
                }
            }
        }
        return found;
    }

    private Route probe(Suit suit, int closest, int price, Urgency lane, boolean lent, long now) {
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            if (sick(suit, i, closest, price) && route.probeDue(now) && route.free(lane, lent, now)) {
                route.probed(now);
                return route;
            }
        }
        return null;
    }

    private void leaveOut(Suit suit, int closest, int price) {
        for (int i = 0; i < routes.size(); i++) {
            if (sick(suit, i, closest, price)) {
                routes.get(i).leftOut();
            }
        }
    }

    /** Whether it would be among those to choose from if it were well. */
    private boolean sick(Suit suit, int i, int closest, int price) {
        Route route = routes.get(i);
        return usable(suit, i)
                && route.health().sick()
                && suit.affinity().get(i) >= closest
                && route.carrier().pricePerUnit() <= price;
    }

    private Route weighted(Suit suit, boolean well, int closest, int price, Urgency lane, boolean lent, long now) {
        Route best = null;
        double highest = Double.NEGATIVE_INFINITY;
        double all = 0;
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            boolean candidate = inPool(suit, i, well)
                    && suit.affinity().get(i) == closest
                    && Math.max(0, route.carrier().pricePerUnit()) == price
                    && route.free(lane, lent, now);
            if (candidate) {
                double weight = route.weight();
                all += weight;
                double credit = route.credit(weight);
                if (credit > highest) {
                    highest = credit;
                    best = route;
                }
            }
        }
        if (best != null) {
            best.passed(all);
        }
        return best;
    }
}
