package fr.vigie.standalone.cli;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.bench.JsmppBench;
import fr.vigie.standalone.bench.KannelBench;
import fr.vigie.standalone.bench.Yardstick;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the benchmarks of texts take. */
final class BenchOptions {
    private static final int KANNEL_PORTS = 36;

    @Option(
            names = "--kannel",
            description = "Send the largest alert through Kannel too: Debian's kannel and" + " apache2-utils.")
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

    boolean hasYardsticks() {
        return kannel || jsmpp;
    }

    /** What was asked for beside ours: each on the same SMSC, one after the other. */
    List<Yardstick> yardsticks(
            Stage stage, Installation installation, DataFolder data, Operators.Smsc smsc, int texts, Terminal terminal)
            throws InterruptedException {
        List<Yardstick> all = new ArrayList<>();
        if (kannel) {
            terminal.show("Kannel sends " + texts + " texts");
            int port = ports().base() + KANNEL_PORTS;
            all.add(tried("kannel", () -> new KannelBench(stage, data, smsc, port).of(texts)));
        }
        if (jsmpp) {
            terminal.show("jsmpp sends " + texts + " texts");
            all.add(tried("jsmpp", () -> JsmppBench.of(stage, installation, data, smsc, texts)));
        }
        return all;
    }

    private interface Measuring {
        Yardstick run() throws InterruptedException;
    }

    /** What was measured before shall not be lost. */
    private static Yardstick tried(String name, Measuring measuring) throws InterruptedException {
        try {
            return measuring.run();
        } catch (Fault e) {
            return new Yardstick.Failed(name, e.getMessage());
        }
    }
}
