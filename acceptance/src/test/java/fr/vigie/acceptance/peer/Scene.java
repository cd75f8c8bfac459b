package fr.vigie.acceptance.peer;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/**
 * What a disturbance can lay hands on.
 *
 * @param peers in the order of the story
 */
record Scene(SmsDispatcher dispatcher, List<PeerSmsc> peers, Told told, Duration limit) {
    /** Waits until operators have taken so many texts together. */
    void onceTaken(long texts) {
        await().atMost(limit).pollInterval(Duration.ofMillis(10)).until(() -> told.handedOver() >= texts);
    }
}
