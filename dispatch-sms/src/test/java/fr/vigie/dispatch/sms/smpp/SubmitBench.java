package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.sms.SmsSettings;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Urgency;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/**
 * Prints how many texts a second go through {@link SmppCarrier}, each with its receipt, and what that costs. The
 * simulated SMSC is in the same process; its own threads are not counted.
 *
 * <p>Arguments: how many texts (default 50,000), and for each window (default 1 10 100 1000).
 */
final class SubmitBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final UUID ALERT = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");

    private SubmitBench() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        int[] windows = {1, 10, 100, 1_000};
        SmscKnobs knobs = SmscKnobs.defaults().withPatterns(false).withReceiptDelayMillis(1, 5);
        Vertx vertx = Vertx.vertx();
        try (SmscSimulator smsc =
                SmscSimulator.start(SmscSimulator.Options.defaults().withKnobs(knobs))) {
            System.out.println("window  texts/s  µs of CPU a text");
            for (int round = 0; round < 2; round++) { // the first warms
                for (int window : windows) {
                    int some = window == 1 ? Math.max(1, count / 5) : count;
                    String line = run(vertx, smsc, window, some);
                    System.out.println((round == 0 ? "(warming) " : "") + line);
                }
            }
        }
        var unused = vertx.close();
    }

    private static String run(Vertx vertx, SmscSimulator smsc, int window, int count) throws InterruptedException {
        SmsSettings settings = SmsSettings.of(Map.of(
                "vigie.sms.carriers.sim.host", "127.0.0.1",
                "vigie.sms.carriers.sim.port", Integer.toString(smsc.port()),
                "vigie.sms.carriers.sim.system-id", "vigie",
                "vigie.sms.carriers.sim.password", "vigie",
                "vigie.sms.carriers.sim.window", Integer.toString(window)));
        Sink sink = new Sink();
        SmppCarrier carrier =
                new SmppCarrier("sim", settings.carriers().get("sim"), settings, sink, Clock.systemUTC(), vertx);
        carrier.open();
        while (!carrier.available()) {
            Thread.onSpinWait();
        }
        long cpu = cpu();
        long begun = System.nanoTime();
        submit(carrier, window, count);
        sink.all.acquire(count);
        long nanos = System.nanoTime() - begun;
        long used = cpu() - cpu;
        carrier.close();
        return "%6d  %7d  %5.1f".formatted(window, count * 1_000_000_000L / nanos, used / 1e3 / count);
    }

    private static void submit(Carrier carrier, int window, int count) throws InterruptedException {
        Semaphore places = new Semaphore(window);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            places.acquire();
            var unused = carrier.handOver(handOver(i)).whenComplete((outcome, failure) -> {
                if (!(outcome instanceof Accepted)) {
                    failed.incrementAndGet();
                }
                places.release();
            });
        }
        places.acquire(window);
        if (failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " texts were not accepted");
        }
    }

    private static HandOver handOver(int number) {
        return new HandOver(
                new UUID(number, ~number),
                1,
                ALERT,
                "A15-0412",
                Urgency.BULK,
                AlertStatus.ACTUAL,
                "GENDARMERIE 15",
                "+9991%08d".formatted(number),
                "ALERTE GENDARMERIE 15 - Comportements de repérage signalés. Un doute: composez le 17.",
                Instant.now().plus(Duration.ofHours(2)),
                false);
    }

    /** CPU time of this process but for the simulator's threads. Threads that ended are not counted. */
    private static long cpu() {
        LongPredicate ours = id -> THREADS.getThreadInfo(id) != null
                && !THREADS.getThreadInfo(id).getThreadName().startsWith("smsc-");
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            if (ours.test(id)) {
                sum += Math.max(0, THREADS.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    private static final class Sink implements ReceiptSink {
        private final Semaphore all = new Semaphore(0);

        @Override
        public CompletionStage<Void> receive(Receipt receipt) {
            all.release();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> receive(Incoming message) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
