package fr.vigie.events;

import java.util.List;

/** The names of all topics. Partition counts and retention are set where topics are created (fr.vigie.bus). */
public final class Topics {
    /** {@link AlertAccepted}, keyed by alert id. */
    public static final String ALERT_ACCEPTED = "alert.accepted.v1";
    /** {@link ReportReceived}, keyed by report id. */
    public static final String REPORT_RECEIVED = "report.received.v1";
    /** {@link AlertControl}, keyed by alert id. */
    public static final String ALERT_CONTROL = "alert.control.v1";
    /** {@link RecipientsResolved}, keyed by alert id. */
    public static final String RECIPIENTS_RESOLVED = "recipients.resolved.v1";
    /** {@link DeliveryRequested} by SMS that must not wait, keyed by recipient id. */
    public static final String DISPATCH_SMS_URGENT = "dispatch.sms.urgent.v1";
    /** {@link DeliveryRequested} by SMS that may wait for urgent ones, keyed by recipient id. */
    public static final String DISPATCH_SMS_BULK = "dispatch.sms.bulk.v1";
    /** {@link DeliveryRequested} by telephone that must not wait, keyed by recipient id. */
    public static final String DISPATCH_VOICE_URGENT = "dispatch.voice.urgent.v1";
    /** {@link DeliveryRequested} by telephone that may wait for urgent ones, keyed by recipient id. */
    public static final String DISPATCH_VOICE_BULK = "dispatch.voice.bulk.v1";
    /** {@link DeliveryEvent}, keyed by delivery id. */
    public static final String DELIVERY_EVENTS = "delivery.events.v1";
    /** {@link SubscriberEvent}, keyed by recipient id. */
    public static final String SUBSCRIBER_EVENTS = "subscriber.events.v1";

    /** What a service sends at its start, so that the first event need not wait: it says nothing, and nobody reads it. */
    public static final String REHEARSAL = "rehearsal.v1";

    /** Every topic that carries events, without the dead-letter topics. */
    public static final List<String> ALL = List.of(
            ALERT_ACCEPTED,
            REPORT_RECEIVED,
            ALERT_CONTROL,
            RECIPIENTS_RESOLVED,
            DISPATCH_SMS_URGENT,
            DISPATCH_SMS_BULK,
            DISPATCH_VOICE_URGENT,
            DISPATCH_VOICE_BULK,
            DELIVERY_EVENTS,
            SUBSCRIBER_EVENTS);

    private Topics() {}

    /** The dead-letter topic of a topic: poison records with the reason in their headers. */
    public static String deadLetter(String topic) {
        return topic + ".dlq";
    }

    /** The class-path resource of the JSON Schema (draft 2020-12) of a topic's values. The four lanes share one. */
    public static String schemaOf(String topic) {
        String name = topic.startsWith("dispatch.") ? "dispatch.v1" : topic;
        return "/schemas/" + name + ".json";
    }

    /** The lane of a channel and an urgency. */
    public static String dispatch(Channel channel, Urgency urgency) {
        return switch (channel) {
            case SMS -> urgency == Urgency.URGENT ? DISPATCH_SMS_URGENT : DISPATCH_SMS_BULK;
            case VOICE -> urgency == Urgency.URGENT ? DISPATCH_VOICE_URGENT : DISPATCH_VOICE_BULK;
        };
    }
}
