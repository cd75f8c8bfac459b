package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.sms.SmsSettings;
import fr.vigie.dispatch.sms.SmsSettings.CarrierSettings;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPSession;

/**
 * One SMSC account over SMPP 3.4. Submitting blocks in the library, so the window is as many threads.
 *
 * <p>A text of several parts is handed over part by part on one link, and accepted when all parts are. A part that is
 * refused for a while after others were taken is tried again here; if that does not help, the outcome is unknown, since
 * a fragment may arrive.
 */
public final class SmppCarrier implements Carrier {
    private static final Logger LOG = Logger.getLogger(SmppCarrier.class);
    private static final int PART_TRIES = 4;
    private static final long PART_PAUSE_MILLIS = 150;
    /** Threads that answer deliver_sm, for each link; each waits for a commit. */
    private static final int MOST_RECEIVERS = 128;

    private final String name;
    private final CarrierSettings settings;
    private final Submission submission;
    private final ReceiptReader reader;
    private final MessageIds ids;
    private final PartReceipts parts;
    private final Clock clock;
    private final List<SmppLink> links = new ArrayList<>();
    private final ExecutorService window;
    private final ScheduledExecutorService scheduler;
    private final AtomicInteger turn = new AtomicInteger();

    public SmppCarrier(String name, CarrierSettings settings, SmsSettings common, ReceiptSink receipts, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.ids = new MessageIds(settings.ids());
        this.reader = new ReceiptReader(name, ids);
        this.parts = new PartReceipts(receipts);
        this.submission = new Submission(common.sender(), clock);
        this.window = warm(Executors.newFixedThreadPool(settings.window(), daemon("smpp-" + name)));
        this.scheduler = Executors.newScheduledThreadPool(1, daemon("smpp-link-" + name));
        Inbox inbox = new Inbox(name, reader, parts, clock);
        int receivers = Math.min(MOST_RECEIVERS, Math.max(8, settings.window()));
        for (int i = 0; i < Math.max(1, settings.sessions()); i++) {
            links.add(new SmppLink(
                    name, settings, common.responseTimeout(), common.enquireLink(), inbox, scheduler, receivers));
        }
    }

    private static ThreadFactory daemon(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Starts to bind. */
    public void open() {
        links.forEach(SmppLink::open);
    }

    /** Unbinds and ends. */
    public void close() {
        links.forEach(SmppLink::close);
        window.shutdown();
        scheduler.shutdownNow();
    }

    /** The first urgent text shall not wait for a hundred threads to be made. */
    private static ExecutorService warm(ExecutorService threads) {
        if (threads instanceof ThreadPoolExecutor pool) {
            pool.prestartAllCoreThreads();
        }
        WireText.of("é").octets(0, 0);
        return threads;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean available() {
        for (SmppLink link : links) {
            if (link.session() != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int window() {
        return settings.window();
    }

    @Override
    public int maxPerSecond() {
        return settings.maxPartsPerSecond();
    }

    @Override
    public int weight() {
        return Math.max(1, settings.weight());
    }

    @Override
    public int cost(HandOver handOver) {
        return WireText.of(handOver.text()).parts();
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(HandOver handOver) {
        try {
            return CompletableFuture.supplyAsync(() -> submit(handOver), window);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(nothingTried()); // closed
        }
    }

    private HandOverOutcome submit(HandOver handOver) {
        WireText text = WireText.of(handOver.text());
        if (text.parts() > WireText.MOST_PARTS) {
            return new Final(DeliveryState.REJECTED, FailureReason.CONTENT_UNUSABLE, null, false);
        }
        SMPPSession session = nextSession();
        if (session == null) {
            return nothingTried();
        }
        if (!text.concatenated()) {
            return submitPart(session, handOver, text, 0);
        }
        return parts.together(() -> submitParts(session, handOver, text));
    }

    private HandOverOutcome submitParts(SMPPSession session, HandOver handOver, WireText text) {
        List<String> taken = new ArrayList<>();
        for (int part = 0; part < text.parts(); part++) {
            HandOverOutcome outcome = submitPart(session, handOver, text, part);
            for (int tries = 1; part > 0 && outcome instanceof Temporary && tries < PART_TRIES; tries++) {
                pause(tries);
                outcome = submitPart(session, handOver, text, part);
            }
            if (!(outcome instanceof Accepted accepted)) {
                boolean fragment = part > 0 && outcome instanceof Temporary;
                return fragment ? new Unknown(((Temporary) outcome).reason()) : outcome;
            }
            taken.add(accepted.carrierMessageId());
        }
        return new Accepted(parts.register(taken), clock.instant());
    }

    private static void pause(int tries) {
        try {
            Thread.sleep(PART_PAUSE_MILLIS * tries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HandOverOutcome submitPart(SMPPSession session, HandOver handOver, WireText text, int part) {
        if (!clock.instant().isBefore(handOver.expires())) {
            return new Temporary(null, FailureReason.ALERT_EXPIRED, false, null);
        }
        if (!session.getSessionState().isTransmittable()) {
            return nothingTried();
        }
        try {
            String id = submission.submit(session, handOver, text, part);
            return new Accepted(ids.fromResponse(id), clock.instant());
        } catch (NegativeResponseException e) {
            return CommandStatus.outcome(e.getCommandStatus());
        } catch (PDUException e) {
            // It was never written: a field does not fit SMPP.
            LOG.warnf("message does not fit SMPP deliveryId=%s", handOver.deliveryId());
            return new Final(DeliveryState.REJECTED, FailureReason.CONTENT_UNUSABLE, null, false);
        } catch (ResponseTimeoutException | InvalidResponseException | IOException e) {
            // Written, or perhaps written, and no answer.
            return new Unknown(FailureReason.CARRIER_SILENT);
        } catch (RuntimeException e) {
            LOG.warnf("submit failed carrier=%s cause=%s", name, e.getClass().getSimpleName());
            LOG.debug("submit failed", e);
            return new Unknown(FailureReason.CARRIER_ERROR);
        }
    }

    private static HandOverOutcome nothingTried() {
        return new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, null);
    }

    private SMPPSession nextSession() {
        for (int i = 0; i < links.size(); i++) {
            SMPPSession session = links.get(Math.floorMod(turn.getAndIncrement(), links.size()))
                    .session();
            if (session != null) {
                return session;
            }
        }
        return null;
    }

    @Override
    public CompletionStage<Optional<Receipt>> query(Question question) {
        if (question.carrierMessageId() == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        try {
            return CompletableFuture.supplyAsync(() -> ask(question.carrierMessageId()), window);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    /** All parts are asked about; the answer is that of the text as a whole. */
    private Optional<Receipt> ask(String carrierMessageId) {
        List<Receipt> answers = new ArrayList<>();
        for (String id : PartReceipts.ids(carrierMessageId)) {
            Optional<Receipt> answer = askOne(id);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            answers.add(answer.get());
        }
        return Optional.of(PartReceipts.summary(carrierMessageId, answers));
    }

    private Optional<Receipt> askOne(String id) {
        for (String spelling : ids.spellings(id)) {
            Optional<Receipt> answer = askFor(id, spelling);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private Optional<Receipt> askFor(String id, String spelling) {
        SMPPSession session = nextSession();
        if (session == null) {
            return Optional.empty();
        }
        try {
            QuerySmResult result = submission.query(session, spelling);
            return reader.read(id, result.getMessageState().value(), clock.instant());
        } catch (NegativeResponseException
                | PDUException
                | ResponseTimeoutException
                | InvalidResponseException
                | IOException
                | RuntimeException e) {
            LOG.debugf("operator does not say carrier=%s cause=%s", name, e.getMessage());
            return Optional.empty();
        }
    }
}
