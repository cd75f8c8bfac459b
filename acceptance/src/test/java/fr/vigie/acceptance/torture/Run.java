package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.system.Merchants;
import fr.vigie.acceptance.system.Merchants.Merchant;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.system.Service;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run: a system, alerts, faults, and the comparison afterwards. */
final class Run {
    private static final int FILE_LINES = 5_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /** After this, what is not final will not become so. Bulk of unknown fate becomes final when its alert expires. */
    private static final Duration FINAL_AFTER_EXPIRY = Duration.ofSeconds(45);
    /** Accounts may be some seconds apart; what still differs after this differs for good. */
    private static final Duration AGREE_WITHIN = Duration.ofSeconds(30);
    /** After the last fault, and two starts of what it ended: then every dispatcher has heard of every cancel. */
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(20);

    private final long seed;
    private final int recipients;
    private final Consumer<String> progress;
    private final Scenario scenario;
    private final Cast cast;
    private Received compared;
    private volatile Ground ground;
    private volatile Inflictor inflictor;

    /**
     * @param progress is told what is being done
     */
    Run(long seed, int recipients, Consumer<String> progress) {
        this.seed = seed;
        this.recipients = recipients;
        this.progress = progress;
        this.cast = new Cast(seed, recipients);
        this.scenario = Scenario.of(seed, recipients, cast.roles().size());
    }

    /** Plays it on a system of its own, with all its files below the folder. */
    Outcome in(Path folder) throws SQLException {
        show("starting the system");
        List<Raised> alerts;
        Outcome outcome;
        try (Ground started = Ground.prepare(folder, scenario, recipients, this::show);
                Inflictor ready = new Inflictor(started, this::show)) {
            ground = started;
            inflictor = ready;
            Map<String, UUID> ids = enrol(ground.system());
            Instant began = Instant.now();
            Instant expires = began.plus(scenario.expiry(ground.startUp()));
            List<Raised> stormy = play(ground.system(), inflictor, ids, expires);
            Instant over = Instant.now();
            awaitFinal(ground.system(), stormy, expires, ground.startUp());
            alerts = new ArrayList<>(epilogue(ground, ids));
            Instant silent = over.plus(ground.startUp().multipliedBy(2)).plus(HEARD_WITHIN);
            stormy.forEach(alert -> alerts.add(alert.silentFrom(silent)));
            outcome = compare(ground.system(), inflictor, alerts, began);
        }
        Received last = Accounts.received(folder.resolve("journals"));
        return outcome.with(Comparison.afterwards(alerts, compared, last));
    }

    /**
     * From another thread: inflicts nothing more, and stops what was started. The run is not played to its end.
     *
     * @return whether anything had been started
     */
    boolean stop() {
        Inflictor active = inflictor;
        if (active != null) {
            active.close();
        }
        Ground started = ground;
        if (started != null) {
            started.close();
        }
        return started != null;
    }

    private Map<String, UUID> enrol(WholeSystem system) throws SQLException {
        show("enrolling " + recipients + " merchants");
        List<Merchant> everybody = cast.everybody();
        Map<String, String> references = new HashMap<>();
        for (int from = 0; from < everybody.size(); from += FILE_LINES) {
            Merchants file = new Merchants();
            everybody
                    .subList(from, Math.min(everybody.size(), from + FILE_LINES))
                    .forEach(file::add);
            file.enrol(system);
        }
        everybody.forEach(each -> references.put(each.reference(), each.reference()));
        Map<String, UUID> ids = new HashMap<>();
        Merchants.numbersById(system, references).forEach((id, reference) -> ids.put(reference, id));
        if (ids.size() != everybody.size()) {
            throw new IllegalStateException("enrolled " + ids.size() + " of " + everybody.size());
        }
        return ids;
    }

    /** Raises everything and inflicts everything; returns the accepted alerts when the last fault is over. */
    private List<Raised> play(WholeSystem system, Inflictor inflictor, Map<String, UUID> ids, Instant expires) {
        show("fan-out of " + cast.roles().size() + " alerts");
        Officer officer = new Officer(system, scenario.layout(), seed, expires, ids);
        List<Raised> accepted = Collections.synchronizedList(new ArrayList<>());
        ExecutorService desk = Executors.newFixedThreadPool(cast.roles().size());
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < cast.roles().size(); i++) {
                Cast.Role role = cast.roles().get(i);
                Duration at = scenario.raising().get(i);
                all.add(CompletableFuture.runAsync(
                        () -> raise(officer, role).ifPresent(accepted::add),
                        CompletableFuture.delayedExecutor(at.toMillis(), TimeUnit.MILLISECONDS, desk)));
            }
            all.add(inflictor.begin(scenario));
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause().getMessage()), e);
        } finally {
            desk.shutdownNow();
        }
        return List.copyOf(accepted);
    }

    private Optional<Raised> raise(Officer officer, Cast.Role role) {
        Optional<Raised> raised = officer.raise(role);
        if (raised.isPresent() && role.cancelled()) {
            Shell.pause(scenario.window().dividedBy(10));
            return raised.map(officer::cancel);
        }
        return raised;
    }

    private List<Raised> epilogue(Ground ground, Map<String, UUID> ids) {
        Epilogue epilogue = new Epilogue(ground, this::show);
        epilogue.awaitCalm(scenario.layout());
        Instant expires = epilogue.expires();
        Officer officer = new Officer(ground.system(), scenario.layout(), seed, expires, ids);
        return epilogue.play(
                officer, cast.epilogue(), alerts -> awaitFinal(ground.system(), alerts, expires, ground.startUp()));
    }

    private void awaitFinal(WholeSystem system, List<Raised> alerts, Instant expires, Duration startUp) {
        Instant end = expires.plus(FINAL_AFTER_EXPIRY).plus(startUp);
        while (Instant.now().isBefore(end)) {
            try {
                long done = 0;
                long made = 0;
                boolean complete = true;
                for (Raised alert : alerts) {
                    AlertProgress progress =
                            AlertProgress.of(system.api(Service.ALERT_INGEST).get("/api/v1/alerts/" + alert.id()));
                    done += progress.finished();
                    made += Math.max(progress.expected(), progress.started());
                    complete &= progress.complete();
                }
                long left = Duration.between(Instant.now(), expires).toSeconds();
                show("settling: " + done + " of " + made + " deliveries final; "
                        + (left > 0 ? "the alerts expire in " + left + " s" : "the alerts have expired"));
                if (complete) {
                    return;
                }
            } catch (Api.Unreachable | Api.Refused e) {
                show("alert-ingest does not answer");
            }
            Shell.pause(LOOK_EVERY);
        }
    }

    private Outcome compare(WholeSystem system, Inflictor inflictor, List<Raised> alerts, Instant began)
            throws SQLException {
        show("comparing");
        Accounts accounts = new Accounts(system);
        Instant end = Instant.now().plus(AGREE_WITHIN);
        while (true) {
            Shell.pause(Duration.ofSeconds(1)); // the journals are written a little late
            Told told = accounts.told(alerts);
            Received received = accounts.received();
            compared = received;
            List<Finding> findings = new ArrayList<>(Comparison.of(alerts, told, received));
            findings.addAll(refused(alerts));
            boolean agree = findings.stream().noneMatch(each -> each.kind().fault());
            if (agree || Instant.now().isAfter(end)) {
                AuditAccount audit = AuditAccount.of(system, alerts);
                long untold = findings.stream()
                        .filter(each -> each.kind() == Finding.Kind.AUDIT_GAP)
                        .count();
                findings.addAll(audit.findings());
                findings.addAll(AuditAccount.poison(system));
                return outcome(inflictor, told, received, audit.gaps() + untold, findings, began);
            }
        }
    }

    /** Alerts that nobody would take as long as they lasted. Each fault ends long before, so there is no reason for any. */
    private List<Finding> refused(List<Raised> alerts) {
        int missing = cast.roles().size() + cast.epilogue().size() - alerts.size();
        return missing == 0
                ? List.of()
                : List.of(Finding.of(Finding.Kind.LOST, "", missing + " alerts were never accepted"));
    }

    private Outcome outcome(
            Inflictor inflictor, Told told, Received received, long gaps, List<Finding> findings, Instant began) {
        Map<String, Integer> states = new TreeMap<>();
        long flagged = 0;
        for (var history : told.histories().values()) {
            Standing standing = Standing.of(history);
            states.merge(standing.last().channel() + " " + standing.state(), 1, Integer::sum);
            flagged += standing.possibleDuplicate() ? 1 : 0;
        }
        long twice = findings.stream()
                .filter(each -> each.kind() == Finding.Kind.FLAGGED)
                .count();
        return new Outcome(
                seed,
                recipients,
                received.reached(cast.numbers()),
                inflictor.inflicted(),
                inflictor.spared(),
                states,
                flagged - twice,
                gaps,
                List.copyOf(findings),
                Duration.between(began, Instant.now()),
                "",
                Effort.NONE);
    }

    private void show(String what) {
        progress.accept(what);
    }
}
