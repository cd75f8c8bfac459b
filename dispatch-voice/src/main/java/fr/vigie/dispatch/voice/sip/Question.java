package fr.vigie.dispatch.voice.sip;

import java.util.function.IntConsumer;
import javax.sip.ClientTransaction;
import javax.sip.ResponseEvent;

/** An OPTIONS: any final answer shows that someone is there. */
record Question(IntConsumer answer) implements Asker {
    @Override
    public void response(ResponseEvent event) {
        answer.accept(event.getResponse().getStatusCode());
    }

    /** Who asked has a shorter timer of their own. */
    @Override
    public void failed(ClientTransaction transaction) {}
}
