package fr.vigie.dispatch.voice.sip;

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

    /** Puts whom we called in the place of a Contact that cannot be used: what goes there goes by the call's proxy. */
    void mend(Response response) {
        if (CALLS.contains(((CSeqHeader) response.getHeader(CSeqHeader.NAME)).getMethod())
                && response.getHeader(ContactHeader.NAME) instanceof ContactHeader contact
                && !usable(contact)) {
            ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
            ContactHeader called = (ContactHeader) contact.clone();
            called.setAddress((Address) to.getAddress().clone());
            response.setHeader(called);
        }
    }

    private boolean usable(ContactHeader contact) {
        return contact.getAddress() != null
                && contact.getAddress().getURI() instanceof SipURI uri
                && (tls || !uri.isSecure());
    }
}
