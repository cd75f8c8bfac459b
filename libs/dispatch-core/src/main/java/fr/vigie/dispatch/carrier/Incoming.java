package fr.vigie.dispatch.carrier;

import java.time.Instant;

/**
 * What a merchant's telephone sent to our number (a mobile-originated message). The number is in clear: this lives in
 * memory only.
 *
 * @param carrier name of the carrier that brought it
 * @param number who sent it, E.164 with a leading plus
 * @param text the words; never logged
 * @param at when we heard it
 */
public record Incoming(String carrier, String number, String text, Instant at) {

    /** Number and text are left out: this may stand in a log. */
    @Override
    public String toString() {
        return "Incoming[carrier=" + carrier + ", at=" + at + "]";
    }
}
