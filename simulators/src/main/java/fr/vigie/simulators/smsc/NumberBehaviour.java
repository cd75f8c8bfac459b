package fr.vigie.simulators.smsc;

import java.util.Map;

/** What the simulator does with a message, by the last three digits of its destination. */
enum NumberBehaviour {
    ORDINARY,
    UNDELIVERABLE,
    INVALID,
    THROTTLED_TWICE,
    SLOW_RECEIPT,
    EARLY_RECEIPT,
    DOUBLE_RECEIPT,
    NO_RECEIPT,
    EXPIRED,
    QUEUE_FULL_ONCE,
    RESPONSE_LOST_ONCE;

    private static final Map<String, NumberBehaviour> BY_LAST_DIGITS = Map.of(
            "990", UNDELIVERABLE,
            "991", INVALID,
            "992", THROTTLED_TWICE,
            "993", SLOW_RECEIPT,
            "994", EARLY_RECEIPT,
            "995", DOUBLE_RECEIPT,
            "996", NO_RECEIPT,
            "997", EXPIRED,
            "998", QUEUE_FULL_ONCE,
            "999", RESPONSE_LOST_ONCE);

    static NumberBehaviour of(String e164) {
        return BY_LAST_DIGITS.getOrDefault(e164.substring(Math.max(0, e164.length() - 3)), ORDINARY);
    }
}
