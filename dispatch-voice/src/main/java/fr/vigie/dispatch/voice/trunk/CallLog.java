package fr.vigie.dispatch.voice.trunk;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Call detail records: a line of the log each, and the newest {@link #REMEMBERED} of this process in memory. */
@Singleton
public class CallLog {
    /** Some hours of a busy trunk; about 5 MB. */
    static final int REMEMBERED = 20_000;

    private static final Logger LOG = Logger.getLogger(CallLog.class);

    private final Deque<CallDetail> calls = new ArrayDeque<>();

    /** Writes a call down. */
    public void add(CallDetail call) {
        synchronized (calls) {
            if (calls.size() == REMEMBERED) {
                calls.removeFirst();
            }
            calls.addLast(call);
        }
        LOG.infof(
                "call ended: delivery=%s attempt=%d trunk=%s set_up=%s rang_after_ms=%s answered_after_ms=%s"
                        + " ended_after_ms=%s keys=%s outcome=%s reason=%s end=%s sip=%s q850=%s sent=%d received=%d",
                call.deliveryId(),
                call.attempt(),
                call.trunk(),
                call.setUpAt(),
                after(call, call.ringingAt()),
                after(call, call.answeredAt()),
                after(call, call.endedAt()),
                call.keys().isEmpty() ? "-" : call.keys(),
                call.outcome(),
                orDash(call.reason()),
                call.end(),
                orDash(call.sipStatus()),
                orDash(call.q850()),
                call.packetsSent(),
                call.packetsReceived());
    }

    /** The tries of a delivery that are remembered, in their order. */
    public List<CallDetail> of(UUID deliveryId) {
        synchronized (calls) {
            return calls.stream()
                    .filter(call -> call.deliveryId().equals(deliveryId))
                    .toList();
        }
    }

    private static Object after(CallDetail call, Instant moment) {
        return moment == null ? "-" : Duration.between(call.setUpAt(), moment).toMillis();
    }

    private static Object orDash(Object value) {
        return value == null ? "-" : value;
    }
}
