package fr.vigie.standalone.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a service ended while it started, in one sentence of its log. */
final class LastWords {
    private static final Pattern CAUSE =
            Pattern.compile("^Caused by: java\\.lang\\.Illegal(?:Argument|State)Exception: (.+)$|(SRCFG\\d+: .+)$");
    private static final int LONGEST = 300;

    private LastWords() {}

    /**
     * The refused setting, or whatever the service itself found wrong; the last one counts.
     *
     * @param begin where this start begins in the log, in bytes
     * @return empty where the log does not say
     */
    static Optional<String> in(Path log, long begin) {
        Optional<String> last = Optional.empty();
        for (String line : written(log, begin).lines().toList()) {
            Matcher cause = CAUSE.matcher(line);
            if (cause.find()) {
                last = Optional.of(cause.group(1) == null ? cause.group(2) : cause.group(1));
            }
        }
        return last.map(LastWords::shortened);
    }

    private static String written(Path log, long begin) {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(begin, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // whoever reads the message is told where the log is
        }
    }

    private static String shortened(String sentence) {
        String plain = sentence.strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
