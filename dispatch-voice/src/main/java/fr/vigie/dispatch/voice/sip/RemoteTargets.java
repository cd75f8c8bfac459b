package fr.vigie.dispatch.voice.sip;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.stack.MessageChannel;
import java.text.ParseException;
import java.util.Set;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * What answers name as the other side's address. The stack casts to a SIP address whatever it is, and refuses {@code
 * sips} where it has no TLS: it could send neither ACK nor BYE then, and somebody would sit there with a telephone.
 */
final class RemoteTargets {
    private static final Set<String> CALLS = Set.of(Request.INVITE, Request.UPDATE);

    private final boolean tls;

    /** @param tls whether the stack listens there */
    RemoteTargets(boolean tls) {
        this.tls = tls;
    }

    /**
     * Puts whom we called, at the address that the answer came from, in the place of a Contact that cannot be used.
     *
     * @param channel that the answer came by
     */
    void mend(Response response, MessageChannel channel) throws ParseException {
        if (CALLS.contains(((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getMethod())
                && response.getHeader(ContactHeader.NAME) instanceof ContactHeader contact
                && !usable(contact)
                && response.getHeader(ToHeader.NAME) instanceof ToHeader to
                && to.getAddress().getURI() instanceof SipURI called) {
            SipURI target = (SipURI) called.clone();
            target.setHost(channel.getPeerPacketSourceAddress().getHostAddress());
            target.setPort(channel.getPeerPacketSourcePort());
            Address address = (Address) to.getAddress().clone();
            address.setURI(target);
            Contact mended = new Contact();
            mended.setAddress(address);
            response.setHeader(mended);
        }
    }

    private boolean usable(ContactHeader contact) {
        return !contact.isWildCard() && contact.getAddress().getURI() instanceof SipURI uri && (tls || !uri.isSecure());
    }
}
