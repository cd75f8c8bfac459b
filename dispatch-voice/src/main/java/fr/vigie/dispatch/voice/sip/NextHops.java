package fr.vigie.dispatch.voice.sip;

import gov.nist.javax.sip.message.MessageExt;
import gov.nist.javax.sip.stack.DefaultRouter;
import gov.nist.javax.sip.stack.HopImpl;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.regex.Pattern;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;

/**
 * Where a request goes first. What belongs to a call that was answered follows its route set or its Contact where that
 * is an IPv4 address that we can send to; else it goes to the proxy that took the INVITE, as behind an outbound proxy
 * (RFC 3261 section 8.1.2). So no name that somebody else chose is looked up, least of all by the stack's threads: a
 * name server that says nothing would stop every call. Public because the stack creates it by name.
 */
public final class NextHops implements Router {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    private final SipStack stack;
    private final DefaultRouter byHeaders;

    public NextHops(SipStack stack, String outboundProxy) {
        this.stack = stack;
        this.byHeaders = new DefaultRouter(stack, outboundProxy);
    }

    /** Names the proxy that a request within a call goes by; its copies go the same way. */
    static void by(InetSocketAddress proxy, Transport transport, Request request) {
        ((MessageExt) request)
                .setApplicationData(
                        new HopImpl(proxy.getAddress().getHostAddress(), proxy.getPort(), transport.parameter()));
    }

    /** Sends a request the way that another one of the same call went. */
    static void as(Request other, Request request) {
        ((MessageExt) request).setApplicationData(((MessageExt) other).getApplicationData());
    }

    @Override
    public Hop getNextHop(Request request) throws SipException {
        return ((MessageExt) request).getApplicationData() instanceof Hop proxy && !leads(request, proxy)
                ? proxy
                : byHeaders.getNextHop(request);
    }

    private boolean leads(Request request, Hop proxy) {
        if (request.getHeader(RouteHeader.NAME) instanceof RouteHeader route) {
            String transport = transport(route.getAddress().getURI(), proxy);
            return transport != null && listens(transport);
        }
        return proxy.getTransport().equalsIgnoreCase(transport(request.getRequestURI(), proxy));
    }

    /** How messages travel there; null where it is no address. */
    private static String transport(URI uri, Hop proxy) {
        if (!(uri instanceof SipURI sip)) {
            return null;
        }
        String host = sip.getMAddrParam() == null ? sip.getHost() : sip.getMAddrParam();
        if (host == null || !IPV4.matcher(host).matches()) {
            return null;
        }
        if (sip.isSecure()) {
            return ListeningPoint.TLS;
        }
        return sip.getTransportParam() == null ? proxy.getTransport() : sip.getTransportParam();
    }

    private boolean listens(String transport) {
        Iterator<?> points = stack.getListeningPoints();
        while (points.hasNext()) {
            if (((ListeningPoint) points.next()).getTransport().equalsIgnoreCase(transport)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Hop getOutboundProxy() {
        return byHeaders.getOutboundProxy();
    }

    @Override
    public ListIterator<?> getNextHops(Request request) {
        try {
            return List.of(getNextHop(request)).listIterator();
        } catch (SipException e) {
            return List.of().listIterator();
        }
    }
}
