package fr.vigie.dispatch.voice.sip;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session's time to live (RFC 4028).
 *
 * @param interval after which the session is over unless it is refreshed
 * @param ours whether we refresh it; else the other side does
 */
public record SessionTimer(Duration interval, boolean ours) {
    private static final Pattern HEADER =
            Pattern.compile("\\s*(\\d{1,9})\\s*(?:;.*?refresher\\s*=\\s*(uac|uas))?.*", Pattern.CASE_INSENSITIVE);

    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(32);

    /**
     * Reads a Session-Expires header.
     *
     * @param value its value
     * @param weAsked whether the request that it belongs to is ours: then we are its uac
     * @return null where it cannot be read or its interval is zero
     */
    static SessionTimer parse(String value, boolean weAsked) {
        Matcher match = HEADER.matcher(value);
        if (!match.matches() || Integer.parseInt(match.group(1)) == 0) {
            return null;
        }
        // Without the parameter it is for the one who answers to choose, and the one who asks to refresh.
        boolean uac = match.group(2) == null || match.group(2).equalsIgnoreCase("uac");
        return new SessionTimer(Duration.ofSeconds(Integer.parseInt(match.group(1))), uac == weAsked);
    }

    /** The value of the header in our answer to a request of theirs. */
    String inAnswer() {
        return interval.toSeconds() + ";refresher=" + (ours ? "uas" : "uac");
    }

    /** What we ask for when we refresh: never less than the least that the standard knows. */
    long seconds() {
        return Math.max(Session.LEAST_INTERVAL, interval.toSeconds());
    }

    /**
     * When we refresh, or give up waiting for their refresh (RFC 4028 section 10).
     *
     * @param least no session is taken to be shorter, whatever the other side says (section 5: 90 s)
     */
    public Duration due(Duration least) {
        Duration lasting = interval.compareTo(least) < 0 ? least : interval;
        if (ours) {
            return lasting.dividedBy(2);
        }
        Duration third = lasting.dividedBy(3);
        return lasting.minus(third.compareTo(LONGEST_MARGIN) < 0 ? third : LONGEST_MARGIN);
    }
}
