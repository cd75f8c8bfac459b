package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
    /** Counter: receipts. Tag: match (direct, overtook, parked, repeated). */
    static final String RECEIPTS = "vigie.dispatch.receipts";
    /** Counter: messages that merchants wrote. Tag: kind (STOP, OTHER, NO_NUMBER). */
    static final String REPLIES = "vigie.dispatch.replies";

    private final MeterRegistry registry;
    private final Channel channel;
    private final Map<String, Counter> deliveries = new ConcurrentHashMap<>();
    private final Counter duplicates;
    private final Map<String, Counter> receipts = new ConcurrentHashMap<>();
    private final Map<String, Timer> handOvers = new ConcurrentHashMap<>();

    DispatchMeters(MeterRegistry registry, Channel channel) {
        this.registry = registry;
        this.channel = channel;
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

    void watch(Carrier carrier, Route route) {
        Gauge.builder(CARRIER_AVAILABLE, carrier, each -> each.available() ? 1 : 0)
                .tag("carrier", carrier.name())
                .register(registry);
        Gauge.builder(CARRIER_IN_FLIGHT, route, Route::inFlight)
                .tag("carrier", carrier.name())
                .register(registry);
    }

    <T> void queue(String lane, String waitsFor, T source, ToDoubleFunction<T> depth) {
        Gauge.builder(QUEUE, source, depth)
                .tags("channel", channel.name(), "lane", lane, "waits_for", waitsFor)
                .register(registry);
    }
}
