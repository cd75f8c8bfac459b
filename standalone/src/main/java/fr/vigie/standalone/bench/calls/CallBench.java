package fr.vigie.standalone.bench.calls;

import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import fr.vigie.standalone.bench.CpuTime;
import fr.vigie.standalone.bench.ProcessMemory;
import fr.vigie.standalone.system.DispatcherAlone;
import fr.vigie.standalone.system.Service;
import fr.vigie.standalone.system.TelephoneProcess;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Calls through a running dispatch-voice to simulated telephones, and what it took. */
public final class CallBench {
    private static final Duration LOOK = Duration.ofMillis(200);
    /** From the INVITE a telephone rings for a second at most; a busy machine takes longer to place calls. */
    private static final Duration RINGING = Duration.ofSeconds(3);

    private static final Duration END_LIMIT = Duration.ofSeconds(150);
    private static final Duration LAST_LEGS = Duration.ofSeconds(4);
    private static final double SLACK = 1.25;

    private final DispatcherAlone system;
    private final TelephoneProcess process;
    private final Telephones telephones;
    private final Consumer<String> progress;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Long> pids;
    private int merchants;

    public CallBench(DispatcherAlone system, TelephoneProcess process, Consumer<String> progress) {
        this.system = system;
        this.process = process;
        this.progress = progress;
        this.telephones = new Telephones(http, process);
        pids = new LinkedHashMap<>(system.processes());
        pids.put("telephones", process.pid());
    }

    /**
     * What came of one run.
     *
     * @param calls deliveries asked for
     * @param atOnce most calls that were up at one time
     * @param window seconds for which processor time was taken: all calls up, or the steady part of a run at a rate
     * @param framesInWindow frames that dispatch-voice sent in it
     * @param perSecond new calls a second, from the first to the last
     * @param mostInASecond most new calls in any second
     * @param heard by the telephones, from the first call's begin to the last call's end
     * @param sent frames that dispatch-voice counts
     * @param lateRounds rounds of its pacing threads that began more than 20 ms late
     * @param cores processor time a second in the window, by process
     * @param cpu seconds of processor time of the whole run, by process
     * @param kilobytes memory with all calls up, by process (PSS); 0 where the system does not tell
     * @param placed INVITEs that telephones got
     * @param states how the deliveries ended
     * @param wrong deliveries that ended otherwise than the telephone behaved
     * @param urgent milliseconds from the request to the INVITE of the urgent ones, sorted; empty where there were none
     */
    public record Result(
            int calls,
            int atOnce,
            double window,
            long framesInWindow,
            double perSecond,
            int mostInASecond,
            Heard heard,
            long sent,
            long lateRounds,
            Map<String, Double> cores,
            Map<String, Double> cpu,
            Map<String, Long> kilobytes,
            int placed,
            Map<DeliveryState, Integer> states,
            long wrong,
            List<Long> urgent) {

        /** Frames that were sent and did not come. */
        public long lost() {
            return Math.max(heard.lost(), sent - heard.frames());
        }

        /** Processor time of dispatch-voice for a frame in the window, all that it does besides included; microseconds. */
        public double microsPerFrame() {
            double seconds = cores.getOrDefault(Service.DISPATCH_VOICE.id(), 0.0) * window;
            return framesInWindow == 0 ? 0 : seconds * 1e6 / framesInWindow;
        }

        /** Milliseconds within which a share of the urgent ones was placed; -1 where there were none. */
        public long urgentWithin(double share) {
            return urgent.isEmpty()
                    ? -1
                    : urgent.get((int) Math.min(urgent.size() - 1, Math.ceil(urgent.size() * share) - 1));
        }
    }

    /**
     * So many calls that are up together.
     *
     * @param perSecond how many are begun a second
     * @param hold how long all of them are up
     */
    public Result atOnce(int calls, int perSecond, Duration hold) throws InterruptedException {
        Duration ramp = Duration.ofMillis((long) (1_000.0 * calls / perSecond * SLACK));
        Duration listening = ramp.plus(RINGING).plus(hold);
        CallTraffic traffic = traffic(Urgency.URGENT, calls, listening);
        long limit = System.nanoTime() + ramp.plus(RINGING).plus(listening).toNanos();
        Window window = new Window(() -> telephones.state().talking() >= calls || System.nanoTime() > limit, hold);
        return run(traffic, null, listening, window);
    }

    /**
     * New calls at the trunk's rate for some time.
     *
     * @param perSecond the rate that the trunk is configured with
     * @param time how long
     * @param listening how long people listen
     * @param urgent how many urgent calls are asked for in the midst of the others, which are bulk then; 0: all are urgent
     */
    public Result steady(int perSecond, Duration time, Duration listening, int urgent) throws InterruptedException {
        int calls = Math.toIntExact(time.toSeconds() * perSecond);
        CallTraffic traffic = traffic(urgent > 0 ? Urgency.BULK : Urgency.URGENT, calls, listening);
        CallTraffic between = urgent > 0 ? traffic(Urgency.URGENT, urgent, listening) : null;
        Duration begin = listening.compareTo(time.dividedBy(2)) < 0 ? listening : time.dividedBy(2);
        long from = System.nanoTime() + begin.toNanos();
        Window window = new Window(() -> System.nanoTime() > from, time.minus(begin));
        return run(traffic, between, listening, window);
    }

    /** For which part of a run processor time is taken. */
    private record Window(BooleanSupplier begins, Duration length) {}

    private Result run(CallTraffic traffic, CallTraffic between, Duration listening, Window window)
            throws InterruptedException {
        telephones.measureAnew(listening);
        Meters metersBefore = Meters.of(http, system.metricsUrl());
        Map<String, Double> cpuBefore = cpu();
        int atOnce = 0;
        Map<String, Double> cores = new LinkedHashMap<>();
        Map<String, Long> kilobytes = new LinkedHashMap<>();
        double seconds;
        long frames;
        try (KafkaProducer<String, byte[]> producer = CallTraffic.producer(system.bootstrapServers())) {
            traffic.publish(producer);
            while (!window.begins().getAsBoolean()) {
                atOnce = Math.max(atOnce, look());
            }
            if (between != null) {
                between.publish(producer);
            }
            Map<String, Double> from = cpu();
            long begin = System.nanoTime();
            long framesBefore = Meters.of(http, system.metricsUrl()).frames();
            while (System.nanoTime() - begin < window.length().toNanos()) {
                atOnce = Math.max(atOnce, look());
            }
            seconds = (System.nanoTime() - begin) / 1e9;
            frames = Meters.of(http, system.metricsUrl()).frames() - framesBefore;
            for (Map.Entry<String, Double> each : since(from).entrySet()) {
                cores.put(each.getKey(), each.getValue() / seconds);
            }
            pids.forEach((name, pid) -> kilobytes.put(name, ProcessMemory.withChildren(pid)));
        }
        int all = traffic.count() + (between == null ? 0 : between.count());
        awaitEnd(metersBefore.ended() + all);
        Map<String, Double> cpu = since(cpuBefore);
        Meters meters = Meters.of(http, system.metricsUrl()).since(metersBefore);
        return result(traffic, between, atOnce, seconds, frames, cores, cpu, kilobytes, meters);
    }

    /** A telephone waits a second for the last packets before it counts. */
    private Heard heard(int legs) throws InterruptedException {
        Heard heard = telephones.heard();
        for (long end = System.nanoTime() + LAST_LEGS.toNanos(); heard.legs() < legs && System.nanoTime() < end; ) {
            Thread.sleep(LOOK.toMillis());
            heard = telephones.heard();
        }
        return heard;
    }

    private Result result(
            CallTraffic traffic,
            CallTraffic between,
            int atOnce,
            double seconds,
            long frames,
            Map<String, Double> cores,
            Map<String, Double> cpu,
            Map<String, Long> kilobytes,
            Meters meters)
            throws InterruptedException {
        Map<UUID, DeliveryState> expected = new HashMap<>(traffic.expected());
        if (between != null) {
            expected.putAll(between.expected());
        }
        progress.accept("reading what was told");
        Outcomes outcomes = Outcomes.of(system.bootstrapServers(), expected);
        PlacedCalls placed = PlacedCalls.in(
                process.journal(), number -> traffic.calls(number) || between != null && between.calls(number));
        List<Long> urgent = between == null
                ? List.of()
                : PlacedCalls.in(process.journal(), between::calls).millisSince(between.askedAt());
        Heard heard = heard(placed.count());
        return new Result(
                expected.size(),
                atOnce,
                seconds,
                frames,
                placed.perSecond(),
                placed.mostInASecond(),
                heard,
                meters.frames(),
                meters.lateRounds(),
                cores,
                cpu,
                kilobytes,
                placed.count(),
                outcomes.states(),
                outcomes.wrong(),
                urgent);
    }

    private CallTraffic traffic(Urgency urgency, int count, Duration spoken) {
        CallTraffic traffic = new CallTraffic(urgency, merchants, count, spoken, system.secrets());
        merchants += count;
        return traffic;
    }

    private int look() throws InterruptedException {
        Thread.sleep(LOOK.toMillis());
        Telephones.State state = telephones.state();
        progress.accept(state.placed() + " calls placed, " + state.talking() + " are up");
        return state.talking();
    }

    /** As long as something goes on, it is waited for. */
    private void awaitEnd(long target) throws InterruptedException {
        long seen = -1;
        Instant since = Instant.now();
        for (long ended = 0;
                ended < target;
                ended = Meters.of(http, system.metricsUrl()).ended()) {
            if (ended != seen) {
                seen = ended;
                since = Instant.now();
            } else if (Duration.between(since, Instant.now()).compareTo(END_LIMIT) > 0) {
                progress.accept(""); // what is missing is counted as wrong
                return;
            }
            look();
        }
    }

    private Map<String, Double> cpu() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        pids.forEach((name, pid) -> seconds.put(name, CpuTime.seconds(pid)));
        return seconds;
    }

    private Map<String, Double> since(Map<String, Double> before) {
        Map<String, Double> since = new LinkedHashMap<>();
        cpu().forEach((name, seconds) -> since.put(name, seconds - before.get(name)));
        return since;
    }
}
