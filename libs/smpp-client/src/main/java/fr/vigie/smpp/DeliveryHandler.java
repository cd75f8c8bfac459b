package fr.vigie.smpp;

import java.util.concurrent.CompletionStage;

/** Takes what the centre brings. Called on the event loop: must not block. */
public interface DeliveryHandler {
    /**
     * @return completes, on any thread and in any order, with the command_status of the answer (section 5.1.3); where it
     *     completes exceptionally the centre is told to bring the message again
     */
    CompletionStage<Integer> deliver(DeliverSm message);
}
