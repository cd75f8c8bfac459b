package fr.vigie.dispatch.carrier;

import java.util.concurrent.CompletionStage;

/** Where carriers bring receipts, and what merchants write. Implemented by the dispatcher. */
public interface ReceiptSink {
    /**
     * Records a receipt, also one that came before the submit response, or again.
     *
     * @return completes when it is committed: only then may the operator be told that we have it; completes
     *     exceptionally where it could not be stored, and the operator shall send it again
     */
    CompletionStage<Void> receive(Receipt receipt);

    /**
     * Takes what a merchant wrote to us; a wish to be left alone is passed on.
     *
     * @return completes when nothing of it can be lost any more; exceptionally where the operator shall send it again
     */
    CompletionStage<Void> receive(Incoming message);
}
