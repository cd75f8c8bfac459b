package fr.vigie.dispatch.voice.sip;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.List;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ViaHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/** Builds the messages of one user agent. */
final class RequestFactory {
    /** Methods that we take part in; the Allow header. */
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";

    /** The option of session timers (RFC 4028). */
    private static final String TIMER = "timer";

    /** A ringing telephone stops by itself after this, even where we died (seconds; RFC 3261 section 20.19). */
    private static final int INVITE_EXPIRES_SECONDS = 60;

    private static final Logger LOG = Logger.getLogger(RequestFactory.class);

    private final SipProvider provider;
    private final UserAgentSettings settings;
    private final AddressFactory addresses;
    private final HeaderFactory headers;
    private final MessageFactory messages;
    private final SecureRandom random = new SecureRandom();

    RequestFactory(SipFactory factory, SipProvider provider, UserAgentSettings settings)
            throws PeerUnavailableException {
        this.provider = provider;
        this.settings = settings;
        this.addresses = factory.createAddressFactory();
        this.headers = factory.createHeaderFactory();
        this.messages = factory.createMessageFactory();
    }

    String mediaHost() {
        return settings.mediaHost();
    }

    long sessionNumber() {
        return random.nextLong() & 0x7FFF_FFFFL;
    }

    ClientTransaction transaction(Request request) throws SipException {
        return provider.getNewClientTransaction(request);
    }

    Request invite(String number, TrunkAddress trunk, String offer) throws ParseException, InvalidArgumentException {
        SipURI target = addresses.createSipURI(number, trunk.host());
        target.setPort(trunk.port());
        SipURI to = addresses.createSipURI(number, trunk.host());
        Request invite = request(Request.INVITE, target, to);
        invite.addHeader(contact());
        invite.addHeader(headers.createAllowHeader(ALLOW));
        invite.addHeader(headers.createExpiresHeader(INVITE_EXPIRES_SECONDS));
        invite.addHeader(headers.createSupportedHeader(TIMER));
        if (settings.callerId().startsWith("+")) {
            // RFC 3325: what the trunk may show and bill; it knows us, so it may trust us.
            invite.addHeader(headers.createHeader("P-Asserted-Identity", "<" + us() + ">"));
        }
        invite.setContent(offer, sdpType());
        return invite;
    }

    Request options(TrunkAddress trunk) throws ParseException, InvalidArgumentException {
        SipURI target = addresses.createSipURI(null, trunk.host());
        target.setPort(trunk.port());
        return request(Request.OPTIONS, target, addresses.createSipURI(null, trunk.host()));
    }

    /** The same request once more, with the answer to its challenge. */
    Request authorized(Request refused, Response response, TrunkAddress trunk)
            throws ParseException, InvalidArgumentException {
        WWWAuthenticateHeader challenge = Headers.challenge(response);
        Request again = (Request) refused.clone();
        CSeqHeader sequence = (CSeqHeader) again.getHeader(CSeqHeader.NAME);
        sequence.setSeqNumber(sequence.getSeqNumber() + 1);
        ((ViaHeader) again.getHeader(ViaHeader.NAME)).removeParameter("branch");

        String uri = again.getRequestURI().toString();
        String clientNonce = token();
        DigestAnswer answer = DigestAnswer.to(
                new DigestAnswer.Challenge(
                        challenge.getRealm(), challenge.getNonce(), challenge.getAlgorithm(), challenge.getQop()),
                trunk.user(),
                trunk.password(),
                again.getMethod(),
                uri,
                clientNonce);
        AuthorizationHeader credentials = response.getStatusCode() == Response.UNAUTHORIZED
                ? headers.createAuthorizationHeader("Digest")
                : headers.createProxyAuthorizationHeader("Digest");
        credentials.setUsername(trunk.user());
        credentials.setRealm(challenge.getRealm());
        credentials.setNonce(challenge.getNonce());
        credentials.setURI(again.getRequestURI());
        credentials.setResponse(answer.response());
        if (challenge.getAlgorithm() != null) {
            credentials.setAlgorithm(challenge.getAlgorithm());
        }
        if (challenge.getOpaque() != null) {
            credentials.setOpaque(challenge.getOpaque());
        }
        if (answer.qop() != null) {
            credentials.setQop(answer.qop());
            credentials.setCNonce(clientNonce);
            credentials.setNonceCount(Integer.parseInt(answer.nonceCount(), 16));
        }
        again.setHeader(credentials);
        return again;
    }

    Response response(int status, Request request) throws ParseException {
        Response response = messages.createResponse(status, request);
        response.addHeader(headers.createAllowHeader(ALLOW));
        return response;
    }

    /**
     * 200 to a re-INVITE or UPDATE.
     *
     * @param description ours; null where nobody asked for it
     * @param timer as the request wants it; null where it wants none
     */
    Response accept(Request request, String description, SessionTimer timer) throws ParseException {
        Response response = response(Response.OK, request);
        response.addHeader(contact());
        if (description != null) {
            response.setContent(description, sdpType());
        }
        response.addHeader(headers.createSupportedHeader(TIMER));
        if (timer != null) {
            response.addHeader(headers.createRequireHeader(TIMER));
            response.addHeader(headers.createHeader("Session-Expires", timer.inAnswer()));
        }
        return response;
    }

    /** Prolongs a session: an UPDATE without a body or, where the other side knows none, a re-INVITE. */
    Request refresh(Dialog dialog, boolean byUpdate, SessionTimer timer, String description)
            throws SipException, ParseException {
        Request refresh = dialog.createRequest(byUpdate ? Request.UPDATE : Request.INVITE);
        refresh.setHeader(contact());
        refresh.setHeader(headers.createAllowHeader(ALLOW));
        refresh.addHeader(headers.createSupportedHeader(TIMER));
        refresh.addHeader(
                headers.createHeader("Session-Expires", timer.interval().toSeconds() + ";refresher=uac"));
        if (!byUpdate) {
            refresh.setContent(description, sdpType());
        }
        return refresh;
    }

    /** Acknowledges a 200 to an INVITE; failing is for the other side to notice: it sends its 200 again. */
    static void acknowledge(Dialog dialog, Response response) {
        try {
            dialog.sendAck(dialog.createAck(((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getSeqNumber()));
        } catch (SipException | InvalidArgumentException e) {
            LOG.warnf("an answer could not be acknowledged: %s", e.getClass().getSimpleName());
        }
    }

    /** Says goodbye; where that fails, the other side was faster. */
    void bye(Dialog dialog) {
        try {
            dialog.sendRequest(transaction(dialog.createRequest(Request.BYE)));
        } catch (SipException e) {
            LOG.debugf("goodbye not sent: %s", e.getClass().getSimpleName());
        }
    }

    Header accept() throws ParseException {
        return headers.createAcceptHeader("application", "sdp");
    }

    private Request request(String method, SipURI target, SipURI to) throws ParseException, InvalidArgumentException {
        FromHeader from = headers.createFromHeader(addresses.createAddress(us()), token());
        Request request = messages.createRequest(
                target,
                method,
                provider.getNewCallId(),
                headers.createCSeqHeader(1L, method),
                from,
                headers.createToHeader(addresses.createAddress(to), null),
                List.of(headers.createViaHeader(settings.contactHost(), settings.port(), "udp", null)),
                headers.createMaxForwardsHeader(70));
        request.addHeader(headers.createUserAgentHeader(List.of("Vigie")));
        return request;
    }

    private SipURI us() throws ParseException {
        return addresses.createSipURI(settings.callerId(), settings.contactHost());
    }

    private ContactHeader contact() throws ParseException {
        SipURI uri = addresses.createSipURI("vigie", settings.contactHost());
        uri.setPort(settings.port());
        Address address = addresses.createAddress(uri);
        return headers.createContactHeader(address);
    }

    private ContentTypeHeader sdpType() throws ParseException {
        return headers.createContentTypeHeader("application", "sdp");
    }

    private String token() {
        return new BigInteger(64, random).toString(36);
    }
}
