package fr.vigie.simulators.telephony;

import fr.vigie.simulators.PortTakenException;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.PeerUnavailableException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.header.AllowHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * The SIP side as calls need it: responses with what RFC 3261 asks of them, requests inside a dialog. A message that
 * cannot be sent any more (the transaction is over, the peer is gone) is dropped with a word at FINE.
 */
final class SipLine {

    private static final Logger LOG = Logger.getLogger(SipLine.class.getName());
    private static final String UDP = "udp";
    private static final Duration FREE_PORT_LOOK = Duration.ofMillis(5);
    private static final String ALLOWED = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";

    private final SipStack stack;
    private final SipProvider provider;
    private final MessageFactory messages;
    private final HeaderFactory headers;
    private final ContactHeader contact;
    private final InetAddress host;
    private final int port;

    private SipLine(SipFactory factory, SipStack stack, InetAddress host, int port)
            throws SipException, InvalidArgumentException, ParseException {
        this.stack = stack;
        this.host = host;
        this.port = port;
        this.messages = factory.createMessageFactory();
        this.headers = factory.createHeaderFactory();
        ListeningPoint point = stack.createListeningPoint(host.getHostAddress(), port, UDP);
        this.provider = stack.createSipProvider(point);
        this.contact = headers.createContactHeader(factory.createAddressFactory()
                .createAddress("<sip:" + host.getHostAddress() + ":" + port + ";transport=udp>"));
    }

    /** Opens the port, any free one for 0; nothing is answered before {@link #listen}. */
    static SipLine open(InetAddress host, int wantedPort) throws IOException {
        IOException failure = null;
        // Between finding a free port and taking it, another process may have been given it.
        for (int tries = wantedPort == 0 ? 5 : 1; tries > 0; tries--) {
            try {
                return on(host, freePort(host, wantedPort));
            } catch (PortTakenException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static SipLine on(InetAddress host, int port) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "telephone-" + UUID.randomUUID());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SilentStackLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SilentServerLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.TRACE_LEVEL", "0");
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "2");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        // A finished transaction waits 32 s for repetitions; without this it keeps all of its messages so long.
        properties.setProperty("gov.nist.javax.sip.RELEASE_REFERENCES_STRATEGY", "Normal");
        properties.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "4194304");
        properties.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", "1048576");
        // A new array of this size is made for each message that comes; 64 KB where not told.
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "16384");
        try {
            SipFactory factory = SipFactory.getInstance();
            factory.setPathName("gov.nist");
            return new SipLine(factory, factory.createSipStack(properties), host, port);
        } catch (PeerUnavailableException e) {
            throw new IOException("the SIP stack is not on the class path", e);
        } catch (SipException | InvalidArgumentException | ParseException e) {
            throw new IOException("SIP cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** The stack takes no 0, and names no taken port: so the port is tried first. */
    private static int freePort(InetAddress host, int wanted) throws IOException {
        try (DatagramSocket probe = new DatagramSocket(null)) {
            probe.setReuseAddress(false);
            probe.bind(new InetSocketAddress(host, wanted));
            return probe.getLocalPort();
        } catch (BindException e) {
            throw new PortTakenException("SIP, UDP", host.getHostAddress(), wanted);
        }
    }

    void listen(SipListener listener) {
        try {
            provider.addSipListener(listener);
        } catch (TooManyListenersException e) {
            throw new IllegalStateException(e); // only one is ever added
        }
    }

    int port() {
        return port;
    }

    InetAddress host() {
        return host;
    }

    /** The transaction of a request that has none yet; null for a retransmission. */
    ServerTransaction transactionOf(Request request, ServerTransaction known) {
        if (known != null) {
            return known;
        }
        try {
            return provider.getNewServerTransaction(request);
        } catch (SipException e) {
            LOG.log(Level.FINE, "no transaction", e);
            return null;
        }
    }

    /** Answers with a status and nothing else but, where given, the To tag of the dialog. */
    void answer(ServerTransaction transaction, int status, String toTag) {
        send(transaction, response(transaction, status, toTag));
    }

    void answerWithSdp(ServerTransaction transaction, String toTag, byte[] sdp) {
        try {
            Response response = response(transaction, Response.OK, toTag);
            response.addHeader(headers.createAllowHeader(ALLOWED));
            ContentTypeHeader type = headers.createContentTypeHeader("application", "sdp");
            response.setContent(sdp, type);
            send(transaction, response);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    void answerOptions(ServerTransaction transaction) {
        try {
            Response response = response(transaction, Response.OK, newTag());
            response.addHeader(headers.createAllowHeader(ALLOWED));
            response.addHeader(headers.createAcceptHeader("application", "sdp"));
            send(transaction, response);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    void answerNotAllowed(ServerTransaction transaction) {
        try {
            Response response = response(transaction, Response.METHOD_NOT_ALLOWED, newTag());
            AllowHeader allow = headers.createAllowHeader(ALLOWED);
            response.addHeader(allow);
            send(transaction, response);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    void challenge(ServerTransaction transaction, String realm, String nonce) {
        try {
            Response response = response(transaction, Response.UNAUTHORIZED, newTag());
            WWWAuthenticateHeader challenge = headers.createWWWAuthenticateHeader("Digest");
            challenge.setRealm(realm);
            challenge.setNonce(nonce);
            challenge.setAlgorithm("MD5");
            challenge.setQop("auth");
            response.addHeader(challenge);
            send(transaction, response);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    void hangUp(Dialog dialog) {
        request(dialog, Request.BYE, null);
    }

    /** One key by SIP INFO, as some telephones do instead of RFC 4733. */
    void sendKeyInfo(Dialog dialog, char key) {
        request(dialog, Request.INFO, "Signal=" + key + "\r\nDuration=160\r\n");
    }

    static String newTag() {
        return UUID.randomUUID().toString().substring(0, 13);
    }

    private Response response(ServerTransaction transaction, int status, String toTag) {
        try {
            Response response = messages.createResponse(status, transaction.getRequest());
            ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
            if (toTag != null && to.getTag() == null) {
                to.setTag(toTag);
            }
            if (status > Response.TRYING && status < 300) {
                response.addHeader((ContactHeader) contact.clone());
            }
            return response;
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(ServerTransaction transaction, Response response) {
        try {
            transaction.sendResponse(response);
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            LOG.log(Level.FINE, "a response came too late", e);
        }
    }

    private void request(Dialog dialog, String method, String dtmf) {
        try {
            Request request = dialog.createRequest(method);
            if (dtmf != null) {
                request.setContent(dtmf, headers.createContentTypeHeader("application", "dtmf-relay"));
            }
            ClientTransaction transaction = provider.getNewClientTransaction(request);
            dialog.sendRequest(transaction);
        } catch (SipException | ParseException | RuntimeException e) {
            LOG.log(Level.FINE, "a request came too late", e);
        }
    }

    /** Frees the port before it returns. What else the stack does to end takes a second that nobody has to wait for. */
    void close() {
        Thread end = new Thread(stack::stop, "sip-end");
        end.setDaemon(true);
        end.start();
        awaitFreePort();
    }

    /** A closed socket keeps its port until the thread that reads from it has left it. */
    private void awaitFreePort() {
        for (int looks = 0; looks < 200; looks++) {
            try {
                freePort(host, port);
                return;
            } catch (IOException e) {
                LOG.log(Level.FINE, "the port is not free yet", e);
            }
            LockSupport.parkNanos(FREE_PORT_LOOK.toNanos());
        }
    }
}
