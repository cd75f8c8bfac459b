package fr.vigie.standalone.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much of the machine each service gets. */
final class ServiceJvm {
    private static final Path NICE = Path.of("/usr/bin/nice");

    private ServiceJvm() {}

    static List<String> command(Installation installation, Service service, Path configuration) {
        List<String> command = new ArrayList<>();
        if (service == Service.AUDIT_LOG && Files.isExecutable(NICE)) {
            // While a large alert is being sent the audit log may fall some seconds behind: Kafka keeps what it reads.
            command.addAll(List.of(NICE.toString(), "-n", "5"));
        }
        command.addAll(List.of(
                Java.executable(),
                "-Xms32m",
                "-Xmx" + heapMegabytes(service) + "m",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dsmallrye.config.locations=" + configuration.toUri()));
        // The first compiler alone: less memory, a faster start, and a burst of 10,000 texts is over before the second
        // compiler has paid for itself (see docs/performance.md). The audit log spends its time on SHA-256, for which
        // only the second one uses the processor's own instructions.
        if (service != Service.AUDIT_LOG) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        if (service == Service.DISPATCH_VOICE) {
            // What is only a moment's wait elsewhere is heard here: a full collection of the serial collector stops the
            // sound of all calls for 400 ms, once a minute at 100 new calls a second.
            command.addAll(List.of("-XX:+UseG1GC", "-XX:MaxGCPauseMillis=10"));
            // Where nothing was collected for ten seconds, a concurrent cycle gives unused heap back: 20 MB.
            command.add("-XX:G1PeriodicGCInterval=10000");
        } else {
            command.add("-XX:+UseSerialGC");
        }
        command.add("-jar");
        command.add(installation.jar(service).toString());
        return command;
    }

    private static int heapMegabytes(Service service) {
        return switch (service) {
            case DISPATCH_VOICE -> 320; // 3,500 calls at once hold some 110 MB of it
            case DISPATCH_SMS, SUBSCRIBER_REGISTRY -> 224;
            case ALERT_INGEST, AUDIT_LOG -> 160;
        };
    }
}
