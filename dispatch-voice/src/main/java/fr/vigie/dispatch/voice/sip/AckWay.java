package fr.vigie.dispatch.voice.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.AckSendingStrategy;
import gov.nist.javax.sip.stack.SIPDialog;
import java.io.IOException;
import javax.sip.Dialog;
import javax.sip.SipException;
import javax.sip.address.Hop;
import javax.sip.message.Request;

/**
 * Sends the ACK of one call the way that its INVITE went. The stack keeps the text of an ACK only, and sends that again
 * by itself when it hears the 200 once more.
 */
record AckWay(AckSendingStrategy stacks, Request invite) implements AckSendingStrategy {
    static void of(Dialog dialog, Request invite) {
        SIPDialog own = (SIPDialog) dialog;
        own.setAckSendingStrategy(new AckWay(own.new AckSendingStrategyImpl(), invite));
    }

    @Override
    public void send(SIPRequest ack) throws SipException, IOException {
        NextHops.as(invite, ack);
        stacks.send(ack);
    }

    @Override
    public Hop getLastHop() {
        return stacks.getLastHop();
    }
}
