package fr.vigie.dispatch.voice.calls;

import fr.vigie.bus.ShutdownOrder;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.voice.VoiceConfig;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.dispatch.voice.trunk.CallLimits;
import fr.vigie.dispatch.voice.trunk.CallLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Writes call records: to the database when a call is set up and when it has ended, in batches, by one thread, and a line
 * of the log at its end. Records wait at most {@link #GATHER} and are not lost by a stop. A process that is killed takes
 * what still waited with it: a call's end, or all of a call that it had just set up. A call that can no longer be up and
 * has no end is LOST, any copy says so; its end counts all the same if it comes.
 *
 * <p>While the database is away records wait in memory; beyond {@link #ROOM} the newest ends are in the log only, and
 * counted.
 */
@Singleton
public class CallWriter implements CallLog {
    /** Records that wait to be written. */
    public static final String WAITING = "vigie.call.records.waiting";

    /** Records that are in the log only. */
    public static final String DROPPED = "vigie.call.records.dropped";

    /** For ends. Seven minutes at the highest rate of calls; about 30 MB. */
    static final int ROOM = 50_000;

    static final Duration GATHER = Duration.ofMillis(200);

    /** Beyond the longest call: what {@link CallLimits#total} leaves out, such as a second proxy, and a slow machine. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(CallWriter.class);
    private static final int BATCH = 500;
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(5);
    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);
    /** Keeps each statement short; seven million a day. */
    private static final int TIDY_BATCH = 5_000;

    private final Database database;
    private final Duration keep;
    private final Duration longest;
    private final WaitingCalls waiting;
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "call-records");
    private long tidiedNanos = System.nanoTime();

    @Inject
    CallWriter(Database database, VoiceConfig config, CallLimits limits, MeterRegistry registry) {
        this(database, config.keepCalls(), limits, ROOM, registry);
    }

    CallWriter(Database database, Duration keep, CallLimits limits, int room, MeterRegistry registry) {
        this.database = database;
        this.keep = keep;
        this.longest = limits.total().plus(MARGIN);
        this.waiting = new WaitingCalls(room);
        if (keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("vigie.voice.keep-calls must be longer than nothing");
        }
        thread.setDaemon(true);
        Gauge.builder(WAITING, waiting, WaitingCalls::size)
                .description("Call records that wait to be written to the database")
                .register(registry);
        FunctionCounter.builder(DROPPED, dropped, AtomicLong::get)
                .description("Call records that are in the log only, since the database did not take them")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** After the last call's outcome, and before anything that needs the database goes. */
    void stop(@Observes @Priority((ShutdownOrder.WORKERS + ShutdownOrder.OUTBOX) / 2) ShutdownEvent event)
            throws InterruptedException {
        stopping.countDown();
        thread.join(LAST_MOMENT.plus(RETRY).toMillis());
        if (waiting.size() > 0) {
            LOG.errorf("%d call records were not written to the database", waiting.size());
        }
    }

    @Override
    public void begun(CallDetail call) {
        waiting.begun(call);
    }

    @Override
    public void ended(CallDetail call) {
        LOG.info(CallLine.of(call));
        if (!waiting.ended(call) && dropped.getAndIncrement() % 1_000 == 0) {
            LOG.warn("the database takes no call records; those that do not fit into memory are in the log only");
        }
    }

    private void run() {
        try {
            while (stopping.getCount() > 0 || waiting.size() > 0) {
                var unused = stopping.await(GATHER.toMillis(), TimeUnit.MILLISECONDS);
                List<CallDetail> batch = waiting.take(BATCH);
                if (!batch.isEmpty()) {
                    write(batch);
                }
                if (System.nanoTime() - tidiedNanos > TIDY_EVERY.toNanos() && stopping.getCount() > 0) {
                    tidiedNanos = System.nanoTime();
                    tidy();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<CallDetail> batch) throws InterruptedException {
        long lastMoment = 0;
        while (!written(batch)) {
            if (stopping.getCount() == 0) {
                lastMoment = lastMoment == 0 ? System.nanoTime() + LAST_MOMENT.toNanos() : lastMoment;
                if (System.nanoTime() - lastMoment > 0) {
                    LOG.errorf("%d call records were not written to the database", batch.size());
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
            } else {
                var unused = stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** @return false where the same may succeed later */
    private boolean written(List<CallDetail> batch) {
        try {
            database.transaction(statements -> {
                new CallTable(statements).write(batch);
                return null;
            });
            return true;
        } catch (RuntimeException e) {
            if (!Database.refuses(e)) {
                LOG.debugf("call records not written yet: %s", e.getClass().getSimpleName());
                return false;
            }
            if (batch.size() > 1) {
                return batch.stream().allMatch(call -> written(List.of(call)));
            }
            dropped.incrementAndGet();
            LOG.errorf("the database refuses the record of a call: SQLSTATE %s", Database.sqlState(e));
            return true;
        }
    }

    /** Says what is lost, and deletes what is old. */
    void tidy() {
        try {
            int lost = database.transaction(statements -> new CallTable(statements).lose(longest, TIDY_BATCH));
            if (lost > 0) {
                LOG.warnf("%d calls are over, and nobody wrote their end: their records say LOST", lost);
            }
            int gone = database.transaction(statements -> new CallTable(statements).purge(keep, TIDY_BATCH));
            LOG.debugf("%d call records were old enough to go", gone);
        } catch (RuntimeException e) {
            LOG.warnf("call records were not tidied: %s", e.getClass().getSimpleName());
        }
    }
}
