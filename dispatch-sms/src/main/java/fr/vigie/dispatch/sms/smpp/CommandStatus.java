package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.util.HashMap;
import java.util.Map;

/**
 * What a negative answer to submit_sm means (SMPP 3.4 section 5.1.3, table 5-2). Four kinds:
 *
 * <ul>
 *   <li>slow down: it will be taken later, and this was no try;
 *   <li>temporary: the operator's own fault or our account's; tried again a bounded number of times;
 *   <li>permanent: this message will never be taken;
 *   <li>unknown: the operator itself cannot say whether it was taken.
 * </ul>
 *
 * A code that is not listed, also of an operator's own range (0x0400–0x04FF), counts as temporary: a few tries more cost
 * less than a message that was given up wrongly.
 */
final class CommandStatus {
    private enum Kind {
        SLOW_DOWN,
        TEMPORARY,
        PERMANENT,
        UNKNOWN
    }

    private record Meaning(Kind kind, FailureReason reason) {}

    /** ESME_RALYBND: a link of ours that fell is not yet forgotten there. */
    private static final int ALREADY_BOUND = 0x05;

    /** What a bind is answered with. */
    private static final Map<Integer, String> OF_BINDS = Map.ofEntries(
            Map.entry(0x01, "ESME_RINVMSGLEN"),
            Map.entry(0x02, "ESME_RINVCMDLEN"),
            Map.entry(0x03, "ESME_RINVCMDID"),
            Map.entry(0x04, "ESME_RINVBNDSTS"),
            Map.entry(0x05, "ESME_RALYBND"),
            Map.entry(0x08, "ESME_RSYSERR"),
            Map.entry(0x0D, "ESME_RBINDFAIL"),
            Map.entry(0x0E, "ESME_RINVPASWD"),
            Map.entry(0x0F, "ESME_RINVSYSID"),
            Map.entry(0x14, "ESME_RMSGQFUL"),
            Map.entry(0x53, "ESME_RINVSYSTYP"),
            Map.entry(0x58, "ESME_RTHROTTLED"),
            Map.entry(0xFF, "ESME_RUNKNOWNERR"));

    private static final Meaning UNLISTED = new Meaning(Kind.TEMPORARY, FailureReason.CARRIER_ERROR);
    private static final Map<Integer, Meaning> TABLE = new HashMap<>();

    private static void put(int status, Kind kind, FailureReason reason) {
        TABLE.put(status, new Meaning(kind, reason));
    }

    static {
        // The operator asks for time.
        put(0x58, Kind.SLOW_DOWN, FailureReason.CARRIER_THROTTLED); // ESME_RTHROTTLED
        put(0x14, Kind.SLOW_DOWN, FailureReason.CARRIER_QUEUE_FULL); // ESME_RMSGQFUL

        // It may have been taken: nobody can say.
        put(0xFE, Kind.UNKNOWN, FailureReason.CARRIER_ERROR); // ESME_RDELIVERYFAILURE
        put(0xFF, Kind.UNKNOWN, FailureReason.CARRIER_ERROR); // ESME_RUNKNOWNERR

        // The operator's own trouble.
        put(0x08, Kind.TEMPORARY, FailureReason.CARRIER_ERROR); // ESME_RSYSERR
        put(0x45, Kind.TEMPORARY, FailureReason.CARRIER_ERROR); // ESME_RSUBMITFAIL
        put(0x64, Kind.TEMPORARY, FailureReason.CARRIER_ERROR); // ESME_RX_T_APPN

        // Our account or link: somebody must act, and may do so before the alert expires.
        put(0x04, Kind.TEMPORARY, FailureReason.CARRIER_REFUSED_US); // ESME_RINVBNDSTS
        put(0x05, Kind.TEMPORARY, FailureReason.CARRIER_REFUSED_US); // ESME_RALYBND
        put(0x0D, Kind.TEMPORARY, FailureReason.CARRIER_REFUSED_US); // ESME_RBINDFAIL
        put(0x0E, Kind.TEMPORARY, FailureReason.CARRIER_REFUSED_US); // ESME_RINVPASWD
        put(0x0F, Kind.TEMPORARY, FailureReason.CARRIER_REFUSED_US); // ESME_RINVSYSID
        put(0x53, Kind.TEMPORARY, FailureReason.CARRIER_REFUSED_US); // ESME_RINVSYSTYP
        put(0x03, Kind.TEMPORARY, FailureReason.CARRIER_REFUSED_US); // ESME_RINVCMDID

        // The number.
        put(0x0B, Kind.PERMANENT, FailureReason.NUMBER_INVALID); // ESME_RINVDSTADR
        put(0x33, Kind.PERMANENT, FailureReason.NUMBER_INVALID); // ESME_RINVNUMDESTS
        put(0x40, Kind.PERMANENT, FailureReason.NUMBER_INVALID); // ESME_RINVDESTFLAG
        put(0x50, Kind.PERMANENT, FailureReason.NUMBER_INVALID); // ESME_RINVDSTTON
        put(0x51, Kind.PERMANENT, FailureReason.NUMBER_INVALID); // ESME_RINVDSTNPI

        // Our sender, or a service that our account does not have.
        put(0x0A, Kind.PERMANENT, FailureReason.CARRIER_REFUSED_US); // ESME_RINVSRCADR
        put(0x15, Kind.PERMANENT, FailureReason.CARRIER_REFUSED_US); // ESME_RINVSERTYP
        put(0x48, Kind.PERMANENT, FailureReason.CARRIER_REFUSED_US); // ESME_RINVSRCTON
        put(0x49, Kind.PERMANENT, FailureReason.CARRIER_REFUSED_US); // ESME_RINVSRCNPI

        // The content, or how it is wrapped.
        put(0x01, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVMSGLEN
        put(0x02, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVCMDLEN
        put(0x06, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVPRTFLG
        put(0x07, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVREGDLVFLG
        put(0x42, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVSUBREP
        put(0x43, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVESMCLASS
        put(0x44, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RCNTSUBDL
        put(0x54, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVREPFLAG
        put(0x61, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVSCHED
        put(0x62, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVEXPIRY
        put(0x63, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVDFTMSGID
        put(0x65, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RX_P_APPN
        put(0x66, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RX_R_APPN
        put(0xC0, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVOPTPARSTREAM
        put(0xC1, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_ROPTPARNOTALLWD
        put(0xC2, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVPARLEN
        put(0xC3, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RMISSINGOPTPARAM
        put(0xC4, Kind.PERMANENT, FailureReason.CONTENT_REFUSED); // ESME_RINVOPTPARAMVAL
    }

    private CommandStatus() {}

    /** Whether a bind was refused for who we are, which does not pass by itself. */
    static boolean refusesUs(int status) {
        Meaning meaning = TABLE.getOrDefault(status, UNLISTED);
        return status != ALREADY_BOUND && meaning.reason() == FailureReason.CARRIER_REFUSED_US;
    }

    /** The status that a bind was refused with, as an operator's manual calls it. */
    static String named(int status) {
        String number = "0x%02X".formatted(status);
        String name = OF_BINDS.get(status);
        return name == null ? number : name + " (" + number + ")";
    }

    /** The outcome of a submit that was answered with this status. */
    static HandOverOutcome outcome(int status) {
        Meaning meaning = TABLE.getOrDefault(status, UNLISTED);
        return switch (meaning.kind()) {
            case SLOW_DOWN -> new Temporary(null, meaning.reason(), false, null);
            case TEMPORARY -> new Temporary(null, meaning.reason(), true, null);
            case PERMANENT -> new Final(DeliveryState.REJECTED, meaning.reason(), null, false);
            case UNKNOWN -> new Unknown(meaning.reason());
        };
    }
}
