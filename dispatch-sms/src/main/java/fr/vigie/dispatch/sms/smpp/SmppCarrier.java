package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.sms.SmsSettings;
import fr.vigie.dispatch.sms.SmsSettings.CarrierSettings;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import fr.vigie.smpp.Endpoint;
import fr.vigie.smpp.SessionLimits;
import fr.vigie.smpp.SmppClient;
import fr.vigie.smpp.SmppSession;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One SMSC account over SMPP 3.4, with as many links as are configured. */
public final class SmppCarrier implements Carrier {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration BIND_LIMIT = Duration.ofSeconds(10);
    private static final Duration UNBIND_LIMIT = Duration.ofMillis(1_500);
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(8);
    private static final Duration COMPLAIN_EVERY = Duration.ofMinutes(1);
    /** Receipts that may wait for their commit, on each link, before nothing more is read from it. */
    private static final int MOST_UNANSWERED = 5_000;
    /** How many response time-outs a message may wait for a place in the window. */
    private static final int PATIENCE = 2;

    private static final CompletionStage<Optional<Receipt>> NOT_KNOWN =
            CompletableFuture.completedFuture(Optional.empty());

    private final String name;
    private final CarrierSettings settings;
    private final Duration patience;
    private final List<String> prefixes;
    private final int price;
    private final Clock clock;
    private final Vertx vertx;
    private final CarrierCounts counts = new CarrierCounts();
    private final WireTexts texts;
    private final Submission submission;
    private final SubmitReplies replies;
    private final PartReceipts parts;
    private final SmppClient client;
    private final Links links;
    private final Enquiry enquiry;

    /**
     * @param vertx whose event loops do the work; stays open
     * @throws IllegalArgumentException where the settings will not do
     */
    public SmppCarrier(
            String name, CarrierSettings settings, SmsSettings common, ReceiptSink receipts, Clock clock, Vertx vertx) {
        CarrierRules.check(name, settings, common, vertx);
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.vertx = vertx;
        this.patience = common.responseTimeout().multipliedBy(PATIENCE);
        this.prefixes = settings.prefixes().orElse(List.of());
        this.price = settings.pricePerPart().movePointRight(3).intValueExact();
        this.texts = new WireTexts(settings.concatenation());
        this.submission = new Submission(
                Sender.of(settings, common.sender()),
                settings.serviceType().orElse(""),
                settings.urgentPriority(),
                clock);
        MessageIds ids = new MessageIds(settings.ids());
        ReceiptReader reader = new ReceiptReader(name, ids, numbers(settings.optedOutErrors()));
        this.replies = new SubmitReplies(ids, numbers(settings.optedOutStatus()), clock);
        this.parts = new PartReceipts(receipts);
        this.client = new SmppClient(vertx, endpoint(settings), limits(settings, common), counts.sessions());
        Inbox inbox = new Inbox(name, reader, parts, receipts, counts, clock);
        Complaints complaints = new Complaints(COMPLAIN_EVERY);
        String address = settings.host() + ":" + settings.port();
        this.links = Links.of(settings, new Link.House(name, address, client, inbox, complaints, counts, vertx, clock));
        this.enquiry = new Enquiry(links, submission, ids, reader, patience, clock);
    }

    private static Set<Integer> numbers(Optional<List<String>> given) {
        return given.orElse(List.of()).stream().map(Integer::decode).collect(Collectors.toUnmodifiableSet());
    }

    private static Endpoint endpoint(CarrierSettings settings) {
        return new Endpoint(
                settings.host(),
                settings.port(),
                settings.tls(),
                settings.tlsTrust().map(Path::of).orElse(null),
                CONNECT_LIMIT);
    }

    private static SessionLimits limits(CarrierSettings settings, SmsSettings common) {
        return new SessionLimits(
                settings.window(),
                common.responseTimeout(),
                common.enquireLink(),
                BIND_LIMIT,
                MOST_UNANSWERED,
                COMMIT_LIMIT);
    }

    /** Starts to bind. */
    public void open() {
        links.open();
    }

    /** Waits for what is under way, unbinds and ends; takes a second and a half at most. */
    public void close() {
        try {
            links.close(UNBIND_LIMIT).toCompletableFuture().get(UNBIND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The connections are closed next, with or without a farewell.
        }
        client.close();
    }

    /** What happened that concerns no delivery. */
    public CarrierCounts counts() {
        return counts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean available() {
        return links.places() > 0;
    }

    /** The places of those links that can submit now: more would only wait. One a link that answers none. */
    @Override
    public int window() {
        return links.places();
    }

    @Override
    public int widestWindow() {
        return settings.sessions() * settings.window();
    }

    @Override
    public int maxPerSecond() {
        return settings.maxPartsPerSecond();
    }

    @Override
    public int weight() {
        return settings.weight();
    }

    @Override
    public int cost(HandOver handOver) {
        return texts.of(handOver.text()).parts();
    }

    @Override
    public int affinity(String number) {
        int best = prefixes.isEmpty() ? 0 : -1;
        for (String prefix : prefixes) {
            if (number.startsWith(prefix)) {
                best = Math.max(best, prefix.length());
            }
        }
        return best;
    }

    @Override
    public int pricePerUnit() {
        return price;
    }

    @Override
    public List<LinkState> links() {
        return links.states();
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(HandOver handOver) {
        WireText text = texts.of(handOver.text());
        if (text.parts() > WireText.MOST_PARTS) {
            return CompletableFuture.completedFuture(
                    new Final(DeliveryState.REJECTED, FailureReason.CONTENT_UNUSABLE, null, false));
        }
        Link link = links.next();
        SmppSession session = link == null ? null : link.transmitting();
        if (session == null) {
            return CompletableFuture.completedFuture(SubmitReplies.nothingTried());
        }
        if (text.messages() == 1) {
            return settings.sessions() == 1
                    ? submit(session, handOver, text, 0)
                    : submit(session, handOver, text, 0)
                            .thenCompose(outcome -> elsewhere(session, handOver, text, outcome));
        }
        return new TextHandOver(handOver, text, session, this::submit, this::after, parts, clock).begin();
    }

    private CompletionStage<HandOverOutcome> submit(SmppSession session, HandOver handOver, WireText text, int index) {
        Duration left = Duration.between(clock.instant(), handOver.expires());
        if (left.isNegative() || left.isZero()) {
            return CompletableFuture.completedFuture(new Temporary(null, FailureReason.ALERT_EXPIRED, false, null));
        }
        Duration wait = left.compareTo(patience) < 0 ? left : patience;
        return session.submit(submission.message(handOver, text, index), handOver.urgency() == Urgency.URGENT, wait)
                .thenApply(replies::outcome);
    }

    /** What waited for a place on a link that fell, or that answers nothing, was not sent: another link may take it. */
    private CompletionStage<HandOverOutcome> elsewhere(
            SmppSession first, HandOver handOver, WireText text, HandOverOutcome outcome) {
        if (outcome.equals(SubmitReplies.nothingTried())) {
            Link link = links.next();
            SmppSession other = link == null ? null : link.transmitting();
            if (other != null && other != first) {
                return submit(other, handOver, text, 0);
            }
        }
        return CompletableFuture.completedFuture(outcome);
    }

    private void after(long millis, Runnable work) {
        vertx.setTimer(millis, timer -> work.run());
    }

    @Override
    public boolean answersQuestions() {
        return settings.query();
    }

    @Override
    public CompletionStage<Optional<Receipt>> query(Question question) {
        if (question.carrierMessageId() == null || !settings.query()) {
            return NOT_KNOWN;
        }
        return enquiry.about(question.carrierMessageId());
    }
}
