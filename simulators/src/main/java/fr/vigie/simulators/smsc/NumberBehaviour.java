package fr.vigie.simulators.smsc;

import java.util.Map;

/** What the simulator does with a message, by the last three digits of its destination. */
enum NumberBehaviour {
    ORDINARY,
    WRITES_STOP,
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

    private static final Map<String, NumberBehaviour> BY_LAST_DIGITS = Map.ofEntries(
            Map.entry("989", WRITES_STOP),
            Map.entry("990", UNDELIVERABLE),
            Map.entry("991", INVALID),
            Map.entry("992", THROTTLED_TWICE),
            Map.entry("993", SLOW_RECEIPT),
            Map.entry("994", EARLY_RECEIPT),
            Map.entry("995", DOUBLE_RECEIPT),
            Map.entry("996", NO_RECEIPT),
            Map.entry("997", EXPIRED),
            Map.entry("998", QUEUE_FULL_ONCE),
            Map.entry("999", RESPONSE_LOST_ONCE));

    static NumberBehaviour of(String e164) {
        return BY_LAST_DIGITS.getOrDefault(e164.substring(Math.max(0, e164.length() - 3)), ORDINARY);
    }
}
