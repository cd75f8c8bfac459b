package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An SMSC in a process of its own: our simulator, or one that is not ours. */
public final class SmscProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final ChildProcess process;
    private final Operators.Smsc address;

    private SmscProcess(ChildProcess process, Operators.Smsc address) {
        this.process = process;
        this.address = address;
    }

    /** Our simulator. */
    public static SmscProcess simulator(Installation installation, DataFolder data, Ports ports) {
        String password = Secrets.in(data.secrets()).smscPassword();
        return started(
                new ChildProcess(
                        "simulators",
                        Simulators.command(installation, data, ports),
                        Map.of("SIMULATOR_SMPP_PASSWORD", password),
                        data.log("simulators")),
                new Operators.Smsc("127.0.0.1", ports.simulatorSmsc(), Simulators.SYSTEM_ID, password));
    }

    /**
     * One in Node.
     *
     * @param script takes {@code --port}, and lets {@code u} with the password {@code p} bind
     */
    public static SmscProcess peer(Path script, DataFolder data, Ports ports) {
        List<String> command =
                List.of("node", script.toAbsolutePath().toString(), "--port", String.valueOf(ports.simulatorSmsc()));
        return started(
                new ChildProcess("peer-smsc", command, Map.of(), data.log("peer-smsc")),
                new Operators.Smsc("127.0.0.1", ports.simulatorSmsc(), "u", "p"));
    }

    private static SmscProcess started(ChildProcess process, Operators.Smsc address) {
        process.start();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!listens(address.port())) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.askToStop();
                throw new Fault(process.name() + " did not start: see " + process.log() + ".");
            }
        }
        return new SmscProcess(process, address);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
    }

    /** Where it listens, and who may bind. */
    public Operators.Smsc address() {
        return address;
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
