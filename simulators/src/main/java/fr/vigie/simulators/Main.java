package fr.vigie.simulators;

import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the SMSC, the telephone network and their remote control in one process until SIGTERM or Ctrl-C. Exit status:
 * 0 after a stop, 1 on a failure, 2 for a wrong option or a port that is taken; errors are one line.
 */
@Command(
        name = "simulators",
        mixinStandardHelpOptions = true,
        version = "Vigie simulators 1.0.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "An SMSC (SMPP 3.4) and a telephone network (SIP over UDP) for tests, demos and drills."
                + " They reach nobody and serve fiction numbers only.",
        footerHeading = "%nLast three digits of the number called:%n",
        footer = {
            "SMS    990 receipt UNDELIV           991 refused, ESME_RINVDSTADR",
            "       992 throttled twice           993 receipt after 2 s",
            "       994 receipt before response   995 receipt twice",
            "       996 never a receipt           997 receipt EXPIRED",
            "       998 queue full once           999 response lost once",
            "       any other: accepted, DELIVRD after 50 to 300 ms",
            "calls  970 busy twice                971 busy",
            "       972 never answers             973 voicemail",
            "       974 answers, presses no key   975 404",
            "       976 480                       977 503",
            "       978 presses 9 twice           979 presses 2, then 1",
            "       980 presses 1 by SIP INFO     any other: answers, presses 1"
        })
public final class Main implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int PORT_TAKEN = 2;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "address to listen on (${DEFAULT-VALUE})")
    private String host;

    @Option(names = "--smsc-port", defaultValue = "8110", description = "SMPP, TCP (${DEFAULT-VALUE}; 0 is any)")
    private int smscPort;

    @Option(names = "--sip-port", defaultValue = "8111", description = "SIP, UDP (${DEFAULT-VALUE}; 0 is any)")
    private int sipPort;

    @Option(
            names = "--control-port",
            defaultValue = "8112",
            description = "remote control, HTTP (${DEFAULT-VALUE}; 0 is any)")
    private int controlPort;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "folder of smsc.jsonl and calls.jsonl (none: no files)")
    private Path journal;

    @Option(
            names = "--system-id",
            defaultValue = "${env:SIMULATOR_SMPP_SYSTEM_ID:-vigie}",
            description = "SMPP system id that may bind (${DEFAULT-VALUE})")
    private String systemId;

    @Option(
            names = "--password",
            defaultValue = "${env:SIMULATOR_SMPP_PASSWORD:-vigie}",
            description = "its password, 8 characters at most (also SIMULATOR_SMPP_PASSWORD)")
    private String password;

    @Option(names = "--tps", defaultValue = "0", description = "submits a second, throttled above (0: no limit)")
    private int tps;

    @Option(names = "--receipts", defaultValue = "NORMAL", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private SmscKnobs.Receipts receipts;

    @Option(
            names = "--id-format",
            defaultValue = "DECIMAL",
            description = "message ids: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private SmscKnobs.IdFormat idFormat;

    @Option(
            names = "--remember",
            defaultValue = "100000",
            description = "accepted parts kept in memory for query_sm (${DEFAULT-VALUE})")
    private int remember;

    @Option(
            names = "--max-answer-delay",
            defaultValue = "1000",
            paramLabel = "MILLIS",
            description = "telephones are answered within this time after the first ring (${DEFAULT-VALUE})")
    private int maxAnswerDelayMillis;

    @Option(
            names = "--sip-user",
            defaultValue = "${env:SIMULATOR_SIP_USER:-}",
            description = "asks callers for digest credentials of this user (none: asks nobody)")
    private String sipUser;

    @Option(
            names = "--sip-password",
            defaultValue = "${env:SIMULATOR_SIP_PASSWORD:-}",
            description = "its password (also SIMULATOR_SIP_PASSWORD)")
    private String sipPassword;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final CountDownLatch stopped = new CountDownLatch(1);

    Main() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, wrong) -> {
                    e.getCommandLine().getErr().println("simulators: " + e.getMessage() + " (try --help)");
                    return PORT_TAKEN;
                })
                .setExecutionExceptionHandler((e, unused, parsed) -> {
                    System.err.println("simulators: " + e.getMessage());
                    return e instanceof PortTakenException ? PORT_TAKEN : FAILED;
                });
        int status = line.execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(closed), "stop"));
        try {
            runUntilStopped();
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private void runUntilStopped() throws IOException, InterruptedException {
        SmscKnobs knobs =
                SmscKnobs.defaults().withTps(tps).withReceipts(receipts).withIdFormat(idFormat);
        Clock clock = Clock.systemUTC();
        try (SmscSimulator smsc = SmscSimulator.start(new SmscSimulator.Options(
                        host, smscPort, systemId, password, journal, remember, knobs, clock));
                TelephoneSimulator telephone = TelephoneSimulator.start(new TelephoneSimulator.Options(
                        host,
                        sipPort,
                        sipUser.isEmpty() ? null : sipUser,
                        sipPassword,
                        journal,
                        Duration.ofMillis(maxAnswerDelayMillis),
                        50_000,
                        clock));
                ControlServer control = ControlServer.start(host, controlPort, smsc, telephone)) {
            System.out.println("simulators ready: SMPP " + smsc.port() + ", SIP " + telephone.port() + ", control "
                    + control.port() + " on " + host);
            stopped.await();
        }
    }

    /** The JVM ends when this does: whatever goes wrong while things are closed, it must not stay. */
    private void stop(CountDownLatch closed) {
        stopped.countDown();
        try {
            if (!closed.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("simulators: not everything could be closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
