package fr.vigie.registry.resolution;

import fr.vigie.events.Urgency;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a worker of a lane as soon as there is something to do. */
@ApplicationScoped
class Wake {
    private final Map<Urgency, Semaphore> lanes = new EnumMap<>(Urgency.class);

    Wake() {
        for (Urgency urgency : Urgency.values()) {
            lanes.put(urgency, new Semaphore(0));
        }
    }

    /** Wakes one worker. */
    void up(Urgency urgency) {
        lanes.get(urgency).release();
    }

    /** Waits until woken, or for so long; returns whether woken. */
    boolean await(Urgency urgency, Duration limit) throws InterruptedException {
        return lanes.get(urgency).tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
