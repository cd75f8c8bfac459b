package fr.vigie.standalone.client;

import fr.vigie.standalone.Fault;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Watches an alert until every delivery is final. A service that has answered once and is being restarted is waited for.
 */
public final class Follow {
    private static final Duration EVERY = Duration.ofMillis(200);

    private final Api ingest;
    private final Consumer<String> notices;
    private final String watching;

    public Follow(Api ingest) {
        this(ingest, notice -> {}, "./vigie progress");
    }

    /**
     * @param notices is told when the service is away
     * @param watching the command that, followed by the alert's id, goes on watching
     */
    public Follow(Api ingest, Consumer<String> notices, String watching) {
        this.ingest = ingest;
        this.notices = notices;
        this.watching = watching;
    }

    /**
     * Returns when every delivery is final.
     *
     * @param each is told at every look
     * @throws Fault where the limit passes first
     */
    public AlertProgress until(String alertId, Duration limit, Consumer<AlertProgress> each) {
        long end = System.nanoTime() + limit.toNanos();
        boolean answered = false;
        while (System.nanoTime() < end) {
            try {
                AlertProgress progress = AlertProgress.of(ingest.get("/api/v1/alerts/" + alertId));
                answered = true;
                each.accept(progress);
                if (progress.complete()) {
                    return progress;
                }
            } catch (Api.Unreachable e) {
                if (!answered) {
                    throw e;
                }
                // Being restarted; the limit bounds how long we believe that.
                notices.accept("alert-ingest does not answer; trying again");
            } catch (Api.Refused e) {
                if (e.status() < 500) {
                    throw e;
                }
                notices.accept("alert-ingest is in trouble (status " + e.status() + "); trying again");
            }
            pause();
        }
        throw new Fault("Not every delivery of alert " + alertId + " was final after " + limit.toSeconds() + " s: "
                + watching + " " + alertId + " goes on watching.");
    }

    private static void pause() {
        try {
            Thread.sleep(EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("Interrupted.", e);
        }
    }
}
