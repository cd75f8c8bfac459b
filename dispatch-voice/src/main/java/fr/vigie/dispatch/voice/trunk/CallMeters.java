package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.voice.media.MediaClock;
import fr.vigie.events.FailureReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of the voice channel. */
public final class CallMeters {
    /**
     * Calls that have ended, by {@link #TRUNK}, {@link #OUTCOME} (a delivery state, {@code not_tried} or
     * {@code unknown}) and {@link #REASON}.
     */
    public static final String CALLS = "vigie.calls";

    /** Calls that are being placed, ring or are up, by {@link #TRUNK}. */
    public static final String ACTIVE = "vigie.calls.active";

    /** RTP packets, by {@link #DIRECTION}. */
    public static final String PACKETS = "vigie.rtp.packets";

    /** Rounds of the pacing threads that began more than 20 ms late: sound stutters. */
    public static final String LATE = "vigie.rtp.late.rounds";

    /** Name of the trunk, from the configuration. */
    public static final String TRUNK = "trunk";

    /** How a call ended. */
    public static final String OUTCOME = "outcome";

    /** A {@link fr.vigie.events.FailureReason}, or {@code none}. */
    public static final String REASON = "reason";

    /** {@code sent} or {@code received}. */
    public static final String DIRECTION = "direction";

    private final MeterRegistry registry;

    public CallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Watches the sound. */
    public void watch(MediaClock media) {
        FunctionCounter.builder(PACKETS, media, MediaClock::packetsSent)
                .tag(DIRECTION, "sent")
                .description("RTP packets")
                .register(registry);
        FunctionCounter.builder(PACKETS, media, MediaClock::packetsReceived)
                .tag(DIRECTION, "received")
                .description("RTP packets")
                .register(registry);
        FunctionCounter.builder(LATE, media, MediaClock::lateRounds)
                .description("rounds of the pacing threads that began more than 20 ms late")
                .register(registry);
    }

    void watch(String trunk, AtomicInteger lines) {
        Gauge.builder(ACTIVE, lines, AtomicInteger::get)
                .tag(TRUNK, trunk)
                .description("calls being placed, ringing or up")
                .register(registry);
    }

    void count(String trunk, HandOverOutcome outcome) {
        FailureReason reason = reason(outcome);
        registry.counter(
                        CALLS,
                        TRUNK,
                        trunk,
                        OUTCOME,
                        outcome(outcome).toLowerCase(Locale.ROOT),
                        REASON,
                        reason == null ? "none" : reason.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** A delivery state, {@code NOT_TRIED} or {@code UNKNOWN}. */
    static String outcome(HandOverOutcome outcome) {
        if (outcome instanceof HandOverOutcome.Final end) {
            return end.state().name();
        }
        if (outcome instanceof HandOverOutcome.Temporary end) {
            return end.state() == null ? "NOT_TRIED" : end.state().name();
        }
        return "UNKNOWN";
    }

    /** Why it failed; null where it did not. */
    static FailureReason reason(HandOverOutcome outcome) {
        if (outcome instanceof HandOverOutcome.Final end) {
            return end.reason();
        }
        if (outcome instanceof HandOverOutcome.Temporary end) {
            return end.reason();
        }
        return outcome instanceof HandOverOutcome.Unknown end ? end.reason() : null;
    }
}
