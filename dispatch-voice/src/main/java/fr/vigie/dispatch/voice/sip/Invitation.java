package fr.vigie.dispatch.voice.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * What is asked of one proxy for one call: an INVITE, repeated where a challenge or a longer session (RFC 4028) is all
 * that the proxy wants, and its CANCEL. Not thread-safe: its call guards it.
 */
final class Invitation {
    private static final Logger LOG = Logger.getLogger(Invitation.class);
    /** Each proxy on the way may want a longer one than those before. */
    private static final int MAX_LONGER_SESSIONS = 3;

    private final RequestFactory requests;
    private final Proxy proxy;
    private final Asker asker;
    private final Credentials credentials;
    private final Challenges challenges;
    private InetSocketAddress remote;
    private ClientTransaction transaction;
    private SessionDescription preview;
    private Request belated;
    private boolean heard;
    private boolean cancelWanted;
    private boolean cancelSent;
    private int sessionSeconds = Session.LEAST_INTERVAL;
    private int longerSessions;

    Invitation(RequestFactory requests, Proxy proxy, Credentials credentials, Asker asker) {
        this.requests = requests;
        this.proxy = proxy;
        this.asker = asker;
        this.credentials = credentials;
        this.challenges = new Challenges(requests, credentials);
    }

    Proxy proxy() {
        return proxy;
    }

    /** Its Call-ID; null where it could not even be made. */
    String callId() {
        return transaction == null ? null : RequestFactory.callId(transaction.getRequest());
    }

    /** @return why it could not be sent; null where it was */
    NotReached send(String number, String offer) {
        try {
            remote = requests.reach(proxy);
            Account account = credentials.account();
            Request invite = requests.invite(number, proxy, account == null ? null : account.domain(), offer);
            NextHops.by(remote, proxy.transport(), invite);
            send(invite);
            return null;
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) {
            // The exception's message may hold the number. Whoever watches the proxy says it aloud, once.
            NotReached why = requests.notReached(proxy, e);
            LOG.debugf(
                    "a call could not be sent to %s: %s (%s)",
                    proxy, why, e.getClass().getSimpleName());
            return why;
        }
    }

    private void send(Request invite) throws SipException {
        heard = false;
        transaction = requests.transaction(invite);
        transaction.setApplicationData(asker);
        transaction.sendRequest();
    }

    boolean owns(ClientTransaction one) {
        return one != null && one == transaction;
    }

    /** Whether it went to this address. */
    boolean wentTo(InetSocketAddress address) {
        return address.equals(remote);
    }

    /** Where it went. */
    InetAddress host() {
        return remote.getAddress();
    }

    /** What sound a provisional answer offers; stands where the 200 brings no description. */
    SessionDescription preview(Response response) throws SdpException {
        preview = SessionDescription.parse(response.getRawContent());
        return preview;
    }

    /** What sound a 200 wants. */
    SessionDescription answer(Response response) throws SdpException {
        if (response.getHeader(ContactHeader.NAME) == null) {
            throw new SdpException("no Contact, so that no goodbye would ever arrive");
        }
        byte[] body = response.getRawContent();
        return (preview != null && (body == null || body.length == 0) ? preview : SessionDescription.parse(body))
                .orNoAnswer();
    }

    /** Whether a provisional answer came. */
    boolean heard() {
        return heard;
    }

    boolean cancelled() {
        return cancelWanted;
    }

    void provisional() {
        heard = true;
        if (cancelWanted) {
            sendCancel();
        }
    }

    /** Takes it back, as soon as that is possible: not before a provisional answer (RFC 3261 section 9.1). */
    void cancel() {
        cancelWanted = true;
        if (heard) {
            sendCancel();
        }
    }

    /**
     * Stops repeating an INVITE that nothing was heard of. A provisional answer that comes all the same is answered by
     * {@link #haunted}.
     */
    void bury() {
        if (transaction == null || heard) {
            return;
        }
        try {
            belated = cancellation();
            requests.bury(this, transaction);
        } catch (SipException e) {
            LOG.debugf("an INVITE goes on being repeated: %s", e.getClass().getSimpleName());
        }
    }

    /** The proxy of a buried INVITE says that it works on it. */
    synchronized void haunted() {
        if (belated == null) {
            return;
        }
        try {
            requests.sendOnce(belated);
            belated = null;
        } catch (SipException e) {
            LOG.debugf("cancel not sent: %s", e.getClass().getSimpleName());
        }
    }

    /** Somebody picked up. */
    void acknowledge(Dialog dialog, Response response) {
        RequestFactory.acknowledge(dialog, response, transaction.getRequest());
    }

    /** Says goodbye to somebody who picked up. */
    void dismiss(Dialog dialog) {
        Farewell.say(requests, credentials, dialog, transaction.getRequest());
    }

    /** The INVITE as it was sent last. */
    Request request() {
        return transaction.getRequest();
    }

    private Request cancellation() throws SipException {
        Request cancel = transaction.createCancel();
        NextHops.as(transaction.getRequest(), cancel);
        return cancel;
    }

    private void sendCancel() {
        if (cancelSent) {
            return;
        }
        cancelSent = true;
        try {
            requests.transaction(cancellation()).sendRequest();
        } catch (SipException e) {
            LOG.debugf("cancel not sent: %s", e.getClass().getSimpleName()); // the final answer was faster
        }
    }

    /**
     * A final answer from 300 on.
     *
     * @return how the invitation ended; null where it was sent once more
     */
    CallEnd refused(Response response) {
        if (!cancelWanted && Challenges.challenges(response)) {
            return repeated(challenges.answer(transaction.getRequest(), response))
                    ? null
                    : new CallEnd.NotAuthorized(response.getStatusCode());
        }
        if (!cancelWanted && response.getStatusCode() == RequestFactory.SESSION_INTERVAL_TOO_SMALL) {
            if (repeated(longerSession(response))) {
                return null;
            }
        }
        return new CallEnd.Refused(
                response.getStatusCode(), Headers.q850(response), Headers.retryAfter(response), cancelWanted);
    }

    private Request longerSession(Response response) {
        int least = Headers.seconds(response, "Min-SE");
        if (least <= sessionSeconds || ++longerSessions > MAX_LONGER_SESSIONS) {
            return null;
        }
        try {
            Request again = challenges.again(transaction.getRequest());
            requests.sessionAtLeast(again, least);
            sessionSeconds = least;
            return again;
        } catch (ParseException | InvalidArgumentException e) {
            return null;
        }
    }

    private boolean repeated(Request again) {
        if (again == null) {
            return false;
        }
        try {
            send(again);
            return true;
        } catch (SipException | RuntimeException e) {
            LOG.warnf(
                    "a call could not be repeated to %s: %s",
                    proxy, e.getClass().getSimpleName());
            return false;
        }
    }
}
