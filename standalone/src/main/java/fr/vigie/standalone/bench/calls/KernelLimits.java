package fr.vigie.standalone.bench.calls;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What so many calls at once need of the system; Linux tells, elsewhere nothing is checked. */
public final class KernelLimits {
    /** dispatch-voice opens one socket for sound and may open one for RTCP; the telephones open one. */
    private static final int SOCKETS_OF_CALLER = 2;

    private static final int SOCKETS_OF_BOTH = 3;
    /** Jars, connections, logs. */
    private static final int OTHER_FILES = 1_000;
    /** What both SIP stacks ask for their one socket. */
    private static final int SIP_BUFFER = 1 << 20;

    private KernelLimits() {}

    /**
     * Refuses what cannot work.
     *
     * @return what may go wrong; empty where nothing does
     * @throws Fault where files or UDP ports do not suffice
     */
    public static Optional<String> check(int calls) {
        long files = hardFileLimit();
        long neededFiles = (long) calls * SOCKETS_OF_CALLER + OTHER_FILES;
        if (files >= 0 && files < neededFiles) {
            throw new Fault(calls + " calls at once need " + neededFiles + " open files in a process, and " + files
                    + " are allowed: raise the limit (ulimit -Hn; nofile in /etc/security/limits.conf).");
        }
        String[] range = read("/proc/sys/net/ipv4/ip_local_port_range").split("\\s+");
        if (range.length == 2) {
            long ports = Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1;
            long neededPorts = (long) calls * SOCKETS_OF_BOTH + OTHER_FILES;
            if (ports < neededPorts) {
                throw new Fault(calls + " calls at once need " + neededPorts + " UDP ports on this machine, and "
                        + ports + " are given away: widen net.ipv4.ip_local_port_range.");
            }
        }
        String buffer = read("/proc/sys/net/core/rmem_max");
        return !buffer.isEmpty() && Long.parseLong(buffer) < SIP_BUFFER
                ? Optional.of("net.core.rmem_max is " + buffer + ": SIP asks for " + SIP_BUFFER
                        + ", and messages of a burst of calls may be lost and repeated")
                : Optional.empty();
    }

    /** A Java process raises its own limit to the hard one. */
    private static long hardFileLimit() {
        return read("/proc/self/limits")
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().split("\\s+")[1])
                .mapToLong(value -> value.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(value))
                .findFirst()
                .orElse(-1);
    }

    private static String read(String path) {
        // In one gulp: a second read of such a file may say that it has ended.
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            return new String(file.readNBytes(4_096), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
