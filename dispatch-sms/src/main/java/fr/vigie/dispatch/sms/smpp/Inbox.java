package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;

/** What an SMSC sends us. A receipt is answered after it was committed; if that fails, the SMSC shall bring it again. */
final class Inbox implements MessageReceiverListener {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(8);
    private static final int TRY_AGAIN = 0x64; // ESME_RX_T_APPN
    private static final int NOT_SUPPORTED = 0x03; // ESME_RINVCMDID

    private final String carrier;
    private final ReceiptReader reader;
    private final PartReceipts parts;
    private final Clock clock;

    Inbox(String carrier, ReceiptReader reader, PartReceipts parts, Clock clock) {
        this.carrier = carrier;
        this.reader = reader;
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public void onAcceptDeliverSm(DeliverSm deliver) throws ProcessRequestException {
        Optional<Receipt> receipt = reader.read(deliver, clock.instant());
        if (receipt.isEmpty()) {
            // A merchant's answer, or a receipt that says nothing: our sender is a name, no reply is expected. Taken,
            // or the SMSC would bring it for days.
            LOG.infof("message without a receipt taken and dropped carrier=%s", carrier);
            return;
        }
        try {
            parts.receive(receipt.get()).toCompletableFuture().get(COMMIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessRequestException("interrupted", TRY_AGAIN);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("receipt not stored", e);
            throw new ProcessRequestException("not stored", TRY_AGAIN);
        }
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification notification) {
        LOG.debugf("alert_notification ignored carrier=%s", carrier);
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
        throw new ProcessRequestException("data_sm is not expected", NOT_SUPPORTED);
    }
}
