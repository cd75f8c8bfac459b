package fr.vigie.standalone.cli;

import fr.vigie.reference.Territory;
import fr.vigie.reference.UnknownTerritoryException;
import fr.vigie.standalone.Fault;
import fr.vigie.standalone.client.LocalIssuer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Prints a bearer token of the local issuer.",
        footer = {
            "",
            "Example: curl -H \"Authorization: Bearer $(./vigie token --role referent --departements 15,48)\" …"
        })
final class TokenCommand implements Callable<Integer> {
    private static final Set<String> ROLES =
            Set.of("referent", "approver", "registrar", "auditor", "integration", "operator", "federation");
    private static final Duration LONGEST = Duration.ofDays(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Option(
            names = "--role",
            split = ",",
            required = true,
            paramLabel = "ROLE",
            description =
                    "referent, approver, registrar, auditor, integration, operator, federation; several by comma.")
    private List<String> roles;

    @Option(
            names = "--departements",
            split = ",",
            defaultValue = "*",
            paramLabel = "CODE",
            description = "Départements that it covers, as 15,48; '*' for the whole country (default).")
    private List<String> departements;

    @Option(
            names = "--subject",
            defaultValue = "local-user",
            description = "Whose token it is (default: ${DEFAULT-VALUE}).")
    private String subject;

    @Option(names = "--hours", defaultValue = "12", description = "Validity (default: ${DEFAULT-VALUE}, at most 720).")
    private int hours;

    @Override
    public Integer call() {
        for (String role : roles) {
            if (!ROLES.contains(role)) {
                throw new Fault("There is no role " + role + ": choose among " + String.join(", ", ROLES) + ".");
            }
        }
        try {
            Territory.parse(departements);
        } catch (UnknownTerritoryException e) {
            throw new Fault("--departements: " + e.getMessage() + ".");
        }
        Duration validity = Duration.ofHours(hours);
        if (hours < 1 || validity.compareTo(LONGEST) > 0) {
            throw new Fault("--hours must lie between 1 and " + LONGEST.toHours() + ".");
        }
        String token = new LocalIssuer(place.secrets()).token(subject, roles, departements, validity);
        spec.commandLine().getOut().println(token);
        return 0;
    }
}
