package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The meters of a dispatcher: names, tags, and what they count. */
final class DispatchMeters {
    /** Counter: changes of state that were committed. Tags: channel, state, reason (NONE where nothing failed). */
    static final String DELIVERIES = "vigie.deliveries";
    /** Counter: changes that are flagged as possible duplicates. Tag: channel. */
    static final String POSSIBLE_DUPLICATES = "vigie.deliveries.possible.duplicates";
    /** Timer: from the call of the carrier to its answer. Tags: carrier, outcome (accepted, final, temporary, unknown). */
    static final String HANDOVER_LATENCY = "vigie.handover.latency";
    /** Gauge: deliveries that wait. Tags: channel, lane, waits_for. Up to ten seconds old. */
    static final String QUEUE = "vigie.dispatch.queue";
    /** Gauge: 1 where the carrier can take something now. Tag: carrier. */
    static final String CARRIER_AVAILABLE = "vigie.carrier.available";
    /** Gauge: hand-overs under way. Tag: carrier. */
    static final String CARRIER_IN_FLIGHT = "vigie.carrier.in.flight";
    /** Gauge: 1 where a link is up. Tags: carrier, link. */
    static final String LINK_UP = "vigie.carrier.link.up";
    /** Gauge: units per second that this copy gives the carrier at most; NaN for no bound. Tag: carrier. */
    static final String PACE = "vigie.carrier.pace";
    /** Gauge: factor in the choice of a carrier, from 0.01 to 1. Tag: carrier. */
    static final String HEALTH = "vigie.carrier.health";
    /** Counter: answers that asked for time. Tag: carrier. */
    static final String THROTTLED = "vigie.carrier.throttled";
    /** Counter: units (parts of texts, calls) that were handed over. Tag: carrier. */
    static final String UNITS = "vigie.carrier.units";
    /** Counter: receipts. Tag: match (direct, overtook, parked, repeated, unstorable). */
    static final String RECEIPTS = "vigie.dispatch.receipts";
    /** Counter: messages that merchants wrote. Tag: kind (STOP, OTHER, NO_NUMBER). */
    static final String REPLIES = "vigie.dispatch.replies";

    private final MeterRegistry registry;
    private final Channel channel;
    private final MultiGauge links;
    private final Map<String, Counter> deliveries = new ConcurrentHashMap<>();
    private final Counter duplicates;
    private final Map<String, Counter> receipts = new ConcurrentHashMap<>();
    private final Map<String, Timer> handOvers = new ConcurrentHashMap<>();

    DispatchMeters(MeterRegistry registry, Channel channel) {
        this.registry = registry;
        this.channel = channel;
        this.links = MultiGauge.builder(LINK_UP).register(registry);
        this.duplicates = registry.counter(POSSIBLE_DUPLICATES, "channel", channel.name());
    }

    void told(Collection<DeliveryEvent> events) {
        for (DeliveryEvent event : events) {
            counter(event.state(), event.reason()).increment();
            if (event.possibleDuplicate()) {
                duplicates.increment();
            }
        }
    }

    private Counter counter(DeliveryState state, FailureReason reason) {
        String why = reason == null ? "NONE" : reason.name();
        return deliveries.computeIfAbsent(
                state + "/" + why,
                key -> registry.counter(DELIVERIES, "channel", channel.name(), "state", state.name(), "reason", why));
    }

    void receipts(String match, int count) {
        if (count > 0) {
            receipts.computeIfAbsent(match, key -> registry.counter(RECEIPTS, "match", match))
                    .increment(count);
        }
    }

    void reply(String kind) {
        registry.counter(REPLIES, "kind", kind).increment();
    }

    void handedOver(String carrier, HandOverOutcome outcome, long nanos) {
        String kind = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        handOvers
                .computeIfAbsent(
                        carrier + "/" + kind,
                        key -> Timer.builder(HANDOVER_LATENCY)
                                .tags("carrier", carrier, "outcome", kind)
                                .publishPercentileHistogram()
                                .register(registry))
                .record(Duration.ofNanos(nanos));
    }

    void watch(Route route, Desk desk) {
        Carrier carrier = route.carrier();
        Tags tags = Tags.of("carrier", carrier.name());
        Gauge.builder(CARRIER_AVAILABLE, carrier, each -> each.available() ? 1 : 0)
                .tags(tags)
                .register(registry);
        Gauge.builder(CARRIER_IN_FLIGHT, route, Route::inFlight).tags(tags).register(registry);
        Gauge.builder(PACE, route, each -> bounded(each.pace().perSecond(System.nanoTime())))
                .tags(tags)
                .register(registry);
        Gauge.builder(HEALTH, route, each -> desk.look(each.health()::value))
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(THROTTLED, route, Route::throttled).tags(tags).register(registry);
        FunctionCounter.builder(UNITS, route, Route::units).tags(tags).register(registry);
    }

    private static double bounded(double perSecond) {
        return perSecond == 0 ? Double.NaN : perSecond;
    }

    /** Looks at the links again: they come and go. */
    void links(Collection<Route> routes) {
        links.register(
                routes.stream()
                        .flatMap(route -> route.carrier().links().stream().map(link -> row(route.carrier(), link)))
                        .toList(),
                true);
    }

    private static MultiGauge.Row<?> row(Carrier carrier, LinkState link) {
        return MultiGauge.Row.of(
                Tags.of("carrier", carrier.name(), "link", link.name()), link.status() == LinkState.Status.UP ? 1 : 0);
    }

    <T> void queue(String lane, String waitsFor, T source, ToDoubleFunction<T> depth) {
        Gauge.builder(QUEUE, source, depth)
                .tags("channel", channel.name(), "lane", lane, "waits_for", waitsFor)
                .register(registry);
    }
}
