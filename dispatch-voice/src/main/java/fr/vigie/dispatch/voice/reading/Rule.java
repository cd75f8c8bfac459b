package fr.vigie.dispatch.voice.reading;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One step of reading: what it finds, and what is said instead. Where the reading is null, the text stays. */
record Rule(Pattern found, Function<MatchResult, String> reading) {

    static Rule of(String regex, Function<MatchResult, String> reading) {
        return new Rule(Pattern.compile(regex, Pattern.UNICODE_CASE), reading);
    }

    /** The text with every find replaced. */
    String apply(String text) {
        return found.matcher(text).replaceAll(match -> {
            String said = reading.apply(match);
            return Matcher.quoteReplacement(said == null ? match.group() : said);
        });
    }
}
