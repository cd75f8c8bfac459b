package fr.vigie.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.client.AuditCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a demo has shown.
 *
 * @param answered when the sender had the 202
 */
record DemoResult(int wanted, Instant answered, AlertProgress progress, AuditCheck.Found audit) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Milliseconds from the sender's 202 to a moment; -1 where it has not come. */
    private long sinceAnswer(Instant moment) {
        return moment == null
                ? -1
                : Math.max(0, Duration.between(answered, moment).toMillis());
    }

    boolean good() {
        return progress.complete() && audit.proven() && progress.recipients() == wanted;
    }

    /** Messages that operators took, a second, from the first to the last. */
    private double handOffsPerSecond() {
        if (progress.firstHandOffAt() == null) {
            return 0;
        }
        double seconds = Duration.between(progress.firstHandOffAt(), progress.lastHandOffAt())
                        .toMillis()
                / 1000.0;
        return progress.started() / Math.max(seconds, 0.001);
    }

    void print(Terminal terminal) {
        terminal.say("");
        terminal.say("alert " + progress.reference() + " (" + progress.alertId() + ")");
        terminal.say(String.format("  %-28s %d", "recipients", progress.recipients()));
        terminal.say(String.format("  %-28s %s", "text messages", ProgressLine.states(progress.sms())));
        terminal.say(String.format("  %-28s %s", "calls", ProgressLine.states(progress.voice())));
        terminal.say(String.format(
                "  %-28s %d ms after it was accepted",
                "first text handed over", sinceAnswer(progress.firstHandOffAt())));
        terminal.say(String.format(
                "  %-28s %d ms after it was accepted", "every delivery final", sinceAnswer(progress.finalAt())));
        terminal.say(String.format(
                "  %-28s %s",
                "audit log",
                audit.proven()
                        ? audit.records() + " records, hash chains intact, none missing"
                        : "NOT PROVEN: " + audit.fault() + ", " + audit.behind() + " not recorded"));
        terminal.say("");
    }

    String json() {
        ObjectNode result = MAPPER.createObjectNode();
        result.put("alertId", progress.alertId());
        result.put("recipients", progress.recipients());
        result.set("sms", states(progress.sms()));
        result.set("voice", states(progress.voice()));
        result.put("firstHandOffMs", sinceAnswer(progress.firstHandOffAt()));
        result.put("lastHandOffMs", sinceAnswer(progress.lastHandOffAt()));
        result.put("allFinalMs", sinceAnswer(progress.finalAt()));
        result.put("handOffsPerSecond", Math.round(handOffsPerSecond()));
        result.put("auditVerified", audit.proven());
        return result.toString();
    }

    private static ObjectNode states(Map<String, Long> counts) {
        ObjectNode states = MAPPER.createObjectNode();
        counts.forEach((state, count) -> {
            if (count > 0) {
                states.put(state, count);
            }
        });
        return states;
    }
}
