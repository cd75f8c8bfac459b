package fr.vigie.standalone.cli;

import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.client.AuditCheck;
import fr.vigie.standalone.client.AuditCheck.Found;
import fr.vigie.standalone.system.Service;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "verify-audit",
        mixinStandardHelpOptions = true,
        description =
                "Verifies every chain of the audit log. Exit status 0 only where it proves itself and is complete.")
final class VerifyAuditCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Option(names = "--url", paramLabel = "URL", description = "audit-log (default: the running system's).")
    private String url;

    @Override
    public Integer call() {
        Api audit = new Api(url == null ? place.url(Service.AUDIT_LOG) : url, place.token(List.of("auditor")));
        Found found = new AuditCheck(audit).verify(PATIENCE);
        PrintWriter out = spec.commandLine().getOut();
        if (!found.intact()) {
            out.println("NOT INTACT: " + found.fault());
        } else if (found.behind() > 0) {
            out.println("NOT COMPLETE: " + found.behind() + " events are not recorded yet");
        } else {
            out.println("intact: " + found.records() + " records in hash chains, none missing (not signed yet)");
        }
        return found.proven() ? 0 : 1;
    }
}
