package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.delivery.Delivery;
import java.util.List;

/** A delivery in line at the desk, with its number in clear: lives in memory only. Guarded by {@link Desk}. */
final class Parcel {
    private static final Suit NOWHERE = new Suit(List.of(), -1);

    private final Held held;
    private final HandOver handOver;
    private final Suit suit;
    private final int units;
    /** Why it can be handed to nobody; null where it can. */
    private final HandOverOutcome fault;

    private int refusals;
    private HandOverOutcome.Temporary refusal;
    private String refusedBy;
    private long notBefore;

    Parcel(Held held, HandOver handOver, Suit suit, int units) {
        this(held, handOver, suit, units, null);
    }

    private Parcel(Held held, HandOver handOver, Suit suit, int units, HandOverOutcome fault) {
        this.held = held;
        this.handOver = handOver;
        this.suit = suit;
        this.units = units;
        this.fault = fault;
    }

    /** One that cannot be made ready, and ends so. */
    static Parcel faulty(Held held, HandOverOutcome fault) {
        return new Parcel(held, null, NOWHERE, 0, fault);
    }

    Delivery row() {
        return held.row();
    }

    HandOver handOver() {
        return handOver;
    }

    HandOverOutcome fault() {
        return fault;
    }

    Suit suit() {
        return suit;
    }

    /** What it takes of a rate, as far as it is known before a carrier is chosen. */
    int units() {
        return units;
    }

    boolean tooLate(long now) {
        return held.tooLate(now);
    }

    /** By {@link System#nanoTime}. */
    long handOverBefore() {
        return held.handOverBefore();
    }

    /** The operator asked for time; nothing was handed over. */
    void refused(String carrier, HandOverOutcome.Temporary outcome, long tryAt) {
        refusals++;
        refusal = outcome;
        refusedBy = carrier;
        notBefore = tryAt;
    }

    int refusals() {
        return refusals;
    }

    /** The last refusal; null where there was none. */
    HandOverOutcome.Temporary refusal() {
        return refusal;
    }

    String refusedBy() {
        return refusedBy;
    }

    long notBefore() {
        return notBefore;
    }
}
