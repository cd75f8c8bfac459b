package fr.vigie.dispatch.voice.sip;

import java.text.ParseException;
import java.util.Locale;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;

/** By what names one user agent goes: whom it calls for, and where it is to be found. */
final class OwnNames {
    private final AddressFactory addresses;
    private final HeaderFactory headers;
    private final UserAgentSettings settings;

    OwnNames(SipFactory factory, UserAgentSettings settings) throws PeerUnavailableException {
        this.addresses = factory.createAddressFactory();
        this.headers = factory.createHeaderFactory();
        this.settings = settings;
    }

    /** Who asks whether somebody is there. */
    SipURI caller() throws ParseException {
        return caller(null);
    }

    /**
     * Who calls.
     *
     * @param domain of the trunk; null for our own address
     */
    SipURI caller(String domain) throws ParseException {
        return addresses.createSipURI(settings.callerId(), domain == null ? settings.contactHost() : domain);
    }

    /** Where what belongs to a request is to be sent: by the transport that it takes or took. */
    ContactHeader contact(Request request) throws ParseException {
        String transport = ((ViaHeader) request.getHeader(ViaHeader.NAME)).getTransport();
        return contact(Transport.valueOf(transport.toUpperCase(Locale.ROOT)));
    }

    private ContactHeader contact(Transport transport) throws ParseException {
        SipURI uri = addresses.createSipURI("vigie", settings.contactHost());
        uri.setPort(settings.port(transport));
        return headers.createContactHeader(addresses.createAddress(transport.in(uri)));
    }
}
