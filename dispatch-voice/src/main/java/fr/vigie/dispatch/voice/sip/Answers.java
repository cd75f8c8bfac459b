package fr.vigie.dispatch.voice.sip;

import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import java.io.IOException;
import java.text.ParseException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.header.HeaderFactory;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Answers to what others ask of one user agent. */
final class Answers {
    private final SipProvider provider;
    private final HeaderFactory headers;
    private final MessageFactory messages;
    private final OwnNames names;

    Answers(SipFactory factory, SipProvider provider, OwnNames names) throws PeerUnavailableException {
        this.provider = provider;
        this.headers = factory.createHeaderFactory();
        this.messages = factory.createMessageFactory();
        this.names = names;
    }

    Response response(int status, Request request) throws ParseException {
        Response response = messages.createResponse(status, request);
        response.addHeader(headers.createAllowHeader(RequestFactory.ALLOW));
        return response;
    }

    /** 422: we do not refresh sessions that often. */
    Response tooSmall(Request request, int least) throws ParseException {
        Response response = response(RequestFactory.SESSION_INTERVAL_TOO_SMALL, request);
        response.addHeader(headers.createHeader("Min-SE", Integer.toString(least)));
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
        response.addHeader(names.contact(request));
        if (description != null) {
            response.setContent(description, headers.createContentTypeHeader("application", "sdp"));
        }
        response.addHeader(headers.createSupportedHeader(RequestFactory.TIMER));
        if (timer != null) {
            response.addHeader(headers.createRequireHeader(RequestFactory.TIMER));
            response.addHeader(headers.createHeader("Session-Expires", timer.inAnswer()));
        }
        return response;
    }

    /** 200 to OPTIONS. */
    Response alive(Request request) throws ParseException {
        Response response = response(Response.OK, request);
        response.addHeader(headers.createAcceptHeader("application", "sdp"));
        return response;
    }

    /**
     * Sends an answer without keeping anything of it.
     *
     * @param channel that the request came by
     */
    void sendOnce(Response response, MessageChannel channel) throws SipException, IOException {
        if (channel.isReliable()) {
            channel.sendMessage((SIPResponse) response);
        } else {
            provider.sendResponse(response);
        }
    }
}
