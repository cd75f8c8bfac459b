package fr.vigie.standalone.bench.soak;

import fr.vigie.standalone.bench.BenchRun;
import fr.vigie.standalone.bench.Machine;
import fr.vigie.standalone.bench.soak.Fit.Point;
import fr.vigie.standalone.system.LocalSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A system under a steady load, looked at again and again. */
public final class Soak {
    /** Heaps are looked at every third time: each look stops every process for a moment. */
    private static final int LOOKS_FOR_A_HEAP = 3;
    /** From the last alert until nothing may be left to do. */
    private static final Duration REST_LIMIT = Duration.ofMinutes(3);

    private static final Duration BETWEEN_RESTS = Duration.ofSeconds(1);

    private static final Duration BETWEEN_CALLS_UP = Duration.ofMillis(100);

    private final BenchRun client;
    private final Consumer<String> progress;
    private final Processes processes;
    private final Databases databases;
    private final Broker broker;
    private final Map<Figure, List<Point>> series = new TreeMap<>();

    /** @param progress is told where it stands */
    public Soak(LocalSystem system, Consumer<String> progress) {
        LiveObjects.requireTool();
        this.progress = progress;
        client = new BenchRun(system, progress);
        processes = new Processes(system);
        databases = new Databases(system);
        broker = new Broker(system.bootstrapServers());
    }

    /** Enrols the merchants that the load needs. */
    public void enrol(Load load) {
        client.enrol(load.merchants());
    }

    /**
     * Loads the system for the whole time, waits until all is done, and judges.
     *
     * @param machine as it was before
     * @throws RuntimeException where the system refuses an alert or a part of it does not tell its figures
     */
    public SoakResult run(Machine machine, Load load) throws InterruptedException {
        long begin = System.nanoTime();
        SteadyAlerts.Sent all;
        SteadyAlerts.Sent before;
        double from = load.warmUp().toNanos() / 1e9;
        double until = load.time().toNanos() / 1e9;
        double pause = load.pause().toNanos() / 1e9;
        SteadyAlerts alerts = SteadyAlerts.begin(client, load);
        try (alerts) {
            await(alerts, begin, from);
            before = alerts.sent();
            int looks = 0;
            for (double at = from; at <= until; at += pause) {
                await(alerts, begin, at);
                look(begin, looks % LOOKS_FOR_A_HEAP == 0 || at + pause > until);
                looks++;
            }
            all = alerts.sent();
        }
        SteadyAlerts.Sent asked = alerts.sent(); // one may have been accepted since
        Map<Figure, Double> rest = rest();
        Map<Figure, Trend> trends = new TreeMap<>();
        long texts = all.texts() - before.texts();
        long calls = all.calls() - before.calls();
        series.forEach((figure, points) -> trends.put(figure, Trend.of(figure, points, texts, calls)));
        Map<String, List<String>> grown = new TreeMap<>();
        trends.forEach((figure, trend) -> {
            if (figure.measure() == Measure.HEAP && trend.verdict() == Trend.Verdict.GROWS) {
                grown.put(figure.of(), processes.grownClasses(figure.of()));
            }
        });
        return new SoakResult(
                machine,
                load,
                all,
                asked,
                texts,
                databases.deliveries(),
                trends,
                grown,
                rest,
                processes.restarted(),
                series);
    }

    private void await(SteadyAlerts alerts, long begin, double at) throws InterruptedException {
        for (double now = seconds(begin); now < at; now = seconds(begin)) {
            SteadyAlerts.Sent sent = alerts.sent();
            progress.accept(String.format(
                    "%.0f s: %d alerts, %d texts and %d calls asked for",
                    now, sent.alerts(), sent.texts(), sent.calls()));
            Thread.sleep((long) (1_000 * Math.min(1, at - now)) + 1);
        }
    }

    private void look(long begin, boolean heaps) throws InterruptedException {
        Map<Figure, Double> values = new TreeMap<>();
        processes.lookAt(values);
        databases.lookAt(values);
        broker.lookAt(values);
        if (heaps) {
            awaitNoCall();
            processes.lookAtHeaps(values);
        }
        double now = seconds(begin);
        values.forEach((figure, value) ->
                series.computeIfAbsent(figure, any -> new ArrayList<>()).add(new Point(now, value)));
    }

    /**
     * Until all calls asked for are over, or those of the next alert are due: a call that is up keeps some 50 kB alive, and
     * each look would find another number of them.
     */
    private void awaitNoCall() throws InterruptedException {
        long end = System.nanoTime() + Load.BETWEEN_CALLS.toNanos();
        while (databases.callsUp() > 0 && System.nanoTime() < end) {
            Thread.sleep(BETWEEN_CALLS_UP.toMillis());
        }
    }

    /** What is left to do when nothing more is asked for; empty where all was done in time. */
    private Map<Figure, Double> rest() throws InterruptedException {
        progress.accept("waiting until all is done");
        long end = System.nanoTime() + REST_LIMIT.toNanos();
        Map<Figure, Double> left = left();
        while (!left.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(BETWEEN_RESTS.toMillis());
            left = left();
        }
        return left;
    }

    private Map<Figure, Double> left() {
        Map<Figure, Double> values = new TreeMap<>();
        databases.lookAt(values);
        broker.lookAt(values);
        values.keySet().removeIf(figure -> !figure.measure().endsAtZero());
        values.values().removeIf(value -> value == 0);
        return values;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
