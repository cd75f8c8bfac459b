package fr.vigie.standalone.bench;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/** One alert after the other on a system that runs, each measured. */
public final class BenchRun {
    private static final Duration AUDIT_PATIENCE = Duration.ofMinutes(2);
    private static final Duration JOURNAL_LATENESS = Duration.ofMillis(200);

    private final LocalSystem system;
    private final Api registry;
    private final Api ingest;
    private final AuditCheck audit;
    private final Path journal;

    /**
     * What one alert took. Times are counted from the moment at which the sender had its 202.
     *
     * @param seen the texts by the simulator's journal
     * @param told the texts by alert-ingest
     * @param audited events of the alert in the audit log
     * @param proven whether the audit log proves itself and misses nothing
     * @param kilobytes memory of all processes afterwards; empty where the system does not tell
     */
    public record Result(
            int recipients,
            Instant accepted,
            HandOffs seen,
            HandOffs told,
            Instant allFinal,
            long audited,
            boolean proven,
            OptionalLong kilobytes) {

        /** Milliseconds from the 202 to a moment; -1 where it has not come. */
        public long millisTo(Instant moment) {
            return moment == null
                    ? -1
                    : Math.max(0, Duration.between(accepted, moment).toMillis());
        }
    }

    public BenchRun(LocalSystem system) {
        this.system = system;
        String token = new LocalIssuer(Secrets.in(system.data().secrets()))
                .token("bench", List.of("referent", "registrar", "auditor"), List.of("*"), Duration.ofHours(12));
        registry = new Api(system.ports().url(Service.SUBSCRIBER_REGISTRY), token);
        ingest = new Api(system.ports().url(Service.ALERT_INGEST), token);
        audit = new AuditCheck(new Api(system.ports().url(Service.AUDIT_LOG), token));
        journal = system.data().journals().resolve("smsc.jsonl");
    }

    /** Enrols, sends, waits until all is final and recorded. */
    public Result of(int recipients, Consumer<String> progress) throws InterruptedException {
        SampleMerchants merchants = new SampleMerchants(recipients);
        SampleLoad.into(registry, merchants, progress);
        long mark = HandOffs.end(journal);
        JsonNode answer = ingest.post(
                "/api/v1/alerts",
                SampleAlert.reaching(merchants),
                "Idempotency-Key",
                UUID.randomUUID().toString());
        Instant accepted = Instant.now();
        String alert = answer.path("id").asText();
        Duration limit = Duration.ofSeconds(120 + recipients / 20);
        AlertProgress last = new Follow(ingest)
                .until(
                        alert,
                        limit,
                        look -> progress.accept(
                                recipients + " recipients: " + look.finished() + " of " + look.expected() + " final"));
        Thread.sleep(JOURNAL_LATENESS.toMillis());
        AuditCheck.Found found = audit.verify(AUDIT_PATIENCE);
        return new Result(
                recipients,
                accepted,
                HandOffs.seen(journal, mark),
                HandOffs.told(ingest, alert),
                last.finalAt(),
                audit.recordsOf(alert),
                found.proven(),
                memory());
    }

    private OptionalLong memory() {
        List<Long> pids = new ArrayList<>(system.processes().values());
        pids.add(ProcessHandle.current().pid());
        return ProcessMemory.kilobytes(pids);
    }
}
