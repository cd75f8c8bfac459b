package fr.vigie.standalone.cli;

import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Ports;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a benchmark that starts a system of its own takes. */
final class BenchSystem {
    @Option(names = "--json", description = "Make the last line one JSON object with the results.")
    private boolean json;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + Ports.DEFAULT_BASE,
            description = "First of the 40 ports used (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a configuration key of what is measured; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    boolean json() {
        return json;
    }

    Ports ports() {
        return new Ports(portBase);
    }

    Map<String, String> settings() {
        return settings;
    }

    /** Everything with the simulators, in haste as the demo is, with these settings and those of the command line. */
    LocalSystem.Plan plan(
            Installation installation, DataFolder data, Terminal terminal, Map<String, String> operators) {
        Map<String, String> overrides = new LinkedHashMap<>(DemoCommand.HASTE);
        overrides.putAll(operators);
        overrides.putAll(settings);
        return new LocalSystem.Plan(
                installation,
                data,
                ports(),
                new Operators(Optional.empty(), Optional.empty()),
                overrides,
                terminal::show);
    }
}
