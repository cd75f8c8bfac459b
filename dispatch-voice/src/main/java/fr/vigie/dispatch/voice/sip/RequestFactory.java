package fr.vigie.dispatch.voice.sip;

import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Iterator;
import java.util.List;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ObjectInUseException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.TransactionState;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/** Builds what one user agent asks of others, and sends it. */
final class RequestFactory {
    /** Methods that we take part in; the Allow header. */
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";

    /** The option of session timers (RFC 4028). */
    static final String TIMER = "timer";

    static final int SESSION_INTERVAL_TOO_SMALL = 422;

    private static final List<String> CREDENTIALS = List.of(AuthorizationHeader.NAME, ProxyAuthorizationHeader.NAME);

    /** A ringing telephone stops by itself after this, even where we died (seconds; RFC 3261 section 20.19). */
    private static final int INVITE_EXPIRES_SECONDS = 60;

    private static final Logger LOG = Logger.getLogger(RequestFactory.class);

    private final SipProvider provider;
    private final Connections connections;
    private final Ghosts ghosts = new Ghosts();
    private final UserAgentSettings settings;
    private final AddressFactory addresses;
    private final HeaderFactory headers;
    private final MessageFactory messages;
    private final OwnNames names;
    private final SecureRandom random = new SecureRandom();

    RequestFactory(
            SipFactory factory,
            SipProvider provider,
            Connections connections,
            UserAgentSettings settings,
            OwnNames names)
            throws PeerUnavailableException {
        this.provider = provider;
        this.connections = connections;
        this.settings = settings;
        this.addresses = factory.createAddressFactory();
        this.headers = factory.createHeaderFactory();
        this.messages = factory.createMessageFactory();
        this.names = names;
    }

    String mediaHost() {
        return settings.mediaHost();
    }

    long sessionNumber() {
        return random.nextLong() & 0x7FFF_FFFFL;
    }

    /**
     * Makes a proxy's address known before anything is sent there: the stack looks it up itself, and for TLS its
     * certificate has to show the name.
     *
     * @throws SipException where there is no such host
     */
    InetSocketAddress reach(Proxy proxy) throws SipException {
        try {
            return connections.reach(proxy);
        } catch (UnknownHostException e) {
            throw new SipException("no such host", e);
        }
    }

    /** Why nothing could be sent to a proxy; the stack does not always say what kept it from connecting. */
    NotReached notReached(Proxy proxy, Exception failure) {
        NotReached why = NotReached.of(failure);
        return why == NotReached.NOT_SENT && proxy.transport().connects()
                ? NotReached.of(connections.refusal(proxy))
                : why;
    }

    /** Ends the transaction of an INVITE that is given up, and remembers whose it was. */
    void bury(Invitation invitation, ClientTransaction transaction) throws SipException {
        ghosts.add(callId(transaction.getRequest()), invitation);
        transaction.terminate();
    }

    /** Stops repeating a request whose answer nobody waits for any more. */
    static void giveUp(ClientTransaction transaction) {
        try {
            if (transaction.getState() != TransactionState.TERMINATED) {
                transaction.terminate();
            }
        } catch (ObjectInUseException e) {
            LOG.debug("a request goes on being repeated");
        }
    }

    /** The given up call that an answer without a transaction belongs to; null for none. */
    Invitation ghost(Response response) {
        return ghosts.of(callId(response));
    }

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    /** Sends a request whose answer does not matter. */
    void sendOnce(Request request) throws SipException {
        provider.sendRequest(request);
    }

    ClientTransaction transaction(Request request) throws SipException {
        return provider.getNewClientTransaction(request);
    }

    /** @param domain of the trunk; null where it goes by its proxies' addresses */
    Request invite(String number, Proxy proxy, String domain, String offer)
            throws ParseException, InvalidArgumentException {
        SipURI caller = names.caller(domain);
        SipURI called = addresses.createSipURI(number, domain == null ? proxy.host() : domain);
        Request invite = request(Request.INVITE, domain == null ? uri(number, proxy) : called, called, caller, proxy);
        if (domain != null) {
            invite.addHeader(by(proxy));
        }
        invite.addHeader(names.contact(invite));
        invite.addHeader(headers.createAllowHeader(ALLOW));
        invite.addHeader(headers.createExpiresHeader(INVITE_EXPIRES_SECONDS));
        invite.addHeader(headers.createSupportedHeader(TIMER));
        // A trunk that knows of timers ends a call whose caller died.
        invite.addHeader(headers.createHeader("Session-Expires", Session.LEAST_INTERVAL + ";refresher=uac"));
        invite.addHeader(headers.createHeader("Min-SE", Integer.toString(Session.LEAST_INTERVAL)));
        if (settings.callerId().startsWith("+")) {
            // RFC 3325: what the trunk may show and bill; it knows us, so it may trust us.
            invite.addHeader(headers.createHeader("P-Asserted-Identity", "<" + caller + ">"));
        }
        invite.setContent(offer, sdpType());
        return invite;
    }

    Request options(Proxy proxy) throws ParseException, InvalidArgumentException {
        return request(
                Request.OPTIONS, uri(null, proxy), addresses.createSipURI(null, proxy.host()), names.caller(), proxy);
    }

    /** A request to be known at a proxy under an account's name, without the time for which. */
    Request register(Proxy proxy, Account account) throws ParseException, InvalidArgumentException {
        String domain = account.domain() == null ? proxy.host() : account.domain();
        SipURI name = addresses.createSipURI(account.user(), domain);
        SipURI registrar = addresses.createSipURI(null, domain);
        Request register = request(Request.REGISTER, registrar, name, name, proxy);
        if (account.domain() == null) {
            register.setRequestURI(uri(null, proxy));
        } else {
            register.addHeader(by(proxy));
        }
        register.addHeader(names.contact(register));
        return register;
    }

    /** The way to a domain. */
    private RouteHeader by(Proxy proxy) throws ParseException {
        SipURI way = uri(null, proxy);
        way.setLrParam();
        return headers.createRouteHeader(addresses.createAddress(way));
    }

    /** For how long a REGISTER asks. */
    void lasts(Request register, int seconds) throws InvalidArgumentException {
        register.setHeader(headers.createExpiresHeader(seconds));
    }

    /** The same request once more, for a new transaction. */
    Request again(Request refused) throws ParseException, InvalidArgumentException {
        Request again = (Request) refused.clone();
        CSeqHeader sequence = (CSeqHeader) again.getHeader(CSeqHeader.NAME);
        sequence.setSeqNumber(sequence.getSeqNumber() + 1);
        ((ViaHeader) again.getHeader(ViaHeader.NAME)).removeParameter("branch");
        return again;
    }

    /** An empty header for the answer to a 401, or else to a 407. */
    AuthorizationHeader authorization(boolean byEnd) throws ParseException {
        return byEnd ? headers.createAuthorizationHeader("Digest") : headers.createProxyAuthorizationHeader("Digest");
    }

    /** Asks for a session that lives as long as somebody on the way wants it to (RFC 4028 section 7.3). */
    void sessionAtLeast(Request request, int seconds) throws ParseException {
        String refresher = request.getHeader("Session-Expires") == null ? "" : ";refresher=uac";
        request.setHeader(headers.createHeader("Session-Expires", seconds + refresher));
        request.setHeader(headers.createHeader("Min-SE", Integer.toString(seconds)));
    }

    /** Ends a call, by the way that its INVITE went. */
    static Request bye(Dialog dialog, Request invite) throws SipException {
        Request bye = dialog.createRequest(Request.BYE);
        NextHops.as(invite, bye);
        return bye;
    }

    /** Prolongs a session: an UPDATE without a body or, where the other side knows none, a re-INVITE. */
    Request refresh(Dialog dialog, Request invite, boolean byUpdate, SessionTimer timer, String description)
            throws SipException, ParseException {
        Request refresh = dialog.createRequest(byUpdate ? Request.UPDATE : Request.INVITE);
        NextHops.as(invite, refresh);
        refresh.setHeader(names.contact(refresh));
        refresh.setHeader(headers.createAllowHeader(ALLOW));
        refresh.addHeader(headers.createSupportedHeader(TIMER));
        refresh.addHeader(headers.createHeader("Session-Expires", timer.seconds() + ";refresher=uac"));
        if (!byUpdate) {
            refresh.setContent(description, sdpType());
        }
        return refresh;
    }

    /**
     * Acknowledges a 200 to an INVITE, with what that proved itself by (RFC 3261 section 13.2.2.4), of which the stack
     * leaves a part out. Failing is for the other side to notice: it sends its 200 again.
     */
    static void acknowledge(Dialog dialog, Response response, Request invite) {
        try {
            Request ack = dialog.createAck(((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getSeqNumber());
            for (String name : CREDENTIALS) {
                ack.removeHeader(name);
                Iterator<?> credentials = invite.getHeaders(name);
                while (credentials.hasNext()) {
                    ack.addHeader((Header) credentials.next());
                }
            }
            AckWay.of(dialog, invite);
            dialog.sendAck(ack);
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            LOG.warnf("an answer could not be acknowledged: %s", e.getClass().getSimpleName());
        }
    }

    private Request request(String method, SipURI target, SipURI to, SipURI from, Proxy proxy)
            throws ParseException, InvalidArgumentException {
        Transport transport = proxy.transport();
        ViaHeader via =
                headers.createViaHeader(settings.contactHost(), settings.port(transport), transport.parameter(), null);
        if (transport.connects()) {
            via.setParameter("alias", null); // RFC 5923: this connection will do for requests to us, too
        }
        Request request = messages.createRequest(
                target,
                method,
                headers.createCallIdHeader(connections.callIds().next(settings.contactHost())),
                headers.createCSeqHeader(1L, method),
                headers.createFromHeader(addresses.createAddress(from), token()),
                headers.createToHeader(addresses.createAddress(to), null),
                List.of(via),
                headers.createMaxForwardsHeader(70));
        request.addHeader(headers.createUserAgentHeader(List.of("Vigie")));
        return request;
    }

    private SipURI uri(String user, Proxy proxy) throws ParseException {
        SipURI uri = addresses.createSipURI(user, proxy.host());
        uri.setPort(proxy.port());
        return proxy.transport().in(uri);
    }

    private ContentTypeHeader sdpType() throws ParseException {
        return headers.createContentTypeHeader("application", "sdp");
    }

    String token() {
        return new BigInteger(64, random).toString(36);
    }
}
