package fr.vigie.dispatch.delivery;

import fr.vigie.events.QuietHours;
import java.time.LocalTime;

/** Quiet hours as they stand in a row: {@code 22:00-07:00}. */
final class QuietText {
    private static final String SEPARATOR = "-";

    private QuietText() {}

    static String of(QuietHours hours) {
        return hours == null ? null : hours.from() + SEPARATOR + hours.to();
    }

    static QuietHours parse(String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.split(SEPARATOR);
        return new QuietHours(LocalTime.parse(parts[0]), LocalTime.parse(parts[1]));
    }
}
