package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.events.Urgency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * How many deliveries this copy may hold: waiting, under way, or being claimed. What is held is flagged after a crash,
 * so it is no more than keeps the carriers busy. Not thread-safe: guarded by {@link Desk}.
 */
final class Room {
    private static final int MOST_CLAIMED = 1_000;
    /** A claim takes up to half of what may be held, and comes when a quarter is free. */
    private static final int CLAIMED = 2;

    private static final int WORTHWHILE = 4;
    /** Seconds. */
    private static final double SOON = 0.5;
    /** Outcomes and receipts that wait to be written: a quarter of a second's worth, within these bounds. */
    private static final int LEAST_UNRECORDED = 1_000;

    private static final int MOST_UNRECORDED = 4_000;

    private final ChannelProfile profile;
    private final List<Route> routes;
    private final double urgentShare;
    private final IntSupplier unrecorded;
    private final Map<Urgency, Integer> inHand = new EnumMap<>(Urgency.class);

    /** @param unrecorded how many outcomes are not yet written: where they pile up, nothing more is claimed */
    Room(ChannelProfile profile, List<Route> routes, double urgentShare, IntSupplier unrecorded) {
        this.profile = profile;
        this.routes = routes;
        this.urgentShare = urgentShare;
        this.unrecorded = unrecorded;
        for (Urgency lane : Urgency.values()) {
            inHand.put(lane, 0);
        }
    }

    int take(Urgency lane, int wanted) {
        int granted = Math.max(0, Math.min(wanted, left(lane)));
        inHand.merge(lane, granted, Integer::sum);
        return granted;
    }

    /** As much as is worth a claim. */
    int takeSlice(Urgency lane) {
        return take(lane, Math.max(1, Math.min(MOST_CLAIMED, capacity() / CLAIMED)));
    }

    /** As {@link #take}, but nothing where what is left is neither all that is wanted nor worth a transaction. */
    int takeWorthwhile(Urgency lane, int wanted) {
        int left = left(lane);
        return left >= wanted || left * WORTHWHILE >= capacity() ? take(lane, wanted) : 0;
    }

    /**
     * Whether at their present rate the carriers will have taken so many more before long. Then it is cheaper to wait for
     * them than to queue what a moment later is claimed: that is a row write and an event more for each.
     */
    boolean comesSoon(int wanted) {
        long now = System.nanoTime();
        double perSecond = routes.stream()
                .mapToDouble(route -> route.answersPerSecond(now))
                .sum();
        return placesReturnSoon() && perSecond * SOON >= wanted;
    }

    /** Returns whether there is now enough for a claim to be worth its transaction. */
    boolean giveBack(Urgency lane, int count) {
        inHand.merge(lane, -count, Integer::sum);
        return left(lane) * WORTHWHILE >= capacity();
    }

    /**
     * Whether each lane may hold as much as the carriers are worth, and bulk may use places kept for urgent. Only where
     * a place comes back at once; a call keeps it for a minute.
     */
    boolean placesReturnSoon() {
        return !profile.heldAhead().isZero();
    }

    private int left(Urgency lane) {
        int recently = routes.stream().mapToInt(Route::recently).sum();
        // Each is written twice, with its outcome and with its receipt.
        int bound = Math.max(LEAST_UNRECORDED, Math.min(MOST_UNRECORDED, 2 * recently));
        // Bulk keeps them near the bound for as long as it runs; urgent must not wait for that.
        int most = lane == Urgency.URGENT ? bound + MOST_UNRECORDED : bound;
        if (unrecorded.getAsInt() > most) {
            return 0;
        }
        int capacity = capacity();
        if (placesReturnSoon()) {
            return capacity - inHand.get(lane);
        }
        int all = inHand.get(Urgency.URGENT) + inHand.get(Urgency.BULK);
        if (lane == Urgency.URGENT) {
            return capacity - all;
        }
        // Of a carrier's places urgent has its share in any case. What a paced carrier is held for is no more than what
        // is
        // under way and a little ahead: there only the little counts, or bulk would come to a stop where a fifth of
        // what
        // is under way is as much.
        int ahead = capacity - routes.stream().mapToInt(Route::inFlight).sum();
        int kept = capacity < 2 ? 0 : Math.max(1, (int) Math.round(ahead * urgentShare));
        return Math.min(bulkPlaces() - inHand.get(Urgency.BULK), capacity - kept - all);
    }

    private int bulkPlaces() {
        long now = System.nanoTime();
        return routes.stream()
                .filter(route -> route.carrier().available())
                .mapToInt(route -> route.places(Urgency.BULK, false, now))
                .sum();
    }

    private int capacity() {
        long now = System.nanoTime();
        int capacity = 0;
        for (Route route : routes) {
            capacity += route.worthHolding(profile.heldAhead(), now);
        }
        return capacity;
    }
}
