package fr.vigie.standalone.cli;

import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.Service;

/** Where everything answers. */
final class Addresses {
    private Addresses() {}

    static void print(Ports ports, Terminal terminal) {
        terminal.say(String.format("  %-20s %-38s %s", "service", "API description", "metrics and health"));
        for (Service service : Service.values()) {
            terminal.say(String.format(
                    "  %-20s %-38s http://127.0.0.1:%d/metrics  /health",
                    service.id(), ports.url(service) + "/q/swagger-ui", ports.management(service)));
        }
    }
}
