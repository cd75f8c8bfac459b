package fr.vigie.standalone.cli;

import fr.vigie.standalone.system.Layout;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Ports;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code up} and {@code demo} have in common. */
final class SystemOptions {
    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + Ports.DEFAULT_BASE,
            description = "First of the 40 ports used, and of 40 more per further copy (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--smsc",
            paramLabel = "HOST:PORT:SYSTEMID:PASSWORD",
            description = "Use this operator's SMSC instead of the simulator.")
    private String smsc;

    @Option(
            names = "--sip",
            paramLabel = "HOST:PORT[:USER:PASSWORD]",
            description = "Use this operator's SIP trunk instead of the simulator.")
    private String sip;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Kafka nodes: 1, or 3, of which any one may die (default: ${DEFAULT-VALUE}).")
    private int brokers;

    @Option(
            names = "--copies",
            paramLabel = "N",
            defaultValue = "1",
            description = "Copies of each service (default: ${DEFAULT-VALUE}).")
    private int copies;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a configuration key of the services; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    Ports ports() {
        return new Ports(portBase);
    }

    Layout layout() {
        return Layout.SINGLE.withBrokers(brokers).withCopies(copies);
    }

    Operators operators() {
        return new Operators(
                Optional.ofNullable(smsc).map(Operators.Smsc::parse),
                Optional.ofNullable(sip).map(Operators.Sip::parse));
    }

    Map<String, String> settings() {
        return settings;
    }
}
