package fr.vigie.dispatch.sms;

import fr.vigie.dispatch.sms.smpp.CarrierCounts;
import fr.vigie.dispatch.sms.smpp.SmppCarrier;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The meters of SMPP links: names, tags, and what they count. All have the tag carrier. */
final class LinkMeters {
    /** Counter: sessions that came about. */
    static final String BINDS = "vigie.smpp.binds";
    /** Counter: sessions that did not. */
    static final String BIND_FAILURES = "vigie.smpp.bind.failures";
    /** Counter: requests that got no response in time. */
    static final String TIMEOUTS = "vigie.smpp.timeouts";
    /** Counter: responses that came after their request had been given up. */
    static final String LATE_RESPONSES = "vigie.smpp.responses.late";
    /** Counter: responses to nothing. */
    static final String UNEXPECTED_RESPONSES = "vigie.smpp.responses.unexpected";
    /** Counter: PDUs that could not be read. */
    static final String MALFORMED = "vigie.smpp.pdus.malformed";
    /** Counter: messages of the operator that were no receipt and came from no number that could be read. */
    static final String DROPPED = "vigie.smpp.messages.dropped";

    private final MeterRegistry registry;

    LinkMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void show(SmppCarrier carrier) {
        counter(BINDS, carrier, CarrierCounts::binds);
        counter(BIND_FAILURES, carrier, CarrierCounts::bindFailures);
        counter(TIMEOUTS, carrier, CarrierCounts::timeouts);
        counter(LATE_RESPONSES, carrier, CarrierCounts::lateResponses);
        counter(UNEXPECTED_RESPONSES, carrier, CarrierCounts::unexpectedResponses);
        counter(MALFORMED, carrier, CarrierCounts::malformedPdus);
        counter(DROPPED, carrier, CarrierCounts::droppedMessages);
    }

    private void counter(String name, SmppCarrier carrier, ToDoubleFunction<CarrierCounts> value) {
        FunctionCounter.builder(name, carrier.counts(), value)
                .tag("carrier", carrier.name())
                .register(registry);
    }
}
