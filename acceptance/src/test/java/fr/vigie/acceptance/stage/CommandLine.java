package fr.vigie.acceptance.stage;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;

/** What words of a command line stand for, and how times are told; an {@link IllegalArgumentException} tells people what is wrong with one. */
public final class CommandLine {
    private CommandLine() {}

    /** A whole number above 0. */
    public static int number(String name, String value) {
        if (!value.matches("0*[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(name + " wants a whole number above 0, not " + value);
        }
        return Integer.parseInt(value);
    }

    /** A duration above 0. */
    public static Duration duration(String name, String value) {
        Duration duration;
        try {
            duration = Duration.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " wants a duration as PT2M, not " + value, e);
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " wants a duration above 0, not " + value);
        }
        return duration;
    }

    /** A time as people read it: {@code 60.5 s}. */
    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    /** A setting of a service: key=value. */
    public static Map.Entry<String, String> setting(String value) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--set wants key=value, not " + value);
        }
        return Map.entry(value.substring(0, equals), value.substring(equals + 1));
    }
}
