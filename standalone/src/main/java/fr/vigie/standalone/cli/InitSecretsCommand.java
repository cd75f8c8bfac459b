package fr.vigie.standalone.cli;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.ComposeEnvironment;
import fr.vigie.standalone.system.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "init-secrets",
        mixinStandardHelpOptions = true,
        description = "Makes the secrets and the .env file that docker-compose.yml needs. Existing secrets are kept.")
final class InitSecretsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Option(names = "--force", description = "Write .env again although it exists.")
    private boolean force;

    @Override
    public Integer call() {
        Path file = Installation.current().home().resolve(".env");
        if (Files.exists(file) && !force) {
            throw new Fault(file + " exists already: --force writes it again from the same secrets.");
        }
        ComposeEnvironment.write(place.secrets(), file);
        spec.commandLine().getOut().println("Wrote " + file + ". Next: docker compose up");
        return 0;
    }
}
