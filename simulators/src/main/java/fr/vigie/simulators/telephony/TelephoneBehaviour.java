package fr.vigie.simulators.telephony;

import java.util.Map;

/** What the called telephone does, by the last three digits of its number. */
enum TelephoneBehaviour {
    PRESSES_ONE,
    BUSY_TWICE,
    BUSY,
    NEVER_ANSWERS,
    VOICEMAIL,
    NO_KEY,
    UNALLOCATED,
    UNAVAILABLE,
    OUT_OF_SERVICE,
    PRESSES_NINE_TWICE,
    PRESSES_TWO_THEN_ONE,
    PRESSES_ONE_BY_INFO;

    private static final Map<String, TelephoneBehaviour> BY_LAST_DIGITS = Map.ofEntries(
            Map.entry("970", BUSY_TWICE),
            Map.entry("971", BUSY),
            Map.entry("972", NEVER_ANSWERS),
            Map.entry("973", VOICEMAIL),
            Map.entry("974", NO_KEY),
            Map.entry("975", UNALLOCATED),
            Map.entry("976", UNAVAILABLE),
            Map.entry("977", OUT_OF_SERVICE),
            Map.entry("978", PRESSES_NINE_TWICE),
            Map.entry("979", PRESSES_TWO_THEN_ONE),
            Map.entry("980", PRESSES_ONE_BY_INFO));

    static TelephoneBehaviour of(String e164) {
        return BY_LAST_DIGITS.getOrDefault(e164.substring(Math.max(0, e164.length() - 3)), PRESSES_ONE);
    }
}
