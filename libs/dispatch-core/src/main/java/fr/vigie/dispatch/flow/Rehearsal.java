package fr.vigie.dispatch.flow;

import fr.vigie.crypto.FieldCipher;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.Statements;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes a made-up delivery through reading, storing and recording, and rolls it all back. Without it the first alert
 * after a start would wait for half a second until classes are loaded and statements prepared. Nothing is handed over.
 */
final class Rehearsal {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class);
    private static final int TIMES = 3;
    /** As many as a large alert uses at once; each costs some megabytes. */
    private static final int CONNECTIONS = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ChannelProfile profile;
    private final Database database;
    private final Contents contents;
    private final News news;
    private final Recording recording;
    private final FieldCipher cipher;

    Rehearsal(
            ChannelProfile profile,
            Database database,
            Contents contents,
            News news,
            Recording recording,
            FieldCipher cipher) {
        this.profile = profile;
        this.database = database;
        this.contents = contents;
        this.news = news;
        this.recording = recording;
        this.cipher = cipher;
    }

    /** Once alone, for the classes; then on several connections at the same time, for each one's statements. */
    void run() {
        for (int i = 0; i < TIMES; i++) {
            if (!once(new CountDownLatch(0))) {
                return; // the database is away: what comes first must not wait for a rehearsal
            }
        }
        CountDownLatch together = new CountDownLatch(CONNECTIONS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread thread = new Thread(
                    () -> {
                        var unused = once(together);
                    },
                    "dispatch-rehearsal");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean once(CountDownLatch together) {
        try {
            DeliveryRequested asked = EventJson.read(EventJson.write(madeUp()), DeliveryRequested.class);
            database.transaction(statements -> {
                play(statements, asked, together);
                throw new Over();
            });
        } catch (Over over) {
            LOG.debug("rehearsed");
            return true;
        } catch (MalformedEventException | RuntimeException e) {
            LOG.debug("rehearsal failed; the first alert will take a little longer", e);
        }
        return false;
    }

    private void play(Statements statements, DeliveryRequested asked, CountDownLatch together) {
        statements.run("SELECT 1"); // now it has a connection
        together.countDown();
        try {
            var unused = together.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Content content = Content.of(asked);
        contents.store(statements, List.of(content));
        Delivery row = Delivery.of(asked, content.contentId(), profile.inFlight(), 1, null, Waiting.LEASE);
        Deliveries deliveries = new Deliveries(statements);
        Instant at = deliveries
                .insert(List.of(row), profile.lease(), "rehearsal", null)
                .at();
        statements.publish(List.of(News.outgoing(news.state(row, at))));
        cipher.decrypt(row.number(), row.recipientId().toString());
        Recording.Entry taken = new Recording.Outcome(row, "rehearsal", new Accepted(asked.reference(), at), null);
        recording.record(statements, List.of(taken), true);
    }

    private DeliveryRequested madeUp() {
        UUID alert = UUID.randomUUID();
        UUID recipient = UUID.randomUUID();
        Instant now = Instant.now();
        return new DeliveryRequested(
                DeliveryRequested.idOf(alert, recipient, profile.channel()),
                alert,
                "rehearsal",
                recipient,
                profile.channel(),
                Urgency.URGENT,
                AlertStatus.EXERCISE,
                "rehearsal",
                "rehearsal",
                List.of(cipher.encrypt("rehearsal", recipient.toString())),
                now,
                now.plusSeconds(60),
                0,
                0,
                null,
                null);
    }

    /** Has the transaction rolled back. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Over() {
            super(null, null, false, false);
        }
    }
}
