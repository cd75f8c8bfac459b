package fr.vigie.dispatch.voice.sip;

import javax.sip.ClientTransaction;
import javax.sip.ResponseEvent;

/** Waits for the answer to a request of ours: the application data of its transaction. */
interface Asker {
    void response(ResponseEvent event);

    /** No final answer in the stack's 32 seconds, or it was refused by the network. */
    void failed(ClientTransaction transaction);
}
