package fr.vigie.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.standalone.Fault;
import java.time.Duration;

/** Has the audit log proven. */
public final class AuditCheck {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Api audit;

    public AuditCheck(Api audit) {
        this.audit = audit;
    }

    /**
     * What the verification found.
     *
     * @param intact whether every chain fits
     * @param behind events that Kafka holds and the log does not have
     * @param records how many were verified
     * @param fault where the first chain breaks; empty where none does
     */
    public record Found(boolean intact, long behind, long records, String fault) {
        /** Whether the log proves itself and misses nothing. */
        public boolean proven() {
            return intact && behind == 0;
        }
    }

    /** Verifies, waiting at most so long for the log to have everything that Kafka holds. */
    public Found verify(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Found found = once();
        while (found.intact() && found.behind() > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Fault("Interrupted.", e);
            }
            found = once();
        }
        return found;
    }

    /** How many records the log holds of an alert. */
    public long recordsOf(String alertId) {
        return audit.get("/api/v1/records/count?alertId=" + alertId)
                .path("total")
                .asLong();
    }

    private Found once() {
        JsonNode answer = audit.get("/api/v1/verification");
        String fault = "";
        for (JsonNode chain : answer.path("chains")) {
            if (fault.isEmpty() && !chain.path("intact").asBoolean()) {
                fault = chain.path("fault").path("kind").asText() + " at "
                        + chain.path("topic").asText() + "/"
                        + chain.path("partition").asInt() + "/"
                        + chain.path("fault").path("offset").asLong();
            }
        }
        return new Found(
                answer.path("intact").asBoolean(),
                answer.path("behind").asLong(),
                answer.path("records").asLong(),
                fault);
    }
}
