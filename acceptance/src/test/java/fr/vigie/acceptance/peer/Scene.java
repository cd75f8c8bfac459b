package fr.vigie.acceptance.peer;

import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.stage.Dispatcher;
import fr.vigie.acceptance.stage.Told;
import java.time.Duration;
import java.util.List;

/**
 * What a disturbance can lay hands on.
 *
 * @param peers in the order of the story
 * @param doors in the same order; empty where the story has none
 */
record Scene(Dispatcher dispatcher, List<PeerSmsc> peers, List<Door> doors, Told told, Duration limit) {
    /** Waits until so many texts have been told to be handed over. */
    void onceHandedOver(long texts) {
        await().atMost(limit).pollInterval(Duration.ofMillis(10)).until(() -> told.handedOver() >= texts);
    }

    /** Waits until so many deliveries have reached a final state. */
    void onceEnded(int texts) {
        await().atMost(limit).pollInterval(Duration.ofMillis(10)).until(() -> told.finals() >= texts);
    }

    /** Waits until so much has been told of merchants. */
    void onceToldOfMerchants(int events) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> told.aboutSubscribers().size() >= events);
    }
}
