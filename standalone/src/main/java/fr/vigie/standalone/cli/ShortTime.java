package fr.vigie.standalone.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Times as people type them. */
final class ShortTime {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})([sm])");

    private ShortTime() {}

    /**
     * Reads {@code 60s} or {@code 5m}.
     *
     * @param option what it was given for
     * @throws ParameterException where it is neither
     */
    static Duration of(CommandLine line, String option, String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new ParameterException(line, option + " is written 60s or 5m.");
        }
        long number = Long.parseLong(parts.group(1));
        return parts.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
    }
}
