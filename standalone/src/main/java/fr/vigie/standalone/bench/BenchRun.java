package fr.vigie.standalone.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.client.AuditCheck;
import fr.vigie.standalone.client.Follow;
import fr.vigie.standalone.client.LocalIssuer;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleLoad;
import fr.vigie.standalone.demo.SampleMerchants;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Secrets;
import fr.vigie.standalone.system.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Alerts by text on a system that runs, from the 202 to the proven audit log, each measured. */
public final class BenchRun {
    private static final Duration AUDIT_PATIENCE = Duration.ofMinutes(5);
    private static final String AUDIT_READER = "audit-log.record";
    private static final String AUDITED =
            "SELECT max(stored_at) FROM page JOIN page_alert USING (page_id) WHERE alert_id" + " = ?::uuid";
    /** An idle connection of PostgreSQL tells its statistics after 10 s. */
    private static final Duration STATISTICS = Duration.ofSeconds(11);

    /** Seldom enough that asking costs nothing beside what is measured. */
    private static final long LOOK_MILLIS = 20;

    private final LocalSystem system;
    private final Consumer<String> progress;
    private final Api registry;
    private final Api ingest;
    private final AuditCheck audit;

    /**
     * What one alert took.
     *
     * @param finalMillis from the 202 until alert-ingest counted the last delivery as final
     * @param auditedMillis from the 202 until the audit log held the last event of the alert
     * @param audited events of the alert in the audit log
     * @param proven whether the audit log proves itself and misses nothing
     * @param cpu seconds of processor time from the 202 until all was final and audited, by process
     * @param kilobytes memory afterwards, by process
     */
    public record Result(
            int recipients,
            HandOffs handOffs,
            long finalMillis,
            long auditedMillis,
            long audited,
            boolean proven,
            Map<String, Double> cpu,
            Map<String, Long> kilobytes,
            Storage written) {

        public double cpuSeconds() {
            return cpu.values().stream().mapToDouble(each -> each).sum();
        }

        public long megabytes() {
            return kilobytes.values().stream().mapToLong(each -> each).sum() / 1024;
        }

        /** Whether every delivery was told as final, and nothing is missing in the audit log. */
        public boolean sound() {
            return proven && handOffs.finals() >= recipients;
        }
    }

    /**
     * An urgent alert in the midst of a bulk one.
     *
     * @param asked recipients of the urgent one
     */
    public record Between(int bulk, HandOffs bulkHandOffs, int asked, HandOffs urgent) {
        /** Whether every urgent text was handed over: a share of fewer would say something else. */
        public boolean sound() {
            return urgent.count() >= asked && bulkHandOffs.finals() >= bulk;
        }
    }

    public BenchRun(LocalSystem system, Consumer<String> progress) {
        this.system = system;
        this.progress = progress;
        String token = new LocalIssuer(Secrets.in(system.data().secrets()))
                .token("bench", List.of("referent", "registrar", "auditor"), List.of("*"), Duration.ofHours(12));
        registry = new Api(system.ports().url(Service.SUBSCRIBER_REGISTRY), token);
        ingest = new Api(system.ports().url(Service.ALERT_INGEST), token);
        audit = new AuditCheck(new Api(system.ports().url(Service.AUDIT_LOG), token));
    }

    /** Enrols merchants, of whom every alert reaches the nearest. */
    public void enrol(int merchants) {
        SampleLoad.into(registry, SampleMerchants.forBenchmark(merchants), progress);
    }

    /** Memory of each process now, in kilobytes. */
    public Map<String, Long> memory() {
        Map<String, Long> kilobytes = new LinkedHashMap<>();
        system.processes().forEach((name, pid) -> kilobytes.put(name, ProcessMemory.withChildren(pid)));
        kilobytes.put(
                "vigie", ProcessMemory.alone(ProcessHandle.current().pid()).orElse(0));
        return kilobytes;
    }

    /** Sends an urgent alert, waits until all is final and recorded. */
    public Result of(int recipients) throws InterruptedException {
        Storage before = storage();
        Map<TopicPartition, Long> from = HandOffs.ends(system.bootstrapServers());
        Map<String, Double> cpuBefore = cpu();
        Sent sent = send(recipients, "URGENT");
        AlertProgress last = untilFinal(sent, recipients);
        boolean complete = Lag.caughtUp(system.bootstrapServers(), AUDIT_READER, AUDIT_PATIENCE);
        Map<String, Double> cpu = new LinkedHashMap<>();
        cpu().forEach((name, seconds) -> cpu.put(name, seconds - cpuBefore.get(name)));
        Map<String, Long> memory = memory();
        progress.accept(recipients + " recipients: reading what was told and written");
        HandOffs handOffs = HandOffs.of(system.bootstrapServers(), sent.alert(), sent.accepted(), from);
        Thread.sleep(STATISTICS.toMillis());
        Storage written = storage().since(before);
        progress.accept(recipients + " recipients: verifying the audit log");
        return new Result(
                recipients,
                handOffs,
                Duration.between(sent.accepted(), last.finalAt()).toMillis(),
                Duration.between(sent.accepted(), audited(sent.alert())).toMillis(),
                audit.recordsOf(sent.alert().toString()),
                complete && audit.verify(AUDIT_PATIENCE).proven(),
                cpu,
                memory,
                written);
    }

    /** Sends a bulk alert, and an urgent one when a tenth of it has come to the dispatcher, in whatever state. */
    public Between urgentUnder(int bulk, int urgent) throws InterruptedException {
        Map<TopicPartition, Long> from = HandOffs.ends(system.bootstrapServers());
        Sent large = send(bulk, "BULK");
        while (AlertProgress.of(ingest.get("/api/v1/alerts/" + large.alert())).started() < bulk / 10) {
            Thread.sleep(LOOK_MILLIS);
        }
        Sent small = send(urgent, "URGENT");
        untilFinal(small, urgent);
        untilFinal(large, bulk);
        return new Between(
                bulk,
                HandOffs.of(system.bootstrapServers(), large.alert(), large.accepted(), from),
                urgent,
                HandOffs.of(system.bootstrapServers(), small.alert(), small.accepted(), from));
    }

    /** An alert that was answered 202, and when. */
    public record Sent(UUID alert, Instant accepted) {}

    private Sent send(int recipients, String urgency) {
        ObjectNode alert = SampleAlert.reaching(SampleMerchants.forBenchmark(recipients));
        alert.put("urgency", urgency).putArray("channels").add("SMS");
        return send(alert);
    }

    /** Sends an alert; returns when it is accepted. */
    public Sent send(ObjectNode alert) {
        String id = ingest.post(
                        "/api/v1/alerts",
                        alert,
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .path("id")
                .asText();
        return new Sent(UUID.fromString(id), Instant.now());
    }

    private AlertProgress untilFinal(Sent sent, int recipients) {
        return new Follow(ingest)
                .until(
                        sent.alert().toString(),
                        Duration.ofSeconds(120 + recipients / 100),
                        look -> progress.accept(
                                recipients + " recipients: " + look.finished() + " of " + look.expected() + " final"));
    }

    private Instant audited(UUID alert) {
        try (Connection connection = system.database(Service.AUDIT_LOG);
                PreparedStatement statement = connection.prepareStatement(AUDITED)) {
            statement.setString(1, alert.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getTimestamp(1).toInstant();
            }
        } catch (SQLException e) {
            throw new Fault("The audit log's database does not answer: " + e.getMessage(), e);
        }
    }

    private Storage storage() {
        Map<String, Storage.Database> databases = new LinkedHashMap<>();
        for (Service service : Service.values()) {
            databases.put(service.database(), () -> system.database(service));
        }
        return Storage.of(databases, system.bootstrapServers());
    }

    private Map<String, Double> cpu() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        system.processes().forEach((name, pid) -> seconds.put(name, CpuTime.seconds(pid)));
        return seconds;
    }
}
