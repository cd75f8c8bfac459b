package fr.vigie.acceptance.calls;

import java.time.Duration;
import java.util.List;

/**
 * What a telephone, or the network before it, does with a call.
 *
 * @param refusal status line of an immediate refusal; null for none
 * @param headers of the refusal
 * @param rings for how long it rings before it is picked up; null for ever
 * @param description what the 200 holds; null for a description that is in order
 * @param key pressed a second after the answer; null for none
 * @param sounds whether anything is heard from it: a quiet room
 */
record Manners(String refusal, List<String> headers, Duration rings, String description, String key, boolean sounds) {
    static Manners refusing(String status, String... headers) {
        return new Manners(status, List.of(headers), null, null, null, false);
    }

    static Manners ringing() {
        return new Manners(null, List.of(), null, null, null, false);
    }

    static Manners listening(Duration rings) {
        return new Manners(null, List.of(), rings, null, null, false);
    }

    static Manners confirming(Duration rings) {
        return new Manners(null, List.of(), rings, null, "1", false);
    }

    /** Numbers that end in an even digit ring for ever; the others are picked up, and nothing is pressed. */
    static Manners halfRinging(String number) {
        return (number.charAt(number.length() - 1) - '0') % 2 == 0 ? ringing() : listening(Duration.ofMillis(300));
    }

    /** Picks up at once, with this for a session description. */
    static Manners describing(String description) {
        return new Manners(null, List.of(), Duration.ZERO, description, null, false);
    }

    Manners sounding() {
        return new Manners(refusal, headers, rings, description, key, true);
    }
}
