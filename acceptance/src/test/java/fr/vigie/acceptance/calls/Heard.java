package fr.vigie.acceptance.calls;

import java.time.Duration;
import java.time.Instant;

/**
 * One call, as the telephone tells it.
 *
 * @param rangAt when it began to ring; null where it was refused before
 * @param answeredAt null where it was not picked up
 * @param endedAt null while it lasts
 * @param end null while it lasts
 * @param packets of sound that came
 */
record Heard(
        String number, Instant invitedAt, Instant rangAt, Instant answeredAt, Instant endedAt, End end, long packets) {
    /** How it ended. */
    enum End {
        /** By the network, before it rang. */
        REFUSED,
        /** The telephone was in use. */
        IN_USE,
        /** The caller took it back: CANCEL. */
        CANCELLED,
        /** The caller hung up: BYE. */
        HUNG_UP_BY_CALLER,
        /** It rang until the INVITE expired. */
        EXPIRED,
        /** The session's time was over, and the caller had not prolonged it (RFC 4028). */
        SESSION_OVER,
        /** No more sound came, and the person hung up. */
        FELL_SILENT,
        /** The caller never acknowledged. */
        NOT_ACKNOWLEDGED
    }

    /** Whether anybody could notice it. */
    boolean noticed() {
        return rangAt != null;
    }

    Duration lasted() {
        return Duration.between(invitedAt, endedAt);
    }
}
