package fr.vigie.ingest.progress;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Knows that the service is about to stop. The shutdown event comes only after all requests have ended, and a progress
 * stream is a request: whoever stops would wait in vain, so the JVM's own signal is taken.
 */
@ApplicationScoped
class StopSignal {
    private final Thread hook = new Thread(this::raise, "stop-signal");
    private volatile boolean raised;

    void start(@Observes StartupEvent event) {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void stop(@Observes ShutdownEvent event) {
        raise();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyRunning) {
            // The JVM is ending, and the hook with it.
        }
    }

    boolean raised() {
        return raised;
    }

    private void raise() {
        raised = true;
    }
}
