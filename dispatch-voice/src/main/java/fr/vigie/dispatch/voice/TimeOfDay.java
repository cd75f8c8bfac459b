package fr.vigie.dispatch.voice;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/** A time of day, as a setting gives it. */
final class TimeOfDay {
    private TimeOfDay() {}

    /**
     * Reads it.
     *
     * @param key the setting
     * @throws IllegalStateException where it is no time; its message names the key
     */
    static LocalTime of(String key, String text) {
        try {
            return LocalTime.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalStateException(key + " must be HH:MM, 00:00 to 23:59", e);
        }
    }
}
