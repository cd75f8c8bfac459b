package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.voice.dialogue.Script;
import fr.vigie.dispatch.voice.dialogue.Scripts;
import fr.vigie.dispatch.voice.media.MediaClock;
import fr.vigie.dispatch.voice.media.RtpLeg;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.UserAgent;
import fr.vigie.dispatch.voice.speech.SpeechException;
import fr.vigie.dispatch.voice.trunk.TrunkProxies.Route;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** One SIP trunk. A hand-over is a call and completes when the call has ended. */
public final class SipTrunk implements Carrier {
    private static final Logger LOG = Logger.getLogger(SipTrunk.class);
    /** One for each lane: bulk leaves a place to urgent. */
    private static final int PROBES = 2;
    /** The dispatcher keeps it in memory, and hands it over again: that costs no try, and no event. */
    private static final HandOverOutcome NOT_NOW =
            new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofSeconds(1));

    private final Settings settings;
    private final UserAgent agent;
    private final MediaClock media;
    private final Readings readings;
    private final ScheduledExecutorService timers;
    private final Clock clock;
    private final TrunkProxies proxies;
    private final NewCalls newCalls;
    private final CallMeters meters;
    private final CallLog log;
    private final Set<LiveCall> calls = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lines = new AtomicInteger();
    private volatile boolean stopping;

    /**
     * What is configured for a trunk.
     *
     * @param name in metrics and events
     * @param proxies its entrances, the preferred one first; at least one
     * @param account for digest authentication; null for none
     * @param register whether the account has to be registered at a proxy before it takes calls
     * @param maxCalls lines
     * @param maxCallsPerSecond new calls; 0 for no bound
     * @param weight share among the trunks
     * @param limits times that bound its calls
     * @param keepAlive how often it is asked whether it lives; zero for only after it fell silent
     */
    public record Settings(
            String name,
            List<Proxy> proxies,
            Account account,
            boolean register,
            int maxCalls,
            int maxCallsPerSecond,
            int weight,
            CallLimits limits,
            Duration keepAlive) {
        public Settings {
            proxies = List.copyOf(proxies);
            if (proxies.isEmpty() || register && account == null) {
                throw new IllegalArgumentException("trunk " + name + " needs a proxy, and an account to register");
            }
        }

        /** One proxy, and no registration. */
        public Settings(
                String name,
                Proxy proxy,
                Account account,
                int maxCalls,
                int maxCallsPerSecond,
                int weight,
                CallLimits limits,
                Duration keepAlive) {
            this(name, List.of(proxy), account, false, maxCalls, maxCallsPerSecond, weight, limits, keepAlive);
        }
    }

    public SipTrunk(
            Settings settings,
            UserAgent agent,
            MediaClock media,
            Scripts scripts,
            ScheduledExecutorService timers,
            Clock clock,
            CallMeters meters,
            CallLog log) {
        this.settings = settings;
        this.agent = agent;
        this.media = media;
        this.readings = new Readings(scripts);
        this.timers = timers;
        this.clock = clock;
        this.meters = meters;
        this.log = log;
        this.newCalls = new NewCalls(settings.maxCallsPerSecond());
        this.proxies = new TrunkProxies(settings.proxies().stream()
                .map(proxy -> new ProxyHealth(
                        settings.name(),
                        proxy,
                        settings.register() ? settings.account() : null,
                        settings.keepAlive(),
                        agent,
                        timers,
                        clock))
                .toList());
        meters.watch(settings.name(), lines);
        agent.expect(settings.proxies());
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public boolean available() {
        return !stopping && proxies.up();
    }

    @Override
    public List<LinkState> links() {
        return proxies.links(stopping);
    }

    /** While nobody knows whether calls are taken, no more are claimed than may find out. */
    @Override
    public int window() {
        return proxies.wideOpen() ? settings.maxCalls() : Math.min(settings.maxCalls(), lines.get() + PROBES);
    }

    @Override
    public int widestWindow() {
        return settings.maxCalls();
    }

    @Override
    public int lines() {
        return settings.maxCalls();
    }

    @Override
    public int maxPerSecond() {
        return settings.maxCallsPerSecond();
    }

    @Override
    public int weight() {
        return settings.weight();
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(HandOver handOver) {
        if (stopping) {
            return CompletableFuture.completedFuture(CallOutcomes.interrupted());
        }
        if (lines.incrementAndGet() > settings.maxCalls()) {
            lines.decrementAndGet();
            return CompletableFuture.completedFuture(NOT_NOW);
        }
        Optional<Route> route = proxies.route(handOver.deliveryId());
        if (route.isEmpty()) {
            lines.decrementAndGet();
            return CompletableFuture.completedFuture(NOT_NOW);
        }
        return readings.of(handOver)
                // Placing a call may look up a name and writes to a socket: not on the caller's thread.
                .thenComposeAsync(script -> placeWhenDue(handOver, script, route.get()), timers)
                .exceptionally(failure -> notPlaced(handOver, failed(handOver, Readings.cause(failure))))
                .whenComplete((outcome, impossible) -> {
                    route.get().close();
                    lines.decrementAndGet();
                    meters.count(settings.name(), outcome);
                });
    }

    private CompletionStage<HandOverOutcome> placeWhenDue(HandOver handOver, Script script, Route route) {
        if (!route.open()) {
            // Closed while the text was read out, or while others were placed.
            return CompletableFuture.completedFuture(NOT_NOW);
        }
        long wait = stopping ? 0 : newCalls.begin(System.nanoTime());
        return wait == 0
                ? place(handOver, script, route)
                : CompletableFuture.supplyAsync(
                                () -> placeWhenDue(handOver, script, route),
                                CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, timers))
                        .thenCompose(Function.identity());
    }

    private CompletionStage<HandOverOutcome> place(HandOver handOver, Script script, Route route) {
        RtpLeg leg;
        try {
            leg = media.open();
        } catch (IOException e) {
            LOG.warnf("no port for the sound of a call: %s", e.getMessage());
            return CompletableFuture.completedFuture(notPlaced(
                    handOver, new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, Duration.ofSeconds(1))));
        }
        // The route judges each proxy that the call was offered to; the call's own end says nothing more.
        LiveCall call =
                new LiveCall(settings.name(), handOver, leg, script, settings.limits(), timers, clock, end -> {});
        calls.add(call);
        log.begun(call.begun());
        call.placed(agent.call(handOver.number(), route, settings.account(), leg.port(), call));
        if (stopping) {
            call.stop();
        }
        return call.outcome()
                .thenApply(outcome -> call.rang() ? outcome : route.blame(outcome))
                .whenComplete((outcome, impossible) -> {
                    calls.remove(call);
                    CallDetail detail = call.detail(outcome);
                    meters.sound(settings.name(), detail.sound());
                    log.ended(detail);
                });
    }

    private HandOverOutcome notPlaced(HandOver handOver, HandOverOutcome outcome) {
        log.ended(CallDetail.notPlaced(handOver, settings.name(), clock.instant(), outcome));
        return outcome;
    }

    private static HandOverOutcome failed(HandOver handOver, Throwable failure) {
        if (failure instanceof SpeechException speech) {
            return Readings.unspeakable(handOver, speech);
        }
        // The exception's message may hold the number; its kind and place do not.
        LOG.errorf(
                "a call of delivery %s failed: %s at %s",
                handOver.deliveryId(),
                failure.getClass().getName(),
                failure.getStackTrace().length > 0 ? failure.getStackTrace()[0] : "unknown");
        return new HandOverOutcome.Unknown(FailureReason.UNSPECIFIED);
    }

    @Override
    public boolean answersQuestions() {
        return false;
    }

    /** A telephone network keeps no messages that could be asked for. */
    @Override
    public CompletionStage<Optional<Receipt>> query(Question question) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** Takes no more calls and ends those that are up or ring: CANCEL or BYE, each. Returns at once. */
    public void stop() {
        stopping = true;
        proxies.stop();
        calls.forEach(LiveCall::stop);
    }

    /** Calls that ring or are up. */
    public int activeCalls() {
        return calls.size();
    }
}
