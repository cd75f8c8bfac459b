package fr.vigie.standalone.bench.dispatch;

import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.bench.CpuTime;
import fr.vigie.standalone.bench.ProcessMemory;
import fr.vigie.standalone.bench.Storage;
import fr.vigie.standalone.system.DispatcherAlone;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Bulk through a running dispatcher, with or without urgent texts in the midst of it, and what it took. */
public final class DispatchBench {
    private static final Pattern COUNTED =
            Pattern.compile("vigie_deliveries_total\\{.*state=\"([A-Z]+)\".*} ([0-9.E+]+)");
    private static final Duration LOOK = Duration.ofMillis(200);
    /** An idle connection of PostgreSQL tells its statistics after 10 s. */
    private static final Duration STATISTICS = Duration.ofSeconds(12);

    private final DispatcherAlone system;
    private final Map<String, Long> pids;
    private final Consumer<String> progress;
    private final HttpClient http = HttpClient.newHttpClient();
    private int merchants;

    /** @param smsc the process that stands for the operator */
    public DispatchBench(DispatcherAlone system, long smsc, Consumer<String> progress) {
        this.system = system;
        this.progress = progress;
        pids = new LinkedHashMap<>(system.processes());
        pids.put("smsc", smsc);
    }

    /**
     * What one alert took.
     *
     * @param toAccepted seconds from the first request on its topic to the last hand-off recorded and told
     * @param toEnd seconds from there to the last receipt recorded and told
     * @param cpu seconds of processor time, by process
     * @param kilobytes memory afterwards, by process (PSS); 0 where the system does not tell
     * @param urgent milliseconds from request to hand-off of the urgent ones, sorted; empty where there were none
     * @param lost deliveries of which no final state is told
     */
    public record Result(
            int texts,
            double asking,
            double toAccepted,
            double toEnd,
            Map<String, Double> cpu,
            Map<String, Long> kilobytes,
            long rowWrites,
            long hotUpdates,
            long otherRows,
            long walBytes,
            long commits,
            long kafkaBytes,
            Map<DeliveryState, Integer> events,
            List<Long> urgent,
            long lost,
            int flagged) {

        /** Texts a second until the last hand-off is recorded and told. */
        public long acceptedPerSecond() {
            return Math.round(texts / toAccepted);
        }

        /** Texts a second until the last receipt is recorded and told. */
        public long endedPerSecond() {
            return Math.round(texts / toEnd);
        }

        /** Milliseconds within which a share of the urgent ones was handed over; -1 where there were none. */
        public long urgentWithin(double share) {
            return urgent.isEmpty()
                    ? -1
                    : urgent.get((int) Math.min(urgent.size() - 1, Math.ceil(urgent.size() * share) - 1));
        }
    }

    /** @param urgent how many urgent texts are asked for, all at once, when a tenth of the bulk is final */
    public Result of(int texts, int urgent) throws InterruptedException {
        Traffic bulk = traffic(Urgency.BULK, texts);
        Traffic between = traffic(Urgency.URGENT, urgent);
        long endedBefore = ended();
        Storage before = storage();
        Map<String, Double> cpuBefore = cpu();
        try (KafkaProducer<String, byte[]> producer = Traffic.producer(system.bootstrapServers())) {
            Thread asking = new Thread(() -> bulk.publish(producer), "bulk");
            asking.start();
            if (urgent > 0) {
                await(endedBefore + texts / 10);
                between.publish(producer);
            }
            asking.join();
            await(endedBefore + texts + urgent);
        }
        Map<String, Double> cpu = new LinkedHashMap<>();
        cpu().forEach((name, seconds) -> cpu.put(name, seconds - cpuBefore.get(name)));
        Map<String, Long> kilobytes = new LinkedHashMap<>();
        pids.forEach((name, pid) -> kilobytes.put(name, ProcessMemory.withChildren(pid)));
        progress.accept("reading what was told");
        Told told = Told.of(system.bootstrapServers(), bulk.alertId(), Urgency.BULK);
        Told toldBetween = Told.of(system.bootstrapServers(), between.alertId(), Urgency.URGENT);
        Storage written = statistics(before, texts + urgent);
        return new Result(
                texts,
                told.secondsOfAsking(),
                told.secondsToAccepted(),
                told.secondsToEnd(),
                cpu,
                kilobytes,
                written.deliveries().inserts() + written.deliveries().updates(),
                written.deliveries().hotUpdates(),
                written.rows() - written.deliveries().all(),
                written.walBytes(),
                written.commits(),
                written.kafkaBytes(),
                told.events(),
                toldBetween.latencies(),
                told.lost() + toldBetween.lost(),
                told.flagged() + toldBetween.flagged());
    }

    private Traffic traffic(Urgency urgency, int count) {
        Traffic traffic = new Traffic(urgency, merchants, count, system.secrets());
        merchants += count;
        return traffic;
    }

    private Storage statistics(Storage before, int texts) throws InterruptedException {
        long end = System.nanoTime() + STATISTICS.toNanos();
        Storage now = storage().since(before);
        while (now.deliveries().inserts() < texts || System.nanoTime() < end) {
            if (System.nanoTime() > end) {
                break;
            }
            Thread.sleep(LOOK.toMillis());
            now = storage().since(before);
        }
        return now;
    }

    private Storage storage() {
        return Storage.of(Map.of("dispatch_sms", system::database), system.bootstrapServers());
    }

    private void await(long target) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        long now = ended();
        while (now < target) {
            if (System.nanoTime() > limit) {
                throw new Fault("Only " + now + " of " + target + " deliveries are final after five minutes.");
            }
            Thread.sleep(LOOK.toMillis());
            now = ended();
            progress.accept(now + " deliveries are final");
        }
    }

    /** How many deliveries dispatch-sms has brought to their end since its start. */
    private long ended() throws InterruptedException {
        try {
            String metrics = http.send(
                            HttpRequest.newBuilder(URI.create(system.metricsUrl()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher each = COUNTED.matcher(metrics);
            long ended = 0;
            while (each.find()) {
                if (DeliveryState.valueOf(each.group(1)).isFinal()) {
                    ended += (long) Double.parseDouble(each.group(2));
                }
            }
            return ended;
        } catch (IOException e) {
            throw new Fault("dispatch-sms does not tell its metrics: " + e.getMessage(), e);
        }
    }

    private Map<String, Double> cpu() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        pids.forEach((name, pid) -> seconds.put(name, CpuTime.seconds(pid)));
        return seconds;
    }
}
