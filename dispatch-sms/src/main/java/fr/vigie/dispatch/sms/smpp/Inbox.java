package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.smpp.DeliverSm;
import fr.vigie.smpp.DeliveryHandler;
import fr.vigie.smpp.Status;
import fr.vigie.smpp.Tlv;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * What an SMSC brings: receipts, and what merchants write. Each is answered after it was committed; where that fails
 * the SMSC shall bring it again.
 */
final class Inbox implements DeliveryHandler {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final CompletionStage<Integer> TAKEN = CompletableFuture.completedFuture(Status.ROK);

    private final String carrier;
    private final ReceiptReader reader;
    private final PartReceipts parts;
    private final ReceiptSink sink;
    private final CarrierCounts counts;
    private final Clock clock;

    Inbox(
            String carrier,
            ReceiptReader reader,
            PartReceipts parts,
            ReceiptSink sink,
            CarrierCounts counts,
            Clock clock) {
        this.carrier = carrier;
        this.reader = reader;
        this.parts = parts;
        this.sink = sink;
        this.counts = counts;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Integer> deliver(DeliverSm message) {
        // Words that look like a receipt are none where a telephone wrote them; a parameter is the operator's own.
        if (message.receipt() || message.tlvs().octets(Tlv.RECEIPTED_MESSAGE_ID).isPresent()) {
            Optional<Receipt> receipt = reader.read(message, clock.instant());
            if (receipt.isPresent()) {
                return parts.receive(receipt.get()).thenApply(stored -> Status.ROK);
            }
        } else if (message.written()) {
            Optional<Incoming> incoming = MerchantMessage.read(carrier, message, clock.instant());
            if (incoming.isPresent()) {
                return sink.receive(incoming.get()).thenApply(stored -> Status.ROK);
            }
        }
        // Taken, or the SMSC would bring it for days.
        counts.dropped();
        LOG.debugf("message that says nothing taken and dropped carrier=%s", carrier);
        return TAKEN;
    }
}
