package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The simulated telephone network in a process of its own, with as much memory as thousands of calls at once need and a
 * collector that hardly stops it: its pauses would be measured as those of the caller.
 */
public final class TelephoneProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final String NAME = "telephones";

    private final ChildProcess process;
    private final DataFolder data;
    private final Ports ports;

    private TelephoneProcess(ChildProcess process, DataFolder data, Ports ports) {
        this.process = process;
        this.data = data;
        this.ports = ports;
    }

    /** @throws Fault where it does not start; nothing is left running then */
    public static TelephoneProcess start(Installation installation, DataFolder data, Ports ports) {
        List<String> command = List.of(
                Java.executable(),
                "-Xms256m",
                "-Xmx768m",
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=10",
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
        ChildProcess process = new ChildProcess(NAME, command, Map.of(), data.log(NAME));
        TelephoneProcess telephones = new TelephoneProcess(process, data, ports);
        process.start();
        try {
            new Readiness().await(process, telephones.control("/health"), START_LIMIT);
            return telephones;
        } catch (RuntimeException e) {
            telephones.close();
            throw e;
        }
    }

    /** Where calls go. */
    public Operators.Sip trunk() {
        return new Operators.Sip("127.0.0.1", ports.simulatorSip(), "", "");
    }

    /** A resource of its remote control. */
    public String control(String path) {
        return "http://127.0.0.1:" + ports.simulatorControl() + path;
    }

    /** What happened to each call, a JSON object in a line each. */
    public Path journal() {
        return data.journals().resolve("calls.jsonl");
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.askToStop();
        process.awaitStop(STOP_LIMIT);
    }
}
