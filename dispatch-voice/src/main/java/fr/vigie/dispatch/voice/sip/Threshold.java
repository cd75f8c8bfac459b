package fr.vigie.dispatch.voice.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.text.ParseException;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * What the stack does with a request before it keeps anything of it. Only what belongs to a call of ours gets in. The
 * rest is answered once, without a transaction, and to the host that it came from, whatever its Via says; and where it
 * came from no trunk, not even that.
 */
final class Threshold implements SIPMessageValve {
    private static final Logger LOG = Logger.getLogger(Threshold.class);

    private final SIPTransactionStack stack;
    private final Answers answers;
    private final Doorkeeper doorkeeper;
    private final RemoteTargets targets;

    Threshold(SIPTransactionStack stack, Answers answers, Doorkeeper doorkeeper, RemoteTargets targets) {
        this.stack = stack;
        this.answers = answers;
        this.doorkeeper = doorkeeper;
        this.targets = targets;
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (stack.getDialog(request.getDialogId(true)) != null || stack.findTransaction(request, true) != null) {
            return true;
        }
        InetAddress from = channel.getPeerPacketSourceAddress();
        if (!doorkeeper.knows(from)) {
            doorkeeper.turnedAway(from);
        } else if (!request.getMethod().equals(Request.ACK)) {
            answer(request, channel, from);
        }
        return false;
    }

    private void answer(SIPRequest request, MessageChannel channel, InetAddress from) {
        try {
            request.getTopmostVia().setReceived(from.getHostAddress());
            Response response = response(request);
            ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
            if (to.getTag() == null) {
                // The same for each copy of a request (RFC 3261 section 8.2.7).
                to.setTag(Integer.toHexString(request.getTransactionId().hashCode()));
            }
            answers.sendOnce(response, channel);
        } catch (SipException | IOException | ParseException e) {
            LOG.debugf(
                    "a %s was not answered: %s",
                    request.getMethod(), e.getClass().getSimpleName());
        }
    }

    private Response response(SIPRequest request) throws ParseException {
        switch (request.getMethod()) {
            case Request.OPTIONS -> {
                return answers.alive(request);
            }
            case Request.INVITE -> {
                return answers.response(
                        request.getToTag() == null ? Response.FORBIDDEN : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST,
                        request);
            }
            case Request.BYE, Request.CANCEL, Request.INFO, Request.UPDATE -> {
                return answers.response(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, request);
            }
            default -> {
                return answers.response(Response.METHOD_NOT_ALLOWED, request);
            }
        }
    }

    /** Answers belong to requests of ours, or to nothing, and then the stack keeps nothing of them. */
    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        try {
            targets.mend(response, channel);
        } catch (ParseException e) {
            LOG.debug("a Contact stays as it is");
        }
        return true;
    }

    @Override
    public void init(SipStack ours) {}

    @Override
    public void destroy() {}
}
