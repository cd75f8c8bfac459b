package fr.vigie.dispatch.sms.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * submit_sm a second, receipts included, through the carrier of dispatch-sms and through the bare library, by turns, at
 * several windows: a text counts when its response and its receipt are there. The SMSC, and each of two kinds of
 * client JVM, is a process of its own. Prints a table; the ratio comes first.
 */
public final class SmppBench {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PASSWORD = "p";
    private static final String USAGE =
            "smpp-bench [--windows 1,10,100,1000] [--rounds 3] [--seconds 2] [--peer SMSC.JS] [--json]";

    /** As one machine's service runs, and with both compilers. */
    private static final Map<String, List<String>> JVMS = new LinkedHashMap<>();

    static {
        JVMS.put("service", List.of("-Xms32m", "-Xmx224m", "-XX:+UseSerialGC", "-Xss512k", "-XX:TieredStopAtLevel=1"));
        JVMS.put("C2", List.of("-Xms32m", "-Xmx224m", "-XX:+UseSerialGC", "-Xss512k"));
    }

    private SmppBench() {}

    public static void main(String[] words) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(
                Map.of("--windows", "1,10,100,1000", "--rounds", "3", "--seconds", "2", "--peer", "", "--json", "no"));
        if (List.of(words).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        try {
            read(words, options);
        } catch (IllegalArgumentException e) {
            System.err.println("smpp-bench: " + e.getMessage() + " (--help tells the options)");
            System.exit(2);
        }
        if (System.getProperty("bench.smsc") != null) {
            simulate(Integer.getInteger("bench.smsc"));
        } else if (System.getProperty("bench.port") != null) {
            measure(options, Integer.getInteger("bench.port"));
        } else {
            compare(options);
        }
    }

    private static void read(String[] words, Map<String, String> options) {
        for (int i = 0; i < words.length; i++) {
            if (!options.containsKey(words[i])) {
                throw new IllegalArgumentException("no option " + words[i]);
            }
            if (!words[i].equals("--json") && i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " wants a value");
            }
            options.put(words[i], words[i].equals("--json") ? "yes" : words[++i]);
        }
        for (String window : options.get("--windows").split(",", -1)) {
            require(window.matches("[1-9]\\d{0,2}|1000"), "--windows wants numbers from 1 to 1000, not " + window);
        }
        require(
                options.get("--rounds").matches("[1-9]\\d{0,3}"),
                "--rounds wants a whole number above 0, not " + options.get("--rounds"));
        require(
                options.get("--seconds").matches("\\d{1,4}(\\.\\d+)?")
                        && options.get("--seconds").matches(".*[1-9].*"),
                "--seconds wants a number above 0, not " + options.get("--seconds"));
        String peer = options.get("--peer");
        require(peer.isEmpty() || new File(peer).isFile(), "--peer: no file " + peer);
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static void compare(Map<String, String> options) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        boolean peer = !options.get("--peer").isEmpty();
        Process smsc = peer
                ? start(List.of("node", options.get("--peer"), "--port", String.valueOf(port), "--password", PASSWORD))
                : start(java(List.of("-Xmx512m", "-Dbench.smsc=" + port), List.of()));
        List<JsonNode> rows = new ArrayList<>();
        try {
            String ready = smsc.inputReader(StandardCharsets.UTF_8).readLine();
            if (ready == null) {
                throw new IllegalStateException("the SMSC did not start");
            }
            drain(smsc);
            System.out.printf(
                    "%n%s, medians of %s rounds; submit_sm/s with response and receipt%n",
                    peer ? "against an SMSC that is not ours" : "against our simulator", options.get("--rounds"));
            System.out.printf("%-8s %7s %8s %12s %12s%n", "JVM", "window", "ratio", "carrier/s", "bare jsmpp/s");
            for (var jvm : JVMS.entrySet()) {
                rows.addAll(child(jvm.getKey(), jvm.getValue(), port, options));
            }
        } finally {
            smsc.destroy();
            smsc.waitFor(5, TimeUnit.SECONDS);
        }
        if (options.get("--json").equals("yes")) {
            System.out.println(MAPPER.writeValueAsString(rows));
        }
    }

    private static List<JsonNode> child(String name, List<String> flags, int port, Map<String, String> options)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(flags);
        all.add("-Dbench.port=" + port);
        Process client = start(java(
                all,
                List.of(
                        "--windows", options.get("--windows"),
                        "--rounds", options.get("--rounds"),
                        "--seconds", options.get("--seconds"))));
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader lines = client.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"window\"")) {
                    JsonNode row = MAPPER.readTree(line);
                    rows.add(((com.fasterxml.jackson.databind.node.ObjectNode) row).put("jvm", name));
                    System.out.printf(
                            "%-8s %7d %7.2f× %,12d %,12d%n",
                            name,
                            row.path("window").asInt(),
                            row.path("ratio").asDouble(),
                            row.path("carrier").asInt(),
                            row.path("jsmpp").asInt());
                }
            }
        }
        if (client.waitFor() != 0) {
            throw new IllegalStateException("the client ended with " + client.exitValue());
        }
        return rows;
    }

    private static List<String> java(List<String> flags, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SmppBench.class.getName()));
        command.addAll(words);
        return command;
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(Redirect.to(new File("target/smpp-bench.err")))
                .start();
    }

    private static void drain(Process process) {
        Thread reader = new Thread(
                () -> {
                    try {
                        process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // It ended.
                    }
                },
                "drain");
        reader.setDaemon(true);
        reader.start();
    }

    private static void simulate(int port) throws IOException, InterruptedException {
        SmscKnobs knobs = SmscKnobs.defaults().withPatterns(false).withReceiptDelayMillis(0, 0);
        try (SmscSimulator smsc = SmscSimulator.start(new SmscSimulator.Options(
                "127.0.0.1", port, "vigie", PASSWORD, null, 200_000, knobs, Clock.systemUTC()))) {
            System.out.println("listening " + smsc.port());
            Thread.currentThread().join();
        }
    }

    /** In the client's own process: both by turns, so that what disturbs the machine disturbs both. */
    private static void measure(Map<String, String> options, int port) throws Exception {
        Account account = new Account("127.0.0.1", port, "vigie", PASSWORD);
        int rounds = Integer.parseInt(options.get("--rounds"));
        double seconds = Double.parseDouble(options.get("--seconds"));
        for (int i = 0; i < 2; i++) { // for the compilers
            rate(new BareJsmpp(account, 100), 10_000);
            rate(new RealCarrier(account, 100), 10_000);
        }
        for (String word : options.get("--windows").split(",")) {
            int window = Integer.parseInt(word);
            int texts = (int) (rate(new RealCarrier(account, window), Math.min(5_000, window * 1_000)) * seconds);
            List<Double> carrier = new ArrayList<>();
            List<Double> jsmpp = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    jsmpp.add(rate(new BareJsmpp(account, window), texts));
                    carrier.add(rate(new RealCarrier(account, window), texts));
                } else {
                    carrier.add(rate(new RealCarrier(account, window), texts));
                    jsmpp.add(rate(new BareJsmpp(account, window), texts));
                }
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("window", window);
            row.put("ratio", Math.round(100 * median(carrier) / median(jsmpp)) / 100.0);
            row.put("carrier", Math.round(median(carrier)));
            row.put("jsmpp", Math.round(median(jsmpp)));
            row.put("texts", texts);
            System.out.println(MAPPER.writeValueAsString(row));
        }
        System.exit(0); // whatever threads are left
    }

    private static double rate(Client opened, int texts) throws InterruptedException {
        try (Client client = opened) {
            Tally tally = new Tally(texts);
            long begun = System.nanoTime();
            client.submit(texts, tally);
            return texts * 1e9 / (tally.awaitLast() - begun);
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElseThrow();
    }
}
