package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.dispatch.voice.media.MediaClock;
import fr.vigie.events.FailureReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

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

    /** RTCP packets, by {@link #DIRECTION}. */
    public static final String REPORTS = "vigie.rtcp.packets";

    /**
     * Share of packets that a call lost, 0 to 1, by {@link #TRUNK} and {@link #DIRECTION}: {@code sent} is our sound as
     * the telephone reports it, {@code received} its sound as it comes to us. Calls without a report are not counted.
     */
    public static final String LOSS = "vigie.rtp.loss.ratio";

    /** Greatest jitter of a call, by {@link #TRUNK} and {@link #DIRECTION} as above. */
    public static final String JITTER = "vigie.rtp.jitter";

    /** Longest round trip of a call's reports, by {@link #TRUNK}. */
    public static final String ROUND_TRIP = "vigie.rtp.round.trip";

    /** Name of the trunk, from the configuration. */
    public static final String TRUNK = "trunk";

    /** How a call ended. */
    public static final String OUTCOME = "outcome";

    /** A {@link fr.vigie.events.FailureReason}, or {@code none}. */
    public static final String REASON = "reason";

    /** {@code sent} or {@code received}. */
    public static final String DIRECTION = "direction";

    private static final String SENT = "sent";
    private static final String RECEIVED = "received";

    private final MeterRegistry registry;

    public CallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Watches the sound. */
    public void watch(MediaClock media) {
        counter(PACKETS, media, MediaClock::packetsSent, SENT, "RTP packets of all calls");
        counter(PACKETS, media, MediaClock::packetsReceived, RECEIVED, "RTP packets of all calls");
        counter(REPORTS, media, MediaClock::reportsSent, SENT, "RTCP packets of all calls");
        counter(REPORTS, media, MediaClock::reportsReceived, RECEIVED, "RTCP packets of all calls");
        FunctionCounter.builder(LATE, media, MediaClock::lateRounds)
                .description("Rounds of the pacing threads that began more than 20 ms late: sound stutters")
                .register(registry);
    }

    private void counter(
            String name, MediaClock media, ToDoubleFunction<MediaClock> count, String direction, String what) {
        FunctionCounter.builder(name, media, count)
                .tag(DIRECTION, direction)
                .description(what)
                .register(registry);
    }

    void watch(String trunk, AtomicInteger lines) {
        Gauge.builder(ACTIVE, lines, AtomicInteger::get)
                .tag(TRUNK, trunk)
                .description("Calls being placed, ringing or up")
                .register(registry);
    }

    void count(String trunk, HandOverOutcome outcome) {
        FailureReason reason = reason(outcome);
        Counter.builder(CALLS)
                .tag(TRUNK, trunk)
                .tag(OUTCOME, outcome(outcome).toLowerCase(Locale.ROOT))
                .tag(REASON, reason == null ? "none" : reason.name().toLowerCase(Locale.ROOT))
                .description("Calls that have ended, by what came of them")
                .register(registry)
                .increment();
    }

    /** What the sound of a call came to. */
    void sound(String trunk, LegReport sound) {
        long arrived = sound.received() + sound.lost();
        if (sound.jitterMillis() != null && arrived > 0) {
            loss(trunk, RECEIVED, (double) sound.lost() / arrived);
            jitter(trunk, RECEIVED, sound.jitterMillis());
        }
        LegReport.Heard heard = sound.heard();
        if (heard != null) {
            loss(trunk, SENT, heard.averageLossPercent() / 100);
            jitter(trunk, SENT, heard.jitterMillis());
            if (heard.roundTripMillis() != null) {
                Timer.builder(ROUND_TRIP)
                        .tag(TRUNK, trunk)
                        .description("Longest round trip between us and the telephone in a call, by RTCP")
                        .serviceLevelObjectives(millis(100), millis(200), millis(400))
                        .register(registry)
                        .record(millis(heard.roundTripMillis()));
            }
        }
    }

    private void loss(String trunk, String direction, double share) {
        DistributionSummary.builder(LOSS)
                .tag(TRUNK, trunk)
                .tag(DIRECTION, direction)
                .description("Share of a call's RTP packets that were lost; sent: as the telephone reports it")
                .serviceLevelObjectives(0.01, 0.03, 0.1)
                .register(registry)
                .record(share);
    }

    private void jitter(String trunk, String direction, int millis) {
        Timer.builder(JITTER)
                .tag(TRUNK, trunk)
                .tag(DIRECTION, direction)
                .description("Greatest jitter of a call; sent: as the telephone reports it")
                .serviceLevelObjectives(millis(20), millis(40), millis(80))
                .register(registry)
                .record(millis(millis));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
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
