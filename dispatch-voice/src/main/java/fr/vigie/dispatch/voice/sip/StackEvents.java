package fr.vigie.dispatch.voice.sip;

import gov.nist.javax.sip.ResponseEventExt;
import java.text.ParseException;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * What the stack tells, passed on to whom it concerns. What the other side sends is not ours to trust: nothing in it may
 * end one of the stack's threads.
 */
final class StackEvents implements SipListener {
    private static final Logger LOG = Logger.getLogger(StackEvents.class);

    private final RequestFactory requests;
    private final Answers answers;

    StackEvents(RequestFactory requests, Answers answers) {
        this.requests = requests;
        this.answers = answers;
    }

    @Override
    public void processResponse(ResponseEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        if (transaction == null && event instanceof ResponseEventExt forked) {
            transaction = forked.getOriginalTransaction(); // a second branch was picked up
        }
        try {
            if (transaction == null
                    || event.getClientTransaction() == null
                            && event.getResponse().getStatusCode() < 200) {
                belated(event);
            } else if (transaction.getApplicationData() instanceof Asker asker) {
                asker.response(event);
            }
        } catch (RuntimeException e) {
            strange("an answer", e);
        }
    }

    /**
     * An answer whose transaction has gone: of a call that we gave up on, or of one more telephone of a call that another
     * one took. Nobody shall wait at a telephone for it.
     */
    private void belated(ResponseEvent event) {
        Response response = event.getResponse();
        if (!((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getMethod().equals(Request.INVITE)) {
            return; // a late copy
        }
        int status = response.getStatusCode();
        Dialog dialog = event.getDialog();
        OutgoingCall call = callOf(dialog);
        Invitation ghost = requests.ghost(response);
        if (status < 200 && ghost != null) {
            ghost.haunted();
        } else if (status >= 200 && status < 300 && call != null) {
            call.response(event);
        } else if (status >= 200 && status < 300 && ghost != null && dialog != null) {
            ghost.acknowledge(dialog, response);
            ghost.dismiss(dialog);
        }
    }

    @Override
    public void processRequest(RequestEvent event) {
        try {
            process(event);
        } catch (RuntimeException e) {
            strange("a request", e);
        }
    }

    /** The exception's message may hold a number; its kind and place do not. */
    private static void strange(String what, RuntimeException e) {
        LOG.warnf(
                "%s could not be taken: %s at %s",
                what, e.getClass().getName(), e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "unknown");
    }

    private void process(RequestEvent event) {
        Request request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            OutgoingCall call = callOf(event.getDialog());
            if (call != null) {
                call.acknowledged(request);
            }
            return;
        }
        try {
            ServerTransaction transaction = event.getServerTransaction();
            if (transaction == null) {
                transaction = ((SipProvider) event.getSource()).getNewServerTransaction(request);
            }
            OutgoingCall call = callOf(event.getDialog());
            transaction.sendResponse(answer(request, event.getDialog(), call));
            if (call != null) {
                tell(call, event.getDialog(), request);
            }
        } catch (SipException | ParseException | InvalidArgumentException e) {
            LOG.debugf(
                    "a %s was not answered: %s",
                    request.getMethod(), e.getClass().getSimpleName());
        }
    }

    /** To what belongs to a call, or did a moment ago; the {@link Threshold} lets nothing else in. */
    private Response answer(Request request, Dialog dialog, OutgoingCall call) throws ParseException {
        switch (request.getMethod()) {
            case Request.OPTIONS -> {
                return answers.alive(request);
            }
            case Request.BYE, Request.INFO -> {
                return answers.response(
                        call == null ? Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST : Response.OK, request);
            }
            case Request.INVITE, Request.UPDATE -> {
                if (call != null) {
                    return call.renegotiated(dialog, request);
                }
                return answers.response(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, request);
            }
            case Request.CANCEL -> {
                return answers.response(Response.OK, request);
            }
            default -> {
                return answers.response(Response.METHOD_NOT_ALLOWED, request);
            }
        }
    }

    private static void tell(OutgoingCall call, Dialog dialog, Request request) {
        switch (request.getMethod()) {
            case Request.BYE -> call.hungUpThere(dialog, request);
            case Request.INFO -> {
                if (request.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type) {
                    char key = DtmfInfo.key(type.getContentSubType(), request.getRawContent());
                    if (key != DtmfInfo.NONE) {
                        call.key(dialog, key);
                    }
                }
            }
            default -> {}
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction() && event.getClientTransaction().getApplicationData() instanceof Asker asker) {
            asker.failed(event.getClientTransaction());
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.debugf("the network refused a packet to %s:%d", event.getHost(), event.getPort());
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        OutgoingCall call = callOf(event.getDialog());
        if (call != null) {
            call.hungUpThere(event.getDialog(), null);
        }
    }

    private static OutgoingCall callOf(Dialog dialog) {
        return dialog != null && dialog.getApplicationData() instanceof OutgoingCall call ? call : null;
    }
}
