package fr.vigie.dispatch.voice.sip;

import java.io.IOException;
import java.text.ParseException;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.function.IntConsumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/** The process's SIP stack over UDP: places calls, answers what belongs to them, and OPTIONS. Takes no calls. */
public final class UserAgent implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UserAgent.class);

    private final SipStack stack;
    private final RequestFactory requests;

    private UserAgent(SipStack stack, RequestFactory requests) {
        this.stack = stack;
        this.requests = requests;
    }

    /**
     * Binds the port.
     *
     * @throws IOException where the port is taken or the address is not ours
     */
    public static UserAgent start(UserAgentSettings settings) throws IOException {
        SipStack stack = null;
        try {
            SipFactory factory = SipFactory.getInstance();
            factory.setPathName("gov.nist");
            stack = factory.createSipStack(properties(settings));
            ListeningPoint point = stack.createListeningPoint(settings.bindHost(), settings.port(), ListeningPoint.UDP);
            point.setSentBy(settings.contactHost() + ":" + settings.port());
            SipProvider provider = stack.createSipProvider(point);
            UserAgent agent = new UserAgent(stack, new RequestFactory(factory, provider, settings));
            provider.addSipListener(agent.new Events());
            stack.start();
            return agent;
        } catch (SipException | InvalidArgumentException | TooManyListenersException | ParseException e) {
            if (stack != null) {
                stack.stop();
            }
            throw new IOException(
                    "no SIP on UDP " + settings.bindHost() + ":" + settings.port() + ": " + rootMessage(e), e);
        }
    }

    private static Properties properties(UserAgentSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "vigie-voice-" + settings.port());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SilentStackLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SilentServerLogger.class.getName());
        // Two threads take messages, and both may be in our listener: calls guard themselves.
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "2");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        // Bursts of hundreds of calls: the kernel keeps what the two threads cannot take at once.
        properties.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "1048576");
        properties.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", "1048576");
        // The stack makes a new array of this size for each message that comes, 64 KB where not told: a third of all
        // garbage. No trunk's message is so long.
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "16384");
        return properties;
    }

    /**
     * Places a call. Everything that comes of it, also that it could not be sent, is told to the listener.
     *
     * @param number E.164 with a leading plus
     * @param trunk where to
     * @param mediaPort our UDP port for its sound
     */
    public OutgoingCall call(String number, TrunkAddress trunk, int mediaPort, CallListener listener) {
        OutgoingCall call = new OutgoingCall(requests, trunk, mediaPort, listener);
        call.start(number);
        return call;
    }

    /**
     * Asks a trunk whether it lives (OPTIONS).
     *
     * @param answer gets the status of any answer; nothing where none comes
     */
    public void ask(TrunkAddress trunk, IntConsumer answer) {
        try {
            ClientTransaction transaction = requests.transaction(requests.options(trunk));
            transaction.setApplicationData(answer);
            transaction.sendRequest();
        } catch (SipException | ParseException | InvalidArgumentException e) {
            LOG.debugf("trunk %s could not be asked: %s", trunk, e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        stack.stop();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** What the stack tells. Kept apart so that nobody else can call it. */
    private final class Events implements SipListener {
        @Override
        public void processResponse(ResponseEvent event) {
            ClientTransaction transaction = event.getClientTransaction();
            if (transaction == null) {
                return; // a late copy
            }
            if (transaction.getApplicationData() instanceof OutgoingCall call) {
                call.response(event);
            } else if (transaction.getApplicationData() instanceof IntConsumer answer) {
                answer.accept(event.getResponse().getStatusCode());
            }
        }

        @Override
        public void processRequest(RequestEvent event) {
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
                transaction.sendResponse(answer(request, call));
                if (call != null) {
                    tell(call, request);
                }
            } catch (SipException | ParseException | InvalidArgumentException e) {
                LOG.debugf(
                        "a %s was not answered: %s",
                        request.getMethod(), e.getClass().getSimpleName());
            }
        }

        private Response answer(Request request, OutgoingCall call) throws ParseException {
            switch (request.getMethod()) {
                case Request.OPTIONS -> {
                    Response response = requests.response(Response.OK, request);
                    response.addHeader(requests.accept());
                    return response;
                }
                case Request.BYE, Request.INFO -> {
                    return requests.response(
                            call == null ? Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST : Response.OK, request);
                }
                case Request.INVITE, Request.UPDATE -> {
                    if (call != null) {
                        return call.renegotiated(request);
                    }
                    boolean inDialog = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null;
                    return requests.response(
                            inDialog ? Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST : Response.FORBIDDEN, request);
                }
                case Request.CANCEL -> {
                    return requests.response(Response.OK, request);
                }
                default -> {
                    return requests.response(Response.METHOD_NOT_ALLOWED, request);
                }
            }
        }

        private void tell(OutgoingCall call, Request request) {
            switch (request.getMethod()) {
                case Request.BYE -> call.hungUpThere(request);
                case Request.INFO -> {
                    if (request.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type) {
                        char key = DtmfInfo.key(type.getContentSubType(), request.getRawContent());
                        if (key != DtmfInfo.NONE) {
                            call.key(key);
                        }
                    }
                }
                default -> {}
            }
        }

        @Override
        public void processTimeout(TimeoutEvent event) {
            if (!event.isServerTransaction()
                    && event.getClientTransaction().getApplicationData() instanceof OutgoingCall call) {
                call.transactionFailed(event.getClientTransaction());
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
                call.hungUpThere(null);
            }
        }

        private static OutgoingCall callOf(Dialog dialog) {
            return dialog != null && dialog.getApplicationData() instanceof OutgoingCall call ? call : null;
        }
    }
}
