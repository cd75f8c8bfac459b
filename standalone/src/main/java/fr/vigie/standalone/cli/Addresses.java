package fr.vigie.standalone.cli;

import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.ServiceCopy;
import java.util.Collection;
import java.util.Optional;

/** Where everything answers. */
final class Addresses {
    private Addresses() {}

    /** Of those processes that are services. */
    static void print(Ports ports, Collection<String> processes, Terminal terminal) {
        terminal.say(String.format("  %-20s %-38s %s", "service", "API description", "metrics and health"));
        processes.stream().map(ServiceCopy::named).flatMap(Optional::stream).forEach(copy -> {
            Ports own = ports.of(copy);
            terminal.say(String.format(
                    "  %-20s %-38s http://127.0.0.1:%d/metrics  /health",
                    copy.id(), own.url(copy.service()) + "/q/swagger-ui", own.management(copy.service())));
        });
    }
}
