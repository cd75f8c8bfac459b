package fr.vigie.standalone.bench;

import fr.vigie.standalone.Fault;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kannel as the gateway that a user would pick instead: the same number of texts by HTTP (ab, 50 connections kept alive)
 * through smsbox and bearerbox to the same SMSC, with its memory store, which forgets everything on a crash. Needs
 * Debian's kannel and apache2-utils.
 */
public final class KannelBench {
    private static final List<Path> NEEDED =
            List.of(Path.of("/usr/sbin/bearerbox"), Path.of("/usr/sbin/smsbox"), Path.of("/usr/bin/ab"));
    private static final Pattern SENT = Pattern.compile("SMS: received.* sent ([0-9]+)");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int WINDOW = 1_000;
    private static final int CONNECTIONS = 50;
    /** What every text of a benchmark says. */
    public static final String TEXT = "ALERTE GENDARMERIE 15 - 21/11 10h45. Bijouteries d'AURILLAC. Soyez vigilants. Un"
            + " doute: composez le 17.";

    private final Stage stage;
    private final Path folder;
    private final Operators.Smsc smsc;
    private final int adminPort;
    private final int boxPort;
    private final int sendPort;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param firstPort of three that are free */
    public KannelBench(Stage stage, DataFolder data, Operators.Smsc smsc, int firstPort) {
        this.stage = stage;
        this.folder = data.root().resolve("kannel");
        this.smsc = smsc;
        this.adminPort = firstPort;
        this.boxPort = firstPort + 1;
        this.sendPort = firstPort + 2;
    }

    /** Whether the programs that it needs are installed. */
    public static boolean installed() {
        return NEEDED.stream().allMatch(Files::isExecutable);
    }

    /**
     * Sends the texts.
     *
     * @throws Fault where it is not installed, or did not take or submit them all
     */
    public Yardstick.Measured of(int texts) throws InterruptedException {
        if (!installed()) {
            throw new Fault("Debian's kannel and apache2-utils are not installed.");
        }
        Process bearerbox = null;
        Process smsbox = null;
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("kannel.conf"), configuration());
            bearerbox = start("bearerbox", "/usr/sbin/bearerbox", "-v", "4", "kannel.conf");
            awaitStatus("SMS: received", bearerbox);
            smsbox = start("smsbox", "/usr/sbin/smsbox", "-v", "4", "kannel.conf");
            awaitStatus("(online", bearerbox);
            awaitStatus("Box connections", smsbox);
            return measured(texts, bearerbox, smsbox);
        } catch (IOException e) {
            throw new Fault("Kannel cannot be run: " + e.getMessage(), e);
        } finally {
            end(smsbox);
            end(bearerbox);
        }
    }

    private Yardstick.Measured measured(int texts, Process bearerbox, Process smsbox)
            throws IOException, InterruptedException {
        long before = sent();
        double cpu = CpuTime.seconds(bearerbox.pid()) + CpuTime.seconds(smsbox.pid());
        long begun = System.nanoTime();
        Process asking = start(
                "ab",
                "/usr/bin/ab",
                "-q",
                "-k",
                "-c",
                String.valueOf(CONNECTIONS),
                "-n",
                String.valueOf(texts),
                "http://127.0.0.1:" + sendPort + "/cgi-bin/sendsms?username=bench&password=bench&to=33639980001"
                        // A receipt is asked for; its address answers nothing, only the operator's side matters here.
                        + "&dlr-mask=31&dlr-url=http%3A%2F%2F127.0.0.1%3A9%2Fx&text="
                        + URLEncoder.encode(TEXT, StandardCharsets.UTF_8));
        asking.waitFor();
        double accepted = (System.nanoTime() - begun) / 1e9;
        if (asking.exitValue() != 0) {
            throw new Fault("ab failed: see " + folder.resolve("ab.log") + ".");
        }
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (sent() - before < texts) {
            if (System.nanoTime() > limit) {
                throw new Fault("Kannel submitted only " + (sent() - before) + " of " + texts + " texts.");
            }
            Thread.sleep(20);
        }
        double handedOver = (System.nanoTime() - begun) / 1e9;
        return new Yardstick.Measured(
                "kannel",
                "Kannel's rate (memory store, the same SMSC)",
                texts,
                Math.round(texts / handedOver),
                CpuTime.seconds(bearerbox.pid()) + CpuTime.seconds(smsbox.pid()) - cpu,
                Map.of("acceptedSeconds", accepted));
    }

    private Process start(String name, String... command) throws IOException {
        return stage.start(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile()));
    }

    private static void end(Process process) throws InterruptedException {
        if (process != null) {
            Stage.end(process);
        }
    }

    private void awaitStatus(String wanted, Process process) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!status().contains(wanted)) {
            if (!process.isAlive() || System.nanoTime() > limit) {
                throw new Fault("Kannel did not start: see " + folder + ".");
            }
            Thread.sleep(100);
        }
    }

    private long sent() throws InterruptedException {
        Matcher matcher = SENT.matcher(status());
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private String status() throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + adminPort + "/status.txt?password=bench");
        try {
            return http.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return ""; // not up yet
        }
    }

    private String configuration() {
        return """
                group = core
                admin-port = %1$d
                admin-interface = "127.0.0.1"
                smsbox-interface = "127.0.0.1"
                admin-password = bench
                status-password = bench
                admin-allow-ip = "127.0.0.1"
                admin-deny-ip = "*.*.*.*"
                smsbox-port = %2$d
                box-allow-ip = "127.0.0.1"
                box-deny-ip = "*.*.*.*"
                log-level = 3
                dlr-storage = internal

                group = smsc
                smsc = smpp
                smsc-id = bench
                host = %4$s
                port = %5$d
                smsc-username = "%6$s"
                smsc-password = "%7$s"
                system-type = ""
                transceiver-mode = true
                max-pending-submits = %8$d
                enquire-link-interval = 30

                group = smsbox
                bearerbox-host = 127.0.0.1
                sendsms-port = %3$d
                sendsms-interface = "127.0.0.1"
                log-level = 3
                global-sender = "VIGIE"

                group = sendsms-user
                username = bench
                password = bench
                concatenation = true

                group = sms-service
                keyword = default
                text = "ok"
                max-messages = 0
                """.formatted(
                adminPort, boxPort, sendPort, smsc.host(), smsc.port(), smsc.systemId(), smsc.password(), WINDOW);
    }
}
