package fr.vigie.dispatch.voice.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.text.ParseException;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * One call that we place. Its listener is told once that it ended; the transaction may live on behind that, so that a
 * telephone that is picked up too late is told goodbye instead of being left with silence.
 */
public final class OutgoingCall {
    private static final Logger LOG = Logger.getLogger(OutgoingCall.class);

    private final RequestFactory requests;
    private final TrunkAddress trunk;
    private final Session session;
    private final CallListener listener;

    private ClientTransaction transaction;
    private Dialog dialog;
    private Stage stage = Stage.INVITING;
    private boolean authorized;
    private boolean cancelWanted;
    private boolean cancelSent;
    private boolean rung;
    private ClientTransaction refreshing;
    private boolean updateAllowed;
    private SessionTimer timer;
    /** Of a provisional answer; stands where the 200 brings no description. */
    private SessionDescription preview;

    private enum Stage {
        /** Sent; nothing heard. */
        INVITING,
        /** A provisional answer came. */
        PROCEEDING,
        UP,
        ENDED
    }

    OutgoingCall(RequestFactory requests, TrunkAddress trunk, int mediaPort, CallListener listener) {
        this.requests = requests;
        this.trunk = trunk;
        this.session = new Session(requests, mediaPort);
        this.listener = listener;
    }

    synchronized void start(String number) {
        try {
            send(requests.invite(number, trunk, session.description()));
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) {
            // The exception's message may hold the number.
            LOG.warnf(
                    "a call could not be sent to trunk %s: %s",
                    trunk, e.getClass().getSimpleName());
            end(new CallEnd.NotSent());
        }
    }

    private void send(Request invite) throws SipException {
        transaction = requests.transaction(invite);
        transaction.setApplicationData(this);
        transaction.sendRequest();
    }

    /**
     * Takes the call back before it is answered. {@code ended} follows with the trunk's confirmation. A call that is up
     * is hung up instead.
     */
    public synchronized void cancel() {
        switch (stage) {
            case INVITING -> cancelWanted = true; // RFC 3261 section 9.1: not before a provisional answer
            case PROCEEDING -> {
                cancelWanted = true;
                sendCancel();
            }
            case UP -> hangUp();
            case ENDED -> {}
        }
    }

    /** Gives up on a trunk that says nothing, or does not confirm a cancel. Late answers are still told goodbye. */
    public synchronized void abandon() {
        if (stage == Stage.INVITING) {
            cancelWanted = true;
            end(new CallEnd.Silent());
        } else if (stage == Stage.PROCEEDING) {
            sendCancel();
            end(new CallEnd.CancelUnconfirmed());
        }
    }

    /** Says goodbye to a call that is up. */
    public synchronized void hangUp() {
        if (stage == Stage.UP) {
            requests.bye(dialog);
            end(new CallEnd.HungUpHere());
        }
    }

    /** Prolongs the session where that is our part (RFC 4028); the other side's answer is told as a new timer. */
    public synchronized void refresh() {
        if (stage != Stage.UP || refreshing != null || timer == null) {
            return;
        }
        try {
            refreshing = requests.transaction(requests.refresh(dialog, updateAllowed, timer, session.description()));
            refreshing.setApplicationData(this);
            dialog.sendRequest(refreshing);
        } catch (SipException | ParseException e) {
            refreshing = null;
            LOG.debugf("session not refreshed: %s", e.getClass().getSimpleName());
        }
    }

    synchronized void response(ResponseEvent event) {
        Response response = event.getResponse();
        if (refreshing != null && event.getClientTransaction() == refreshing) {
            refreshed(event.getDialog(), response);
            return;
        }
        if (!((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getMethod().equals(Request.INVITE)) {
            return; // answers to CANCEL and BYE change nothing
        }
        int status = response.getStatusCode();
        if (status < 200) {
            provisional(status);
            preview(response);
        } else if (status < 300) {
            picked(event.getDialog(), response);
        } else {
            refused(response);
        }
    }

    private void refreshed(Dialog of, Response response) {
        int status = response.getStatusCode();
        if (status < 200) {
            return;
        }
        refreshing = null;
        if (status < 300) {
            if (!updateAllowed) {
                RequestFactory.acknowledge(of, response);
            }
            SessionTimer wanted = Headers.timer(response, true);
            tell(wanted == null ? timer : wanted);
        } else if (status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST || status == Response.REQUEST_TIMEOUT) {
            hangUp(); // RFC 4028 section 10: there is no such session any more
        }
    }

    private void tell(SessionTimer wanted) {
        if (wanted != null && stage == Stage.UP) {
            timer = wanted;
            listener.refreshed(wanted);
        }
    }

    private void provisional(int status) {
        if (cancelWanted) {
            sendCancel();
        }
        if (stage == Stage.INVITING) {
            stage = Stage.PROCEEDING;
            listener.proceeding();
        }
        if (status >= Response.RINGING && stage == Stage.PROCEEDING && !rung) {
            rung = true;
            listener.ringing();
        }
    }

    private void preview(Response response) {
        if (stage != Stage.PROCEEDING || cancelWanted || response.getRawContent() == null) {
            return;
        }
        try {
            preview = SessionDescription.parse(response.getRawContent());
            listener.early(preview, signallingHost(preview));
        } catch (SdpException e) {
            LOG.debugf("early sound of trunk %s is of no use: %s", trunk, e.getMessage()); // the answer decides
        }
    }

    private SessionDescription answer(Response response) throws SdpException {
        byte[] body = response.getRawContent();
        return preview != null && (body == null || body.length == 0) ? preview : SessionDescription.parse(body);
    }

    private void picked(Dialog answered, Response response) {
        if (answered == null) {
            return;
        }
        RequestFactory.acknowledge(answered, response);
        if (stage == Stage.UP) {
            if (answered != dialog) {
                requests.bye(answered); // a second branch of a forked call
            }
            return;
        }
        if (cancelWanted || stage == Stage.ENDED) {
            requests.bye(answered); // picked up while we took the call back
            end(new CallEnd.Refused(Response.REQUEST_TERMINATED, -1, null, true));
            return;
        }
        dialog = answered;
        dialog.setApplicationData(this);
        try {
            SessionDescription answer = answer(response);
            stage = Stage.UP;
            updateAllowed = Headers.allows(response, Request.UPDATE);
            listener.answered(answer, signallingHost(answer));
            tell(Headers.timer(response, true));
        } catch (SdpException e) {
            LOG.infof("trunk %s answered with a session description that is of no use: %s", trunk, e.getMessage());
            requests.bye(answered);
            end(new CallEnd.NoCommonSound());
        }
    }

    private void refused(Response response) {
        if (stage == Stage.ENDED) {
            return;
        }
        int status = response.getStatusCode();
        boolean challenge = status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED;
        if (challenge && !cancelWanted) {
            authorize(response);
            return;
        }
        end(new CallEnd.Refused(status, Headers.q850(response), Headers.retryAfter(response), cancelWanted));
    }

    private void authorize(Response challenge) {
        if (authorized || trunk.user() == null || trunk.password() == null) {
            end(new CallEnd.NotAuthorized(challenge.getStatusCode()));
            return;
        }
        authorized = true;
        try {
            stage = Stage.INVITING;
            send(requests.authorized(transaction.getRequest(), challenge, trunk));
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) {
            LOG.warnf("the challenge of trunk %s cannot be answered: %s", trunk, e.getMessage());
            end(new CallEnd.NotAuthorized(challenge.getStatusCode()));
        }
    }

    /** @param bye null where the stack gave the dialog up */
    synchronized void hungUpThere(Request bye) {
        if (stage == Stage.UP) {
            end(new CallEnd.HungUpThere(bye == null ? -1 : Headers.q850(bye)));
        }
    }

    /** A re-INVITE or UPDATE; gives what is to be answered. */
    synchronized Response renegotiated(Request request) throws ParseException {
        if (stage != Stage.UP) {
            return requests.response(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, request);
        }
        if (refreshing != null && request.getMethod().equals(Request.INVITE)) {
            return requests.response(Response.REQUEST_PENDING, request);
        }
        Session.Taken taken = session.take(request);
        if (taken.moved() != null) {
            listener.moved(taken.moved());
        }
        updateAllowed |= Headers.allows(request, Request.UPDATE);
        tell(taken.timer());
        return taken.response();
    }

    synchronized void acknowledged(Request ack) {
        SessionDescription answer = session.acknowledged(ack);
        if (answer != null && stage == Stage.UP) {
            listener.moved(answer);
        }
    }

    synchronized void key(char key) {
        if (stage == Stage.UP) {
            listener.key(key);
        }
    }

    /** The stack gave up on a transaction: 32 seconds without a final answer, or the network refused the packet. */
    synchronized void transactionFailed(ClientTransaction failed) {
        if (failed == transaction && stage == Stage.INVITING) {
            end(new CallEnd.Silent());
        } else if (failed == transaction && stage == Stage.PROCEEDING) {
            end(new CallEnd.CancelUnconfirmed());
        } else if (failed == refreshing) {
            refreshing = null;
            hangUp();
        }
    }

    private void end(CallEnd end) {
        if (stage != Stage.ENDED) {
            stage = Stage.ENDED;
            listener.ended(end);
        }
    }

    private void sendCancel() {
        if (cancelSent) {
            return;
        }
        cancelSent = true;
        try {
            requests.transaction(transaction.createCancel()).sendRequest();
        } catch (SipException e) {
            LOG.debugf("cancel not sent: %s", e.getClass().getSimpleName()); // the final answer was faster
        }
    }

    private InetAddress signallingHost(SessionDescription answer) {
        try {
            return InetAddress.getByName(trunk.host()); // cached by the platform since the INVITE went there
        } catch (UnknownHostException e) {
            return answer.address().getAddress();
        }
    }
}
