package fr.vigie.dispatch.voice.sip;

import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/** A BYE, said again where a proxy wants our account first. Whatever else is answered, the call is over. */
final class Farewell implements Asker {
    private static final Logger LOG = Logger.getLogger(Farewell.class);

    private final RequestFactory requests;
    private final Challenges challenges;

    private Farewell(RequestFactory requests, Credentials credentials) {
        this.requests = requests;
        this.challenges = new Challenges(requests, credentials);
    }

    /** Says goodbye to whoever answered an INVITE; where that fails, the other side was faster. */
    static void say(RequestFactory requests, Credentials credentials, Dialog dialog, Request invite) {
        try {
            ClientTransaction transaction = requests.transaction(RequestFactory.bye(dialog, invite));
            transaction.setApplicationData(new Farewell(requests, credentials));
            dialog.sendRequest(transaction);
        } catch (SipException | RuntimeException e) {
            // The stack trusts what the other side sent more than we do.
            LOG.debugf("goodbye not sent: %s", e.getClass().getSimpleName());
        }
    }

    @Override
    public synchronized void response(ResponseEvent event) {
        Response response = event.getResponse();
        if (!Challenges.challenges(response)) {
            return;
        }
        Request again = challenges.answer(event.getClientTransaction().getRequest(), response);
        if (again == null) {
            LOG.warnf("a goodbye was refused: SIP %d", response.getStatusCode());
            return;
        }
        try {
            // The stack's dialog ended with the first BYE: this one goes out by itself, with that one's tags and route.
            ClientTransaction transaction = requests.transaction(again);
            transaction.setApplicationData(this);
            transaction.sendRequest();
        } catch (SipException e) {
            LOG.debugf("goodbye not repeated: %s", e.getClass().getSimpleName());
        }
    }

    @Override
    public void failed(ClientTransaction transaction) {
        LOG.debug("a goodbye was not answered");
    }
}
