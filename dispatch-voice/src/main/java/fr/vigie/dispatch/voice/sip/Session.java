package fr.vigie.dispatch.voice.sip;

import java.text.ParseException;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * What was agreed in a call beyond its being up: our description and its version, and answers to the other side's
 * re-INVITE and UPDATE (RFC 3264, RFC 3311, RFC 4028). Not thread-safe: its call guards it.
 */
final class Session {
    /** Seconds between refreshes that we put up with (RFC 4028 section 4: 90 where nobody says otherwise). */
    static final int LEAST_INTERVAL = 90;

    private final Answers answers;
    private final String mediaHost;
    private final long number;
    private final int mediaPort;
    private String description;
    private int version = 1;
    /** We offered in a 200, so the ACK holds the answer. */
    private boolean answerInAck;

    /**
     * What came of a request.
     *
     * @param response to be sent
     * @param moved the other side's new description; null where it stays
     * @param timer the session's new time to live; null where none was asked for
     */
    record Taken(Response response, SessionDescription moved, SessionTimer timer) {}

    Session(RequestFactory requests, Answers answers, int mediaPort) {
        this.answers = answers;
        this.mediaHost = requests.mediaHost();
        this.number = requests.sessionNumber();
        this.mediaPort = mediaPort;
        this.description = SessionDescription.offer(number, version, mediaHost, mediaPort);
    }

    /** What we offer, or answered last. */
    String description() {
        return description;
    }

    /** A re-INVITE or UPDATE. */
    Taken take(Request request) throws ParseException {
        SessionTimer timer = Headers.timer(request, false);
        if (timer != null && timer.interval().toSeconds() < LEAST_INTERVAL && Headers.supports(request, "timer")) {
            // Whoever does not know of timers did not ask for this one either, and could not make it longer.
            return new Taken(answers.tooSmall(request, LEAST_INTERVAL), null, null);
        }
        byte[] body = request.getRawContent();
        if (body == null || body.length == 0) {
            answerInAck = request.getMethod().equals(Request.INVITE);
            return new Taken(answers.accept(request, answerInAck ? description : null, timer), null, timer);
        }
        try {
            SessionDescription offer = SessionDescription.parse(body);
            String answer = offer.answer(number, version, mediaHost, mediaPort);
            if (!answer.equals(description)) {
                version++;
                answer = offer.answer(number, version, mediaHost, mediaPort);
            }
            description = answer;
            return new Taken(answers.accept(request, answer, timer), offer, timer);
        } catch (SdpException e) {
            // The sound stays as it is, and so does the call (RFC 3261 section 14.2).
            return refuse(Response.NOT_ACCEPTABLE_HERE, request);
        }
    }

    /**
     * An UPDATE before anybody picked up. Our offer waits for its answer until then: what a 183 says is none (RFC 3311
     * section 5.2).
     */
    Taken early(Request update) throws ParseException {
        byte[] body = update.getRawContent();
        return body == null || body.length == 0 ? take(update) : refuse(Response.REQUEST_PENDING, update);
    }

    /** Everything stays as it is. */
    Taken refuse(int status, Request request) throws ParseException {
        return new Taken(answers.response(status, request), null, null);
    }

    /**
     * The ACK of a 200 with our offer.
     *
     * @return the other side's description; null where we wait for none, or it is of no use
     */
    SessionDescription acknowledged(Request ack) {
        if (!answerInAck) {
            return null;
        }
        answerInAck = false;
        try {
            return SessionDescription.parse(ack.getRawContent());
        } catch (SdpException e) {
            return null;
        }
    }
}
