package fr.vigie.standalone.cli;

import fr.vigie.standalone.client.LocalIssuer;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.Running;
import fr.vigie.standalone.system.Secrets;
import fr.vigie.standalone.system.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Which data folder and which system a command is about. */
final class Place {
    private static final Duration COMMAND_TOKEN = Duration.ofHours(1);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: .vigie beside the command, or .vigie/demo while a demo runs).")
    private Path data;

    /** The folder that was named; else the one that runs; else the default. */
    DataFolder data() {
        if (data != null) {
            return DataFolder.at(data);
        }
        Path standard = Installation.current().defaultData();
        Path demo = standard.resolve("demo");
        boolean demoOnly = Files.isDirectory(demo)
                && Running.on(new DataFolder(demo)).isPresent()
                && Running.on(DataFolder.at(standard)).isEmpty();
        return DataFolder.at(demoOnly ? demo : standard);
    }

    boolean named() {
        return data != null;
    }

    /** Where a service answers: on the running system's ports, or the standard ones. */
    String url(Service service) {
        return Running.on(data())
                .map(Running::ports)
                .orElse(new Ports(Ports.DEFAULT_BASE))
                .url(service);
    }

    /**
     * The command that goes on watching an alert, but for its id.
     *
     * @param url as it was given here; null where none was
     */
    String watching(String url) {
        return data().command("progress") + (url == null ? "" : " --url " + url);
    }

    Secrets secrets() {
        return Secrets.in(data().secrets());
    }

    /** A token of the local issuer for what the command itself does. */
    String token(List<String> roles) {
        return new LocalIssuer(secrets()).token("vigie-command", roles, List.of("*"), COMMAND_TOKEN);
    }
}
