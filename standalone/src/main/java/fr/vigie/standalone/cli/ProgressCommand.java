package fr.vigie.standalone.cli;

import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.client.Follow;
import fr.vigie.standalone.system.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "progress",
        mixinStandardHelpOptions = true,
        description = "Follows an alert until every delivery is final.")
final class ProgressCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Parameters(paramLabel = "ID", description = "The alert's id.")
    private String alertId;

    @Option(names = "--url", paramLabel = "URL", description = "alert-ingest (default: the running system's).")
    private String url;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "7200",
            description = "Give up after so long (default: ${DEFAULT-VALUE}).")
    private long limit;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec.commandLine().getOut());
        Api ingest = new Api(url == null ? place.url(Service.ALERT_INGEST) : url, place.token(List.of("referent")));
        terminal.say(ProgressLine.of(new Follow(ingest, terminal::show, place.watching(url))
                .until(alertId, Duration.ofSeconds(limit), progress -> terminal.show(ProgressLine.of(progress)))));
        return 0;
    }
}
