package fr.vigie.dispatch.voice.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * A call before anybody picks up: offered to one proxy after the other until one takes it ({@link Invitation}). Two
 * telephones never ring for it. It goes to another proxy only where the one before said no by a final answer, or the
 * INVITE never left us (RFC 3263 section 4.3), and no telephone rang. Not thread-safe: its call guards it.
 *
 * <p>A proxy that says nothing may have passed the INVITE on, and only its answers may be lost; without a provisional
 * answer there is no CANCEL either (RFC 3261 section 9.1). What the RFC allows after a time-out (section 8.1.3.1, 16.7)
 * is meant for requests that may be repeated. So silence ends the try; its proxy is left alone, and the next try, which
 * the dispatcher counts, goes elsewhere.
 */
final class Offering {
    private static final Logger LOG = Logger.getLogger(Offering.class);

    private final RequestFactory requests;
    private final CallRoute route;
    private final Credentials credentials;
    private final CallListener listener;
    private final Asker asker;
    private String number;
    private String description;
    private Invitation invitation;
    private boolean proceeding;
    private boolean rung;

    Offering(RequestFactory requests, CallRoute route, Credentials credentials, CallListener listener, Asker asker) {
        this.requests = requests;
        this.route = route;
        this.credentials = credentials;
        this.listener = listener;
        this.asker = asker;
    }

    /**
     * Begins.
     *
     * @param called E.164 with a leading plus
     * @param offered what sound we offer
     * @return how it ended where it could not be sent to any proxy; null while it is under way
     */
    CallEnd begin(String called, String offered) {
        number = called;
        description = offered;
        return invite(route.first());
    }

    private CallEnd invite(Proxy first) {
        CallEnd end = null;
        for (Optional<Proxy> next = Optional.of(first); next.isPresent(); next = elsewhere(end)) {
            invitation = new Invitation(requests, next.get(), credentials, asker);
            listener.via(next.get().host() + ":" + next.get().port());
            NotReached why = invitation.send(number, description);
            if (why == null) {
                return null;
            }
            end = new CallEnd.NotSent(why);
        }
        return end;
    }

    private Optional<Proxy> elsewhere(CallEnd end) {
        return route.after(end, !rung && !invitation.cancelled());
    }

    boolean owns(ClientTransaction transaction) {
        return invitation.owns(transaction);
    }

    /** A provisional answer came, perhaps too late for anybody; a CANCEL that was waiting for it goes out. */
    void heard() {
        invitation.provisional();
    }

    /** What a provisional answer says, while the call is waited for. */
    void proceeds(Response response) {
        if (!proceeding) {
            proceeding = true;
            listener.proceeding();
        }
        if (response.getStatusCode() >= Response.RINGING && !rung) {
            rung = true;
            route.taken();
            listener.ringing();
        }
        if (!invitation.cancelled() && response.getRawContent() != null) {
            preview(response);
        }
    }

    private void preview(Response response) {
        try {
            listener.early(invitation.preview(response), invitation.host());
        } catch (SdpException e) {
            // The answer decides.
            LOG.debugf("early sound of %s is of no use: %s", invitation.proxy(), e.getMessage());
        }
    }

    /**
     * A final answer from 300 on: asks once more, or goes on to the next proxy.
     *
     * @return how it ended; null where it is under way again
     */
    CallEnd refused(Response response) {
        CallEnd how = invitation.refused(response);
        Optional<Proxy> next = how == null ? Optional.empty() : elsewhere(how);
        if (how != null && next.isEmpty()) {
            return how;
        }
        proceeding = false;
        listener.sentAgain();
        return next.isPresent() ? invite(next.get()) : null;
    }

    /** Somebody picked up. */
    void taken() {
        route.taken();
    }

    /** Confirms a 200. */
    void acknowledge(Dialog dialog, Response response) {
        invitation.acknowledge(dialog, response);
    }

    /** Says goodbye to somebody who picked up. */
    void dismiss(Dialog dialog) {
        invitation.dismiss(dialog);
    }

    /** The INVITE as it was sent last. */
    Request invite() {
        return invitation.request();
    }

    /** What sound a 200 wants. */
    SessionDescription answer(Response response) throws SdpException {
        return invitation.answer(response);
    }

    /** Takes it back, as soon as that is possible. */
    void cancel() {
        invitation.cancel();
    }

    /** Gives up on a proxy that says nothing, or does not confirm a cancel. */
    CallEnd abandoned() {
        invitation.cancel();
        CallEnd how = unanswered();
        invitation.bury();
        return how;
    }

    /** No final answer came in the stack's own time. */
    CallEnd unanswered() {
        return invitation.heard() ? new CallEnd.CancelUnconfirmed() : new CallEnd.Silent();
    }

    /** Whether the INVITE went to this address. */
    boolean wentTo(InetSocketAddress remote) {
        return invitation.wentTo(remote);
    }

    /** The connection broke; a telephone that may ring is told to stop over a new one. */
    CallEnd connectionLost() {
        boolean takenBack = invitation.cancelled();
        invitation.cancel();
        return takenBack ? new CallEnd.CancelUnconfirmed() : new CallEnd.ConnectionLost();
    }

    /** The call is over, before it was answered or behind it; tells how its proxy did. */
    void over(CallEnd how) {
        route.after(how, false);
    }

    /** Call-ID of the last INVITE; null where it could not even be made. */
    String callId() {
        return invitation.callId();
    }

    Proxy proxy() {
        return invitation.proxy();
    }

    /** Where it went. */
    InetAddress host() {
        return invitation.host();
    }
}
