package fr.vigie.dispatch.voice.calls;

import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import java.time.Duration;
import java.time.Instant;

/** A call record as a line of the log. */
final class CallLine {
    private CallLine() {}

    static String of(CallDetail call) {
        LegReport sound = call.sound();
        LegReport.Heard heard = sound.heard();
        return "call ended: delivery=" + call.deliveryId()
                + " attempt=" + call.attempt()
                + " trunk=" + call.trunk()
                + " proxy=" + orDash(call.proxy())
                + " set_up=" + call.setUpAt()
                + " rang_after_ms=" + after(call, call.ringingAt())
                + " answered_after_ms=" + after(call, call.answeredAt())
                + " ended_after_ms=" + after(call, call.endedAt())
                + " keys=" + (call.keys().isEmpty() ? "-" : call.keys())
                + " outcome=" + call.outcome()
                + " reason=" + orDash(call.reason())
                + " end=" + call.end()
                + " sip=" + orDash(call.sipStatus())
                + " q850=" + orDash(call.q850())
                + " call_id=" + orDash(call.sipCallId())
                + " sent=" + sound.sent()
                + " received=" + sound.received()
                + " lost=" + sound.lost()
                + " jitter_ms=" + orDash(sound.jitterMillis())
                + " far_loss_pct=" + (heard == null ? "-" : Math.round(10 * heard.averageLossPercent()) / 10.0)
                + " far_jitter_ms=" + (heard == null ? "-" : heard.jitterMillis());
    }

    private static Object after(CallDetail call, Instant moment) {
        return moment == null ? "-" : Duration.between(call.setUpAt(), moment).toMillis();
    }

    private static Object orDash(Object value) {
        return value == null ? "-" : value;
    }
}
