package fr.vigie.dispatch.voice.sip;

import java.text.ParseException;
import java.util.Locale;
import javax.sip.address.SipURI;

/** How SIP messages travel to a proxy. */
public enum Transport {
    UDP(5060),
    TCP(5060),
    /** Over TCP; the proxy proves its name by a certificate. */
    TLS(5061);

    private final int port;

    Transport(int port) {
        this.port = port;
    }

    /** The port where none is named (RFC 3261 section 19.1.2). */
    public int port() {
        return port;
    }

    /** Whether there is a connection that may be refused or break. */
    boolean connects() {
        return this != UDP;
    }

    /** Names it in an address, unless that means it without a name. */
    SipURI in(SipURI uri) throws ParseException {
        if (connects()) {
            uri.setTransportParam(parameter());
        }
        return uri;
    }

    /** Name in addresses, and of the stack's listening points. */
    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
