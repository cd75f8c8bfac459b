package fr.vigie.dispatch.voice.sip;

import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.ResponseEvent;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * One call that we place: offered to one proxy after the other until one takes it ({@link Invitation}), then up
 * ({@link Established}). Its listener is told once that it ended; the last transaction may live on behind that, so that
 * a telephone that is picked up too late is told goodbye instead of being left with silence.
 *
 * <p>Two telephones never ring for it. It goes to another proxy only where the one before said no by a final answer, or
 * the INVITE never left us (RFC 3263 section 4.3), and no telephone rang. A proxy that says nothing may have passed the
 * INVITE on, and only its answers may be lost; without a provisional answer there is no CANCEL either (RFC 3261 section
 * 9.1). What the RFC allows after a time-out (section 8.1.3.1, 16.7) is meant for requests that may be repeated. So
 * silence ends the try; its proxy is left alone, and the next try, which the dispatcher counts, goes elsewhere.
 */
public final class OutgoingCall implements Asker {
    private static final Logger LOG = Logger.getLogger(OutgoingCall.class);

    private final RequestFactory requests;
    private final CallRoute route;
    private final Credentials credentials;
    private final Session session;
    private final CallListener listener;
    private final Consumer<OutgoingCall> whenEnded;
    private String number;
    private Invitation invitation;
    private Established up;
    private boolean proceeding;
    private boolean rung;
    private boolean unwanted;
    private boolean ended;

    OutgoingCall(
            RequestFactory requests,
            CallRoute route,
            Credentials credentials,
            int mediaPort,
            CallListener listener,
            Consumer<OutgoingCall> whenEnded) {
        this.requests = requests;
        this.route = route;
        this.credentials = credentials;
        this.session = new Session(requests, mediaPort);
        this.listener = listener;
        this.whenEnded = whenEnded;
    }

    synchronized void start(String called) {
        number = called;
        invite(route.first());
    }

    private void invite(Proxy first) {
        Optional<Proxy> next = Optional.of(first);
        while (next.isPresent()) {
            invitation = new Invitation(requests, next.get(), credentials, this);
            listener.via(next.get().host() + ":" + next.get().port());
            NotReached why = invitation.send(number, session.description());
            if (why == null) {
                return;
            }
            next = over(new CallEnd.NotSent(why));
        }
    }

    /** An invitation came to nothing: gives the proxy to go on with, or ends the call. */
    private Optional<Proxy> over(CallEnd how) {
        if (ended) {
            return Optional.empty();
        }
        Optional<Proxy> next = route.after(how, !rung && !invitation.cancelled());
        if (next.isEmpty()) {
            tell(how);
        }
        return next;
    }

    private void end(CallEnd how) {
        if (!ended) {
            route.after(how, false);
            tell(how);
        }
    }

    private void tell(CallEnd how) {
        ended = true;
        whenEnded.accept(this);
        listener.ended(how);
    }

    /**
     * Takes the call back before it is answered. {@code ended} follows with the trunk's confirmation. A call that is up
     * is hung up instead, also one that was answered while the CANCEL was on its way.
     */
    public synchronized void cancel() {
        unwanted = true;
        if (up != null) {
            hangUp();
        } else if (!ended) {
            invitation.cancel();
        }
    }

    /**
     * It has rung for long enough: takes it back as {@link #cancel} does, but whoever picks up while the CANCEL is on
     * its way, which then has no effect (RFC 3261 section 9.1), is spoken to and not hung up on.
     */
    public synchronized void stopRinging() {
        if (!ended && up == null) {
            invitation.cancel();
        }
    }

    /** Gives up on a trunk that says nothing, or does not confirm a cancel. Late answers are still told goodbye. */
    public synchronized void abandon() {
        if (!ended && up == null) {
            invitation.cancel();
            boolean heard = invitation.heard();
            invitation.bury();
            end(heard ? new CallEnd.CancelUnconfirmed() : new CallEnd.Silent());
        }
    }

    /** Says goodbye to a call that is up. */
    public synchronized void hangUp() {
        if (!ended && up != null) {
            up.bye();
            end(new CallEnd.HungUpHere());
        }
    }

    /** Prolongs the session where that is our part (RFC 4028); the other side's answer is told as a new timer. */
    public synchronized void refresh() {
        if (!ended && up != null) {
            up.refresh();
        }
    }

    @Override
    public synchronized void response(ResponseEvent event) {
        Response response = event.getResponse();
        if (up != null && up.owns(event.getClientTransaction())) {
            refreshed(response);
            return;
        }
        if (!((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getMethod().equals(Request.INVITE)) {
            return; // answers to CANCEL change nothing
        }
        int status = response.getStatusCode();
        if (status < 200) {
            if (invitation.owns(event.getClientTransaction())) {
                provisional(status);
                preview(response);
            }
        } else if (status < 300) {
            picked(event.getDialog(), response);
        } else if (!ended && up == null && invitation.owns(event.getClientTransaction())) {
            refused(response);
        }
    }

    private void provisional(int status) {
        invitation.provisional();
        if (ended || up != null) {
            return;
        }
        if (!proceeding) {
            proceeding = true;
            listener.proceeding();
        }
        if (status >= Response.RINGING && !rung) {
            rung = true;
            listener.ringing();
        }
    }

    private void preview(Response response) {
        if (ended || up != null || invitation.cancelled() || response.getRawContent() == null) {
            return;
        }
        try {
            listener.early(invitation.preview(response), invitation.host());
        } catch (SdpException e) {
            // The answer decides.
            LOG.debugf("early sound of %s is of no use: %s", invitation.proxy(), e.getMessage());
        }
    }

    private void refused(Response response) {
        CallEnd how = invitation.refused(response);
        if (how == null) {
            waitAnew();
            return;
        }
        over(how).ifPresent(next -> {
            waitAnew();
            invite(next);
        });
    }

    private void waitAnew() {
        proceeding = false;
        listener.sentAgain();
    }

    private void picked(Dialog answered, Response response) {
        if (answered == null) {
            return;
        }
        if (up != null || ended || unwanted) {
            invitation.acknowledge(answered, response);
            if (up != null && up.is(answered)) {
                return; // its 200 once more: our ACK was lost
            }
            // A second branch of a forked call, or one that was picked up while we took it back.
            Farewell.say(requests, credentials, answered);
            if (up == null) {
                end(new CallEnd.Refused(Response.REQUEST_TERMINATED, -1, null, true));
            }
            return;
        }
        // Before the ACK: what follows it, a BYE or a key, has to find its call.
        up = new Established(requests, answered, credentials, session, this);
        answered.setApplicationData(this);
        invitation.acknowledge(answered, response);
        try {
            SessionDescription answer = invitation.answer(response);
            up.answered(response);
            listener.answered(answer, invitation.host());
            tell(up.timer());
        } catch (SdpException e) {
            LOG.infof("%s answered with something that is of no use: %s", invitation.proxy(), e.getMessage());
            up.bye();
            end(new CallEnd.NoCommonSound());
        }
    }

    private void refreshed(Response response) {
        switch (up.refreshed(response)) {
            case RENEWED -> tell(up.timer());
            case GONE -> hangUp();
            case PENDING -> {}
        }
    }

    private void tell(SessionTimer timer) {
        if (timer != null && !ended) {
            listener.refreshed(timer);
        }
    }

    /** @param bye null where the stack gave the dialog up */
    synchronized void hungUpThere(Dialog dialog, Request bye) {
        if (up != null && up.is(dialog)) {
            end(new CallEnd.HungUpThere(bye == null ? -1 : Headers.q850(bye)));
        }
    }

    /** A re-INVITE or UPDATE; gives what is to be answered. */
    synchronized Response renegotiated(Request request) throws ParseException {
        if (up == null || ended) {
            return requests.response(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, request);
        }
        Session.Taken taken = up.take(request);
        if (taken.moved() != null) {
            listener.moved(taken.moved());
        }
        tell(taken.timer());
        return taken.response();
    }

    synchronized void acknowledged(Request ack) {
        SessionDescription answer = up == null || ended ? null : up.acknowledged(ack);
        if (answer != null) {
            listener.moved(answer);
        }
    }

    synchronized void key(char key) {
        if (up != null && !ended) {
            listener.key(key);
        }
    }

    @Override
    public synchronized void failed(ClientTransaction transaction) {
        if (up != null) {
            if (up.failed(transaction)) {
                hangUp();
            }
        } else if (!ended && invitation.owns(transaction)) {
            end(invitation.heard() ? new CallEnd.CancelUnconfirmed() : new CallEnd.Silent());
        }
    }

    /**
     * The connection that the INVITE went over broke. What answers it may find no way back, so it is over for us; where
     * a telephone may ring, it is told to stop over a new connection. A call that is up stays up: its sound has a way of
     * its own, and its goodbye opens a new connection.
     */
    synchronized void connectionLost(InetSocketAddress remote) {
        if (!ended && up == null && invitation.wentTo(remote)) {
            boolean takenBack = invitation.cancelled();
            invitation.cancel();
            end(takenBack ? new CallEnd.CancelUnconfirmed() : new CallEnd.ConnectionLost());
        }
    }
}
