package fr.vigie.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** Why a delivery did not, or not yet, succeed. The names are stable codes, used alike in API, events, metrics, logs. */
public enum FailureReason {
    /** The operator slows us down (ESME_RTHROTTLED, SIP 503 with Retry-After). */
    CARRIER_THROTTLED,
    /** The operator's queue is full (ESME_RMSGQFUL). */
    CARRIER_QUEUE_FULL,
    /** No carrier could be reached. */
    CARRIER_UNAVAILABLE,
    /** The operator answered with a fault of its own that may pass. */
    CARRIER_ERROR,
    /** The operator did not answer in time, or the link fell while it should have. */
    CARRIER_SILENT,
    /** The operator refuses our account or our sender. */
    CARRIER_REFUSED_US,
    /** The number does not exist or is not valid for the operator. */
    NUMBER_INVALID,
    /** The number exists no longer or is out of service. */
    NUMBER_DEAD,
    /** The telephone could not be reached until the operator gave up. */
    SUBSCRIBER_ABSENT,
    /** The operator's validity period ended. */
    VALIDITY_ENDED,
    /** The operator or the telephone refused the content. */
    CONTENT_REFUSED,
    /** The merchant has asked to be left alone. */
    OPTED_OUT,
    /** The line was busy. */
    LINE_BUSY,
    /** Nobody answered. */
    NOT_ANSWERED,
    /** The call was declined. */
    CALL_DECLINED,
    /** The call was set up, and then lost before the message was heard. */
    CALL_LOST,
    /** The operator's receipt names no cause; also what a reader takes the code of a later version for. */
    @JsonEnumDefaultValue
    UNSPECIFIED,
    /** No receipt by the end of validity and grace. */
    NO_RECEIPT,
    /** The alert's {@code expires} has passed. */
    ALERT_EXPIRED,
    /** The alert was cancelled, updated or ended by an all-clear. */
    ALERT_CANCELLED,
    /** We stopped between handing over and recording. */
    INTERRUPTED,
    /** The stored number could not be decrypted or is not permitted here. */
    NUMBER_UNREADABLE,
    /** The message cannot be sent as it is (too long, cannot be spoken). */
    CONTENT_UNUSABLE,
    /** Outside the hours in which this channel may be used for what is not urgent. */
    CONTACT_HOURS,
    /** Within the hours in which the merchant never wants to be called. */
    QUIET_HOURS
}
