package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.voice.media.LegReport;
import fr.vigie.dispatch.voice.sip.CallEnd;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** What is written down while a call goes on. Its call guards it. */
final class CallNotes {
    /** More keys than anybody presses on purpose are not written down. */
    private static final int MAX_KEYS = 32;

    private final UUID callId = UUID.randomUUID();
    private final HandOver handOver;
    private final String trunk;
    private final Clock clock;
    private final Instant setUpAt;
    private final StringBuilder keys = new StringBuilder(0);
    private Instant ringingAt;
    private Instant answeredAt;
    private Instant endedAt;
    private CallEnd end;

    CallNotes(HandOver handOver, String trunk, Clock clock) {
        this.handOver = handOver;
        this.trunk = trunk;
        this.clock = clock;
        this.setUpAt = clock.instant();
    }

    void ringing() {
        ringingAt = clock.instant();
    }

    /** Whether the trunk said that it rings, or may. */
    boolean rang() {
        return ringingAt != null;
    }

    void answered() {
        answeredAt = clock.instant();
    }

    /** Null while nobody picked up. */
    Instant answeredAt() {
        return answeredAt;
    }

    /** @param offered whether the menu offers it */
    void key(char key, boolean offered) {
        if (keys.length() < MAX_KEYS) {
            // Whoever dials instead of choosing may dial a number, and numbers are never written down.
            keys.append(offered ? key : '?');
        }
    }

    void ended(CallEnd how) {
        end = how;
        endedAt = clock.instant();
    }

    /** The record, before anything has happened. */
    CallDetail begun() {
        return CallDetail.begun(callId, handOver, trunk, setUpAt);
    }

    /** The record, once it has ended. */
    CallDetail detail(HandOverOutcome result, String proxy, String sipCallId, LegReport sound) {
        CallEnd.Refused refused = end instanceof CallEnd.Refused one ? one : null;
        int cause = refused != null ? refused.q850() : end instanceof CallEnd.HungUpThere there ? there.q850() : -1;
        return new CallDetail(
                callId,
                handOver.deliveryId(),
                handOver.alertId(),
                handOver.attempt(),
                handOver.possibleDuplicate(),
                trunk,
                proxy,
                setUpAt,
                ringingAt,
                answeredAt,
                endedAt,
                keys.toString(),
                CallMeters.outcome(result),
                CallMeters.reason(result),
                CallEnd.code(end),
                refused == null ? null : Integer.valueOf(refused.status()),
                cause < 0 ? null : Integer.valueOf(cause),
                sipCallId,
                sound);
    }
}
