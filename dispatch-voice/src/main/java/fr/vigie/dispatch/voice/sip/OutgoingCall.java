package fr.vigie.dispatch.voice.sip;

import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.ResponseEvent;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * One call that we place: offered until it is taken ({@link Offering}), then up ({@link Established}). Its listener is
 * told once that it ended; the last transaction may live on behind that, so that a telephone that is picked up too late
 * is told goodbye instead of being left with silence.
 */
public final class OutgoingCall implements Asker {
    private static final Logger LOG = Logger.getLogger(OutgoingCall.class);

    private final RequestFactory requests;
    private final Credentials credentials;
    private final Session session;
    private final Offering offering;
    private final CallListener listener;
    private final Consumer<OutgoingCall> whenEnded;
    private Established up;
    private boolean unwanted;
    private boolean ended;

    OutgoingCall(
            RequestFactory requests,
            Answers answers,
            CallRoute route,
            Credentials credentials,
            int mediaPort,
            CallListener listener,
            Consumer<OutgoingCall> whenEnded) {
        this.requests = requests;
        this.credentials = credentials;
        this.session = new Session(requests, answers, mediaPort);
        this.offering = new Offering(requests, route, credentials, listener, this);
        this.listener = listener;
        this.whenEnded = whenEnded;
    }

    /** Call-ID of the last INVITE, once the call has ended; null where none was sent. Takes no lock: its caller holds one. */
    public String callId() {
        return offering.callId();
    }

    synchronized void start(String number) {
        told(offering.begin(number, session.description()));
    }

    /** @param how null where it goes on */
    private void told(CallEnd how) {
        if (how != null && !ended) {
            tell(how);
        }
    }

    private void end(CallEnd how) {
        if (!ended) {
            offering.over(how);
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
            offering.cancel();
        }
    }

    /**
     * It has rung for long enough: takes it back as {@link #cancel} does, but whoever picks up while the CANCEL is on
     * its way, which then has no effect (RFC 3261 section 9.1), is spoken to and not hung up on.
     */
    public synchronized void stopRinging() {
        if (!ended && up == null) {
            offering.cancel();
        }
    }

    /** Gives up on a trunk that says nothing, or does not confirm a cancel. Late answers are still told goodbye. */
    public synchronized void abandon() {
        if (!ended && up == null) {
            end(offering.abandoned());
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
            if (offering.owns(event.getClientTransaction())) {
                provisional(event.getDialog(), response);
            }
        } else if (status < 300) {
            picked(event.getDialog(), response);
        } else if (!ended && up == null && offering.owns(event.getClientTransaction())) {
            told(offering.refused(response));
        }
    }

    private void provisional(Dialog early, Response response) {
        if (early != null) {
            // What this telephone says later may come without a transaction, and has to find its call.
            early.setApplicationData(this);
        }
        offering.heard();
        if (!ended && up == null) {
            offering.proceeds(response);
        }
    }

    private void picked(Dialog answered, Response response) {
        if (answered == null) {
            return;
        }
        if (up != null || ended || unwanted) {
            offering.acknowledge(answered, response);
            if (up != null && up.is(answered)) {
                return; // its 200 once more: our ACK was lost
            }
            // A second branch of a forked call, or one that was picked up while we took it back.
            offering.dismiss(answered);
            if (up == null) {
                end(new CallEnd.Refused(Response.REQUEST_TERMINATED, -1, null, true));
            }
            return;
        }
        // Before the ACK: what follows it, a BYE or a key, has to find its call.
        up = new Established(requests, answered, offering.invite(), credentials, session, this);
        answered.setApplicationData(this);
        offering.taken();
        offering.acknowledge(answered, response);
        try {
            SessionDescription answer = offering.answer(response);
            up.answered(response);
            listener.answered(answer, offering.host());
            tell(up.timer());
        } catch (SdpException e) {
            LOG.infof("%s answered with something that is of no use: %s", offering.proxy(), e.getMessage());
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
    synchronized Response renegotiated(Dialog dialog, Request request) throws ParseException {
        if (up == null && !ended && request.getMethod().equals(Request.UPDATE)) {
            return session.early(request).response();
        }
        if (up == null || ended || !up.is(dialog)) {
            return session.refuse(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, request)
                    .response();
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

    synchronized void key(Dialog dialog, char key) {
        if (up != null && up.is(dialog) && !ended) {
            listener.key(key);
        }
    }

    @Override
    public synchronized void failed(ClientTransaction transaction) {
        if (up != null) {
            if (up.failed(transaction)) {
                hangUp();
            }
        } else if (!ended && offering.owns(transaction)) {
            end(offering.unanswered());
        }
    }

    /**
     * The connection that the INVITE went over broke. What answers it may find no way back, so it is over for us; where
     * a telephone may ring, it is told to stop over a new connection. A call that is up stays up: its sound has a way of
     * its own, and its goodbye opens a new connection.
     */
    synchronized void connectionLost(InetSocketAddress remote) {
        if (!ended && up == null && offering.wentTo(remote)) {
            end(offering.connectionLost());
        }
    }
}
