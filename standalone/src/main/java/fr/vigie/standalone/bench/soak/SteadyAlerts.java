package fr.vigie.standalone.bench.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.bench.BenchRun;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleMerchants;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/**
 * One alert after the other, each at its moment whatever became of the one before, so that a system that is too slow
 * falls behind instead of being spared. A thread of its own sends them until it is told to stop.
 */
final class SteadyAlerts implements AutoCloseable {
    /** Soon over, so that what is kept until then reaches its size within the time of a soak. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    /** How soon it hears that it shall stop. */
    private static final double LOOK_SECONDS = 0.2;

    private final BenchRun system;
    private final Load load;
    private final Random sizes = new Random(5);
    private final long begin = System.nanoTime();
    private final Thread thread = new Thread(this::sendAll, "alerts");
    private volatile boolean stopped;
    private volatile Sent sent = new Sent(0, 0, 0, 0);
    private volatile RuntimeException failure;

    /**
     * What was accepted so far.
     *
     * @param late seconds that an alert was accepted after its moment, at most
     */
    record Sent(int alerts, long texts, long calls, double late) {}

    private SteadyAlerts(BenchRun system, Load load) {
        this.system = system;
        this.load = load;
    }

    static SteadyAlerts begin(BenchRun system, Load load) {
        SteadyAlerts alerts = new SteadyAlerts(system, load);
        alerts.thread.setDaemon(true);
        alerts.thread.start();
        return alerts;
    }

    /**
     * What was accepted so far.
     *
     * @throws RuntimeException where the system refused an alert
     */
    Sent sent() {
        if (failure != null) {
            throw failure;
        }
        return sent;
    }

    private void sendAll() {
        double nextTexts = load.texts() > 0 ? 0 : Double.MAX_VALUE;
        double nextCalls = load.calls() > 0 ? 0 : Double.MAX_VALUE;
        try {
            while (!stopped) {
                double due = Math.min(nextTexts, nextCalls);
                awaitMoment(due);
                if (stopped) {
                    return;
                }
                if (due == nextTexts) {
                    int size = sizes.nextInt(Load.SMALLEST_ALERT, Load.LARGEST_ALERT + 1);
                    system.send(alert(size, "SMS"));
                    count(size, 0, due);
                    nextTexts += size / (double) load.texts();
                } else {
                    int size = Math.toIntExact(load.calls() * Load.BETWEEN_CALLS.toSeconds());
                    system.send(alert(size, "VOICE"));
                    count(0, size, due);
                    nextCalls += Load.BETWEEN_CALLS.toSeconds();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // told to stop
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private double now() {
        return (System.nanoTime() - begin) / 1e9;
    }

    private void awaitMoment(double due) throws InterruptedException {
        for (double left = due - now(); left > 0 && !stopped; left = due - now()) {
            Thread.sleep((long) (1_000 * Math.min(left, LOOK_SECONDS)) + 1);
        }
    }

    private void count(int texts, int calls, double due) {
        Sent before = sent;
        sent = new Sent(
                before.alerts() + 1,
                before.texts() + texts,
                before.calls() + calls,
                Math.max(before.late(), now() - due));
    }

    private static ObjectNode alert(int merchants, String channel) {
        ObjectNode alert = SampleAlert.reaching(SampleMerchants.forBenchmark(merchants));
        alert.putArray("channels").add(channel);
        OffsetDateTime expires = OffsetDateTime.parse(alert.path("expires").asText());
        alert.put(
                "expires",
                OffsetDateTime.now(expires.getOffset())
                        .plus(LIFE)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        return alert;
    }

    /** Sends no more; returns when the last one is accepted. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
