package fr.vigie.dispatch.flow;

import fr.vigie.crypto.BlindIndex;
import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.News;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * What merchants write to us. A wish to be left alone is stored for publishing before the operator is told that we have
 * it; anything else is counted and dropped. Number and words stay in memory: the event names the number by its blind
 * index, since only the registry knows whose it is.
 */
final class Replies {
    private static final Logger LOG = Logger.getLogger(Replies.class);
    /** E.164: up to fifteen digits, the first of a country code. */
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9]\\d{5,14}");
    /** A flood is given back to the operator, who brings it again. */
    private static final int MOST_WAITING = 1_000;

    private final Database database;
    private final BlindIndex index;
    private final DispatchMeters meters;
    private final LongAdder stops = new LongAdder();
    private final OnceAMinute said = new OnceAMinute();
    private final OnceAMinute complaint = new OnceAMinute();
    /** Carriers must not be blocked, and receipts must not wait behind replies. */
    private final ThreadPoolExecutor writer;

    Replies(Database database, BlindIndex index, DispatchMeters meters) {
        this.database = database;
        this.index = index;
        this.meters = meters;
        this.writer = new ThreadPoolExecutor(
                0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), Replies::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "dispatch-replies");
        thread.setDaemon(true);
        return thread;
    }

    /** @return as {@link fr.vigie.dispatch.carrier.ReceiptSink#receive(Incoming)} promises */
    CompletionStage<Void> receive(Incoming message) {
        Kind kind = kindOf(message);
        if (kind != Kind.STOP) {
            meters.reply(kind.name());
            LOG.debugf("message of a merchant dropped carrier=%s kind=%s", message.carrier(), kind);
            return CompletableFuture.completedFuture(null);
        }
        try {
            return CompletableFuture.runAsync(() -> store(message), writer);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Kind kindOf(Incoming message) {
        if (!StopWords.matches(message.text())) {
            return Kind.OTHER;
        }
        boolean known =
                message.number() != null && NUMBER.matcher(message.number()).matches();
        return known ? Kind.STOP : Kind.NO_NUMBER;
    }

    private void store(Incoming message) {
        String digest = HexFormat.of().formatHex(index.of(message.number()));
        try {
            database.transaction(statements -> {
                statements.publish(List.of(News.stop(digest, message.at())));
                return null;
            });
        } catch (RuntimeException e) {
            if (complaint.due()) {
                LOG.warnf(
                        "wish to be left alone not stored, the operator shall bring it again carrier=%s sqlState=%s",
                        message.carrier(), Database.sqlState(e));
            }
            throw e;
        }
        meters.reply(Kind.STOP.name());
        stops.increment();
        if (said.due()) {
            LOG.infof("wishes to be left alone stored count=%d", stops.sumThenReset());
        }
    }

    /** Takes nothing more, and ends what is being written. */
    void stop(long millis) throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
            LOG.warn("replies not all stored; the operator brings them again");
        }
    }

    /** Values of a metric's tag. */
    private enum Kind {
        /** A wish to be left alone. */
        STOP,
        /** Any other words. */
        OTHER,
        /** A wish to be left alone from what is no telephone number. */
        NO_NUMBER
    }
}
