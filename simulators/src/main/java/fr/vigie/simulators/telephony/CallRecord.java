package fr.vigie.simulators.telephony;

import java.time.Instant;

/**
 * One call as it stood when the journal was asked.
 *
 * @param called E.164, or how long the number was where it is not fiction
 * @param callerId as called
 * @param answeredAt null where it was not answered
 * @param endedAt null while it lasts
 * @param outcome null while it lasts
 * @param keys what the telephone pressed so far
 * @param rtpPackets how many RTP packets came from the caller
 * @param silentPackets how many of them held nothing but silence
 * @param lostPackets how many are missing between the first and the last, by sequence number
 * @param recordedPackets how many with sound came after a voicemail's beep
 */
public record CallRecord(
        String callId,
        String called,
        String callerId,
        Instant invitedAt,
        Instant answeredAt,
        Instant endedAt,
        CallOutcome outcome,
        String keys,
        long rtpPackets,
        long silentPackets,
        long lostPackets,
        long recordedPackets) {}
