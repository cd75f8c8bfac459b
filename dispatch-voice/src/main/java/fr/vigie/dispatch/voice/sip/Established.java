package fr.vigie.dispatch.voice.sip;

import java.text.ParseException;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * A call that was answered, until it is hung up: our refreshes of the session (RFC 4028), the other side's re-INVITE and
 * UPDATE, and the goodbye. Not thread-safe: its call guards it.
 */
final class Established {
    private static final Logger LOG = Logger.getLogger(Established.class);

    private final RequestFactory requests;
    private final Dialog dialog;
    private final Request invite;
    private final Credentials credentials;
    private final Session session;
    private final Asker asker;
    private boolean updateAllowed;
    private SessionTimer timer;
    private ClientTransaction refreshing;
    private boolean byUpdate;
    private Challenges challenges;
    private boolean lengthened;

    /** What came of a refresh. */
    enum Renewal {
        /** Not decided yet, or refused while the session lives on for now. */
        PENDING,
        RENEWED,
        /** The other side knows no such session any more (RFC 4028 section 10). */
        GONE
    }

    /** @param invite that was answered: what follows goes its way */
    Established(
            RequestFactory requests,
            Dialog dialog,
            Request invite,
            Credentials credentials,
            Session session,
            Asker asker) {
        this.requests = requests;
        this.dialog = dialog;
        this.invite = invite;
        this.credentials = credentials;
        this.session = session;
        this.asker = asker;
    }

    boolean is(Dialog one) {
        return one == dialog;
    }

    boolean owns(ClientTransaction one) {
        return one != null && one == refreshing;
    }

    /** The session's time to live; null where it has none. */
    SessionTimer timer() {
        return timer;
    }

    /** What the answer to our INVITE says of the session. */
    void answered(Response response) {
        updateAllowed = Headers.allows(response, Request.UPDATE);
        timer = Headers.timer(response, true);
    }

    void bye() {
        Farewell.say(requests, credentials, dialog, invite);
    }

    /** Prolongs the session where that is our part. */
    void refresh() {
        if (refreshing != null || timer == null) {
            return;
        }
        challenges = new Challenges(requests, credentials);
        lengthened = false;
        byUpdate = updateAllowed;
        try {
            send(requests.refresh(dialog, invite, byUpdate, timer, session.description()));
        } catch (SipException | ParseException e) {
            refreshing = null;
            LOG.debugf("session not refreshed: %s", e.getClass().getSimpleName());
        }
    }

    private void send(Request refresh) throws SipException {
        refreshing = requests.transaction(refresh);
        refreshing.setApplicationData(asker);
        dialog.sendRequest(refreshing);
    }

    Renewal refreshed(Response response) {
        int status = response.getStatusCode();
        if (status < 200) {
            return Renewal.PENDING;
        }
        Request asked = refreshing.getRequest();
        refreshing = null;
        if (status < 300) {
            if (!byUpdate) {
                RequestFactory.acknowledge(dialog, response, asked);
            }
            SessionTimer wanted = Headers.timer(response, true);
            timer = wanted == null ? timer : wanted;
            return Renewal.RENEWED;
        }
        if (status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST || status == Response.REQUEST_TIMEOUT) {
            return Renewal.GONE;
        }
        repeat(asked, response);
        return Renewal.PENDING;
    }

    private void repeat(Request refused, Response response) {
        try {
            Request again = null;
            if (Challenges.challenges(response)) {
                again = challenges.answer(refused, response);
            } else if (response.getStatusCode() == RequestFactory.SESSION_INTERVAL_TOO_SMALL && !lengthened) {
                again = lengthened(refused, Headers.seconds(response, "Min-SE"));
            }
            if (again != null) {
                send(again);
            }
        } catch (SipException | ParseException | InvalidArgumentException e) {
            refreshing = null;
            LOG.debugf("session not refreshed: %s", e.getClass().getSimpleName());
        }
    }

    private Request lengthened(Request refused, int least) throws ParseException, InvalidArgumentException {
        if (least <= 0) {
            return null;
        }
        lengthened = true;
        Request again = challenges.again(refused);
        requests.sessionAtLeast(again, least);
        return again;
    }

    /** @return whether it was our refresh that failed, so that nobody is there any more */
    boolean failed(ClientTransaction transaction) {
        if (!owns(transaction)) {
            return false;
        }
        refreshing = null;
        return true;
    }

    /** A re-INVITE or UPDATE. */
    Session.Taken take(Request request) throws ParseException {
        if (refreshing != null && request.getMethod().equals(Request.INVITE)) {
            return session.refuse(Response.REQUEST_PENDING, request);
        }
        Session.Taken taken = session.take(request);
        updateAllowed |= Headers.allows(request, Request.UPDATE);
        if (taken.timer() != null) {
            timer = taken.timer();
        }
        return taken;
    }

    /** @return the other side's description; null where the ACK brings none */
    SessionDescription acknowledged(Request ack) {
        return session.acknowledged(ack);
    }
}
