package fr.vigie.dispatch.sms;

import fr.vigie.dispatch.sms.smpp.CarrierCounts;
import fr.vigie.dispatch.sms.smpp.SmppCarrier;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The meters of SMPP links: counters with the tag carrier, and what each counts. */
final class LinkMeters {
    static final String BINDS = "vigie.smpp.binds";
    static final String BIND_FAILURES = "vigie.smpp.bind.failures";
    static final String TIMEOUTS = "vigie.smpp.timeouts";
    static final String LATE_RESPONSES = "vigie.smpp.responses.late";
    static final String UNEXPECTED_RESPONSES = "vigie.smpp.responses.unexpected";
    static final String MALFORMED = "vigie.smpp.pdus.malformed";
    static final String DROPPED = "vigie.smpp.messages.dropped";

    private final MeterRegistry registry;

    LinkMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void show(SmppCarrier carrier) {
        counter(BINDS, "SMPP sessions that came about", carrier, CarrierCounts::binds);
        counter(BIND_FAILURES, "SMPP sessions that did not come about", carrier, CarrierCounts::bindFailures);
        counter(TIMEOUTS, "Requests that got no response in time", carrier, CarrierCounts::timeouts);
        counter(
                LATE_RESPONSES,
                "Responses that came after their request had been given up",
                carrier,
                CarrierCounts::lateResponses);
        counter(UNEXPECTED_RESPONSES, "Responses to nothing", carrier, CarrierCounts::unexpectedResponses);
        counter(MALFORMED, "PDUs that could not be read", carrier, CarrierCounts::malformedPdus);
        counter(
                DROPPED,
                "Messages of the operator that were no receipt and came from no number that could be read",
                carrier,
                CarrierCounts::droppedMessages);
    }

    private void counter(String name, String description, SmppCarrier carrier, ToDoubleFunction<CarrierCounts> value) {
        FunctionCounter.builder(name, carrier.counts(), value)
                .description(description)
                .tag("carrier", carrier.name())
                .register(registry);
    }
}
