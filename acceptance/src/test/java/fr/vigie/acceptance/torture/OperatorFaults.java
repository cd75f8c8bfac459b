package fr.vigie.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.client.Api;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Faults of the SMSC and of the trunk, by the simulators' remote control. */
final class OperatorFaults {
    private static final Duration BETWEEN_CUTS = Duration.ofMillis(300);
    /** What a fault held up comes within this, once it is over. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Api control;

    /**
     * @param port of the remote control
     */
    OperatorFaults(int port) {
        this.control = new Api("http://127.0.0.1:" + port, "none");
    }

    Effect cut(Fault.CarrierCut cut) {
        JsonNode before = inTraffic(OperatorFaults::texts);
        for (int i = 0; i < cut.times(); i++) {
            patiently(() -> control.post("/api/smsc/drop", new ObjectMapper().createObjectNode()));
            Shell.pause(BETWEEN_CUTS);
        }
        return hit(now -> texts(now) > texts(before));
    }

    Effect stall(Fault.CarrierStalled stalled) {
        JsonNode before = inTraffic(OperatorFaults::texts);
        turn("smsc", "stallMillis", stalled.time().toMillis());
        Shell.pause(stalled.time());
        return hit(now -> texts(now) > texts(before));
    }

    Effect throttle(Fault.CarrierThrottling throttling) {
        JsonNode before = inTraffic(OperatorFaults::texts);
        turn("smsc", "tps", throttling.perSecond());
        try {
            Shell.pause(throttling.time());
        } finally {
            turn("smsc", "tps", 0);
        }
        return state().at("/smsc/throttled").asLong()
                        > before.at("/smsc/throttled").asLong()
                ? Effect.HIT
                : Effect.IDLE;
    }

    /** Until a call has met it: they come in bursts, and none need begin just then. */
    Effect refuse(Fault.TrunkRefusing refusing) {
        long before = refused();
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            turn("telephone", "refuseMillis", refusing.time().toMillis());
            Shell.pause(refusing.time());
        } while (refused() == before && System.nanoTime() < end);
        return refused() > before ? Effect.HIT : Effect.IDLE;
    }

    Effect silence(Fault.TrunkSilent silent) {
        JsonNode before = inTraffic(OperatorFaults::calls);
        turn("telephone", "silentMillis", silent.time().toMillis());
        Shell.pause(silent.time());
        boolean talking = before.at("/telephone/active").asLong() > 0;
        return talking ? Effect.HIT : hit(now -> calls(now) > calls(before));
    }

    /** Whether something is seen soon that was not there before. */
    private Effect hit(Predicate<JsonNode> seen) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!seen.test(state())) {
            if (System.nanoTime() > end) {
                return Effect.IDLE;
            }
            Shell.pause(LOOK_EVERY);
        }
        return Effect.HIT;
    }

    /** Waits for a moment at which there is something to hit, and returns what there was then. */
    private JsonNode inTraffic(ToLongFunction<JsonNode> count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode first = state();
        JsonNode now = first;
        while (count.applyAsLong(now) == count.applyAsLong(first) && System.nanoTime() < end) {
            Shell.pause(LOOK_EVERY);
            now = state();
        }
        return now;
    }

    private long refused() {
        return state().at("/telephone/outOfService").asLong();
    }

    private static long calls(JsonNode state) {
        return state.at("/telephone/calls").asLong();
    }

    /** Texts and receipts that went over the sessions. */
    private static long texts(JsonNode state) {
        return state.at("/smsc/submits").asLong()
                + state.at("/smsc/receiptsSent").asLong();
    }

    private JsonNode state() {
        return patiently(() -> control.get("/api/state"));
    }

    /** So many texts a second, and the others refused; 0 for any number. */
    void atMost(int perSecond) {
        turn("smsc", "tps", perSecond);
    }

    private void turn(String simulator, String knob, long value) {
        patiently(() -> control.post(
                "/api/" + simulator + "/knobs",
                new ObjectMapper().createObjectNode().put(knob, value)));
    }

    /** The simulators always run; on a machine that stands still they may be slow to answer. */
    private static JsonNode patiently(Supplier<JsonNode> question) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (Api.Unreachable e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Shell.pause(LOOK_EVERY);
            }
        }
    }
}
