package fr.vigie.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.client.Follow;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleLoad;
import fr.vigie.standalone.demo.SampleMerchants;
import fr.vigie.standalone.system.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "alert",
        mixinStandardHelpOptions = true,
        description = {
            "Sends an alert. Without a file: enrols the sample merchants and sends the demo alert to them.",
            "Prints the alert's id."
        })
final class AlertCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration FOLLOW_LIMIT = Duration.ofHours(2);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The alert as JSON, as POST /api/v1/alerts takes it.")
    private Path file;

    @Option(
            names = "--recipients",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many the demo alert reaches (default: ${DEFAULT-VALUE}).")
    private int recipients;

    @Option(names = "--follow", description = "Show the progress until every delivery is final.")
    private boolean follow;

    @Option(names = "--url", paramLabel = "URL", description = "alert-ingest (default: the running system's).")
    private String url;

    @Option(names = "--registry-url", paramLabel = "URL", description = "subscriber-registry, for the demo alert.")
    private String registryUrl;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec.commandLine().getOut());
        Api ingest = new Api(
                url == null ? place.url(Service.ALERT_INGEST) : url, place.token(List.of("referent", "registrar")));
        JsonNode body = file == null ? sampleAlert(terminal) : read();
        JsonNode accepted = ingest.post(
                "/api/v1/alerts", body, "Idempotency-Key", UUID.randomUUID().toString());
        String id = accepted.path("id").asText();
        terminal.say(id);
        if (follow) {
            terminal.say(ProgressLine.of(new Follow(ingest, terminal::show, place.watching(url))
                    .until(id, FOLLOW_LIMIT, progress -> terminal.show(ProgressLine.of(progress)))));
        }
        return 0;
    }

    private JsonNode sampleAlert(Terminal terminal) {
        Counts.require(spec.commandLine(), recipients);
        Api registry = new Api(
                registryUrl == null ? place.url(Service.SUBSCRIBER_REGISTRY) : registryUrl,
                place.token(List.of("registrar")));
        SampleMerchants merchants = new SampleMerchants(recipients);
        SampleLoad.into(registry, merchants, terminal::show);
        return SampleAlert.reaching(merchants);
    }

    private JsonNode read() {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new Fault(file + " is no valid JSON: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ").");
        } catch (IOException e) {
            throw new Fault(file + " cannot be read.");
        }
    }
}
