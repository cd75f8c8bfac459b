package fr.vigie.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.client.AuditCheck;
import fr.vigie.standalone.client.Follow;
import fr.vigie.standalone.client.LocalIssuer;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleLoad;
import fr.vigie.standalone.demo.SampleMerchants;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Secrets;
import fr.vigie.standalone.system.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything, enrols sample merchants, sends one alert and shows what becomes of it.",
            "Reaches nobody: simulators stand for the operators. Stays up until Ctrl-C."
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(60);
    /** A demo waits seconds where real life waits minutes; nothing else is different. */
    static final Map<String, String> HASTE = Map.of(
            "vigie.voice.retry-delay.urgent",
            "PT1S",
            "vigie.voice.retry-delay.bulk",
            "PT1S",
            "vigie.voice.contact-hours.from",
            "00:00",
            "vigie.voice.contact-hours.to",
            "00:00");

    @Spec
    private CommandSpec spec;

    @Mixin
    private SystemOptions system;

    @Mixin
    private Place place;

    @Option(
            names = "--recipients",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many merchants the alert reaches (default: ${DEFAULT-VALUE}).")
    private int recipients;

    @Option(
            names = "--once",
            description =
                    "Stop when done. Exit status 0 only if every delivery is final and the audit" + " log proves it.")
    private boolean once;

    @Option(names = "--json", description = "Make the last line one JSON object with the result.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Counts.require(spec.commandLine(), recipients);
        Terminal terminal = new Terminal(spec.commandLine().getOut());
        DataFolder data = dataFolder();
        long started = System.nanoTime();
        Map<String, String> settings = new LinkedHashMap<>(HASTE);
        settings.putAll(system.settings());
        LocalSystem running = LocalSystem.start(new LocalSystem.Plan(
                        Installation.current(), data, system.ports(), system.operators(), settings, terminal::say)
                .with(system.layout()));
        terminal.say(String.format("everything is up after %.1f s", (System.nanoTime() - started) / 1e9));
        DemoResult result = runAlert(running, data, terminal);
        result.print(terminal);
        Addresses.print(running.ports(), running.processes().keySet(), terminal);
        if (once) {
            running.close();
        }
        if (json) {
            terminal.say(result.json());
        }
        if (!once) {
            terminal.say("Ctrl-C stops everything");
            new CountDownLatch(1).await();
        }
        return result.good() ? 0 : 1;
    }

    /** A demo without a folder of its own begins anew each time. */
    private DataFolder dataFolder() {
        if (place.named()) {
            return place.data();
        }
        return DataFolder.anew(Installation.current().defaultData().resolve("demo"));
    }

    private DemoResult runAlert(LocalSystem running, DataFolder data, Terminal terminal) {
        String token = new LocalIssuer(Secrets.in(data.secrets()))
                .token("demo", List.of("referent", "registrar", "auditor"), List.of("*"), Duration.ofHours(12));
        Api registry = new Api(running.ports().url(Service.SUBSCRIBER_REGISTRY), token);
        Api ingest = new Api(running.ports().url(Service.ALERT_INGEST), token);
        Api audit = new Api(running.ports().url(Service.AUDIT_LOG), token);
        SampleMerchants merchants = new SampleMerchants(recipients);
        SampleLoad.into(registry, merchants, terminal::show);
        terminal.say("sample merchants are enrolled; sending one alert to " + recipients + " of them");
        JsonNode accepted = ingest.post(
                "/api/v1/alerts",
                SampleAlert.reaching(merchants),
                "Idempotency-Key",
                UUID.randomUUID().toString());
        Instant answered = Instant.now();
        String id = accepted.path("id").asText();
        Duration limit = Duration.ofSeconds(120 + recipients / 50);
        AlertProgress progress = new Follow(ingest, terminal::show, data.command("progress"))
                .until(id, limit, look -> terminal.show(ProgressLine.of(look)));
        terminal.say("every delivery is final; verifying the audit log");
        return new DemoResult(recipients, answered, progress, new AuditCheck(audit).verify(AUDIT_PATIENCE));
    }
}
