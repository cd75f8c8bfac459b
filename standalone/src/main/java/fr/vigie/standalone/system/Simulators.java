package fr.vigie.standalone.system;

import java.util.List;

/** How the simulators are started. */
final class Simulators {
    /** The account that dispatch-sms binds with. */
    static final String SYSTEM_ID = "vigie";

    static final String NAME = "simulators";

    /** What a dispatcher calls the simulator as a carrier, or as a trunk. */
    static final String CARRIER = "simulator";

    private Simulators() {}

    static List<String> command(Installation installation, DataFolder data, Ports ports) {
        return List.of(
                Java.executable(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-jar",
                installation.simulators().toString(),
                "--smsc-port",
                String.valueOf(ports.simulatorSmsc()),
                "--sip-port",
                String.valueOf(ports.simulatorSip()),
                "--control-port",
                String.valueOf(ports.simulatorControl()),
                "--journal",
                data.journals().toString());
    }
}
