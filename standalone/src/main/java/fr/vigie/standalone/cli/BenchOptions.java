package fr.vigie.standalone.cli;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.bench.JsmppBench;
import fr.vigie.standalone.bench.KannelBench;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Ports;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the benchmarks of texts take. */
final class BenchOptions {
    private static final int KANNEL_PORTS = 36;

    @Option(names = "--kannel", description = "Send the largest alert through Kannel too, where it is installed.")
    private boolean kannel;

    @Option(names = "--jsmpp", description = "Send the largest alert through the bare library jsmpp too.")
    private boolean jsmpp;

    @Mixin
    private BenchSystem own;

    boolean json() {
        return own.json();
    }

    Ports ports() {
        return own.ports();
    }

    Map<String, String> settings() {
        return own.settings();
    }

    /** Everything with the simulators. */
    LocalSystem.Plan plan(
            Installation installation, DataFolder data, Terminal terminal, Map<String, String> operators) {
        return own.plan(installation, data, terminal, operators);
    }

    /** Kannel on the same SMSC; empty where it is not wanted or not installed. */
    Optional<KannelBench.Result> kannel(DataFolder data, Operators.Smsc smsc, int texts, Terminal terminal)
            throws InterruptedException {
        if (!kannel) {
            return Optional.empty();
        }
        if (!KannelBench.installed()) {
            terminal.say("Kannel: skipped, Debian's kannel and apache2-utils are not installed.");
            return Optional.empty();
        }
        terminal.show("Kannel");
        try {
            return Optional.of(new KannelBench(data, smsc, ports().base() + KANNEL_PORTS).of(texts));
        } catch (Fault e) {
            terminal.say("Kannel: " + e.getMessage()); // what was measured before shall not be lost
            return Optional.empty();
        }
    }

    /** Bare jsmpp on the same SMSC; empty where it is not wanted or not built. */
    Optional<JsmppBench.Result> jsmpp(Installation installation, Operators.Smsc smsc, int texts, Terminal terminal)
            throws InterruptedException {
        if (!jsmpp) {
            return Optional.empty();
        }
        terminal.show("jsmpp");
        try {
            Optional<JsmppBench.Result> result = JsmppBench.of(installation, smsc, texts);
            if (result.isEmpty()) {
                terminal.say("jsmpp: skipped, dispatch-sms is not built with its tests.");
            }
            return result;
        } catch (Fault e) {
            terminal.say("jsmpp: " + e.getMessage());
            return Optional.empty();
        }
    }
}
