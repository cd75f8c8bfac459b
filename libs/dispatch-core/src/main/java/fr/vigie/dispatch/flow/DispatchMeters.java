package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.delivery.Database;
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
    /** Tags: channel, state, reason (NONE where nothing failed). */
    static final Meaning DELIVERIES = new Meaning("vigie.deliveries", "Changes of state that were committed");
    /** Tag: channel. */
    static final Meaning POSSIBLE_DUPLICATES = new Meaning(
            "vigie.deliveries.possible.duplicates",
            "Deliveries that were flagged: the merchant may have it twice; each counted once");
    /** Tags: carrier, outcome (accepted, final, temporary, unknown). */
    static final Meaning HANDOVER_LATENCY =
            new Meaning("vigie.handover.latency", "From the call of the carrier to its answer");
    /** Tags: channel, lane, waits_for. */
    static final Meaning QUEUE = new Meaning("vigie.dispatch.queue", "Deliveries that wait; up to ten seconds old");
    /** Tag: carrier. */
    static final Meaning CARRIER_AVAILABLE =
            new Meaning("vigie.carrier.available", "1 where the carrier can take something now");
    /** Tag: carrier. */
    static final Meaning CARRIER_IN_FLIGHT = new Meaning("vigie.carrier.in.flight", "Hand-overs under way");
    /** Tags: carrier, link. */
    static final Meaning LINK_UP = new Meaning("vigie.carrier.link.up", "1 where the link can be used");
    /** Tag: carrier. */
    static final Meaning PACE = new Meaning(
            "vigie.carrier.pace", "Units a second that this copy gives the carrier at most; NaN for no bound");
    /** Tag: carrier. */
    static final Meaning HEALTH = new Meaning(
            "vigie.carrier.health", "Factor of the carrier's share: 1 where nothing is wrong, 0.01 for probes only");
    /** Tag: carrier. */
    static final Meaning THROTTLED = new Meaning("vigie.carrier.throttled", "Answers that asked for time");
    /** Tag: carrier. */
    static final Meaning UNITS = new Meaning(
            "vigie.carrier.units",
            "Parts of texts, or calls, that the carrier took or may have taken; none it refused");
    /** Tag: match. */
    static final Meaning RECEIPTS = new Meaning(
            "vigie.dispatch.receipts",
            "Receipts: direct, early (before the acceptance was committed), parked (stored until then), repeated,"
                    + " unstorable (taken and dropped)");
    /** Tag: kind (STOP, OTHER, NO_NUMBER). */
    static final Meaning REPLIES = new Meaning("vigie.dispatch.replies", "Messages that merchants wrote");

    /** A meter's name, and what it measures. */
    record Meaning(String name, String description) {}

    private final MeterRegistry registry;
    private final Channel channel;
    private final MultiGauge links;
    private final Map<String, Counter> deliveries = new ConcurrentHashMap<>();
    private final Map<String, Counter> receipts = new ConcurrentHashMap<>();
    private final Map<String, Timer> handOvers = new ConcurrentHashMap<>();

    DispatchMeters(MeterRegistry registry, Channel channel, Database database) {
        this.registry = registry;
        this.channel = channel;
        this.links = MultiGauge.builder(LINK_UP.name())
                .description(LINK_UP.description())
                .register(registry);
        FunctionCounter.builder(POSSIBLE_DUPLICATES.name(), database, Database::flagged)
                .description(POSSIBLE_DUPLICATES.description())
                .tag("channel", channel.name())
                .register(registry);
    }

    void told(Collection<DeliveryEvent> events) {
        for (DeliveryEvent event : events) {
            counter(event.state(), event.reason()).increment();
        }
    }

    private Counter counter(DeliveryState state, FailureReason reason) {
        String why = reason == null ? "NONE" : reason.name();
        return deliveries.computeIfAbsent(
                state + "/" + why,
                key -> counter(DELIVERIES, "channel", channel.name(), "state", state.name(), "reason", why));
    }

    void receipts(String match, int count) {
        if (count > 0) {
            receipts.computeIfAbsent(match, key -> counter(RECEIPTS, "match", match))
                    .increment(count);
        }
    }

    void reply(String kind) {
        counter(REPLIES, "kind", kind).increment();
    }

    void handedOver(String carrier, HandOverOutcome outcome, long nanos) {
        String kind = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        handOvers
                .computeIfAbsent(
                        carrier + "/" + kind,
                        key -> Timer.builder(HANDOVER_LATENCY.name())
                                .description(HANDOVER_LATENCY.description())
                                .tags("carrier", carrier, "outcome", kind)
                                .publishPercentileHistogram()
                                .register(registry))
                .record(Duration.ofNanos(nanos));
    }

    void watch(Route route, Desk desk) {
        Carrier carrier = route.carrier();
        Tags tags = Tags.of("carrier", carrier.name());
        gauge(CARRIER_AVAILABLE, tags, carrier, each -> each.available() ? 1 : 0);
        gauge(CARRIER_IN_FLIGHT, tags, route, Route::inFlight);
        gauge(PACE, tags, route, each -> bounded(each.pace().perSecond(System.nanoTime())));
        gauge(HEALTH, tags, route, each -> desk.look(each.health()::value));
        counter(THROTTLED, tags, route, Route::throttled);
        counter(UNITS, tags, route, Route::units);
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
        gauge(QUEUE, Tags.of("channel", channel.name(), "lane", lane, "waits_for", waitsFor), source, depth);
    }

    private Counter counter(Meaning meaning, String... tags) {
        return Counter.builder(meaning.name())
                .description(meaning.description())
                .tags(tags)
                .register(registry);
    }

    private <T> void counter(Meaning meaning, Tags tags, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(meaning.name(), source, value)
                .description(meaning.description())
                .tags(tags)
                .register(registry);
    }

    private <T> void gauge(Meaning meaning, Tags tags, T source, ToDoubleFunction<T> value) {
        Gauge.builder(meaning.name(), source, value)
                .description(meaning.description())
                .tags(tags)
                .register(registry);
    }
}
