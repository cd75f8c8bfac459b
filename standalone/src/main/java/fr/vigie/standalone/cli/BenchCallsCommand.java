package fr.vigie.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.standalone.bench.Machine;
import fr.vigie.standalone.bench.Wrapped;
import fr.vigie.standalone.bench.calls.CallBench;
import fr.vigie.standalone.bench.calls.KernelLimits;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.DispatcherAlone;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.Stage;
import fr.vigie.standalone.system.TelephoneProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "calls",
        mixinStandardHelpOptions = true,
        description = {
            "Measures dispatch-voice alone, with PostgreSQL (fsync on) and Kafka, against simulated telephones.",
            "Calls at once: frames lost and late where they arrive, processor time, memory, outcomes. With --rate, new"
                    + " calls a second instead. All processes share this machine. Removes its data afterwards. Takes some 6"
                    + " minutes."
        },
        footer = {
            "",
            "Exit status: 0 no frame is lost and every outcome is right; 1 otherwise, or it failed (the data and logs are"
                    + " kept then); 2 wrong use."
        })
final class BenchCallsCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** dispatch-voice ends calls after two minutes. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(75);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--calls",
            paramLabel = "N",
            split = ",",
            defaultValue = "500,1000,2000,3500",
            description = "Calls at once, in this order (default: ${DEFAULT-VALUE}).")
    private List<Integer> sizes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "How long all of them are up together (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--ramp",
            paramLabel = "N",
            defaultValue = "175",
            description = "New calls a second until they are up (default: ${DEFAULT-VALUE}).")
    private int ramp;

    @Option(names = "--rate", paramLabel = "N", description = "Measure this many new calls a second instead.")
    private int rate;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "5m",
            description = "With --rate: for how long, such as 60s or 5m (default: ${DEFAULT-VALUE}).")
    private String time;

    @Option(
            names = "--listen",
            paramLabel = "SECONDS",
            defaultValue = "26",
            description = "With --rate: how long people listen before they press 1 (default: ${DEFAULT-VALUE}).")
    private int listen;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "3500",
            description = "With --rate: calls at once at most (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Option(
            names = "--urgent",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --rate: urgent calls asked for in the midst of the others, which are bulk then"
                    + " (default: ${DEFAULT-VALUE}: all are urgent).")
    private int urgent;

    @Mixin
    private BenchSystem own;

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A flag of dispatch-voice's JVM, after those that ./vigie up gives it; may be repeated.")
    private List<String> flags = List.of();

    @Override
    public Integer call() throws InterruptedException {
        check();
        int most =
                rate > 0 ? lines : sizes.stream().mapToInt(each -> each).max().orElseThrow();
        Duration steady = ShortTime.of(spec.commandLine(), "--for", time);
        Terminal terminal = Terminal.withSteps(spec.commandLine());
        KernelLimits.check(most).ifPresent(terminal::tell);
        Installation installation = Installation.current();
        Machine machine = Machine.now(installation);
        DataFolder data = DataFolder.anew(installation.defaultData().resolve("bench"));
        Ports ports = own.ports();
        Map<String, String> overrides = overrides(most);
        List<CallBench.Result> results = new ArrayList<>();
        boolean sound;
        try (Stage stage = new Stage(data, terminal::tell)) {
            terminal.show("starting the telephones, PostgreSQL, Kafka and dispatch-voice");
            TelephoneProcess telephones = stage.add(() -> TelephoneProcess.start(installation, data, ports));
            DispatcherAlone system = stage.add(
                    () -> DispatcherAlone.startVoice(installation, data, ports, telephones.trunk(), overrides, flags));
            CallBench bench = new CallBench(system, telephones, terminal::show);
            if (rate > 0) {
                results.add(bench.steady(rate, steady, Duration.ofSeconds(listen), urgent));
            } else {
                for (int calls : sizes) {
                    results.add(bench.atOnce(calls, ramp, Duration.ofSeconds(seconds)));
                }
            }
            sound = results.stream().allMatch(each -> each.lost() == 0 && each.wrong() == 0);
            if (sound) {
                stage.succeeded();
            }
        }
        terminal.say("Telephones, dispatch-voice, PostgreSQL and Kafka share "
                + Runtime.getRuntime().availableProcessors() + " cores.");
        results.forEach(each -> print(terminal, each));
        machine.lines().forEach(terminal::say);
        terminal.say(
                sound
                        ? "sound: no frame is lost, every outcome is right"
                        : "NOT SOUND: frames are lost or outcomes are wrong");
        if (own.json()) {
            terminal.say(json(machine, sound, results));
        }
        return sound ? 0 : 1;
    }

    private Map<String, String> overrides(int lines) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("vigie.voice.contact-hours.from", "00:00"); // at any hour, bulk included
        overrides.put("vigie.voice.contact-hours.to", "00:00");
        overrides.put("vigie.voice.trunks.operator.max-calls", String.valueOf(lines));
        overrides.put("vigie.voice.trunks.operator.max-calls-per-second", String.valueOf(rate > 0 ? rate : ramp));
        // A call that is lost on a machine that is too slow is tried again while the benchmark waits for it.
        overrides.put("vigie.voice.retry-delay.urgent", "2s");
        overrides.put("vigie.voice.retry-delay.bulk", "2s");
        overrides.putAll(own.settings());
        return overrides;
    }

    private void check() {
        boolean possible = sizes.stream().allMatch(each -> each > 0 && each <= 10_000)
                && seconds > 0
                && ramp > 0
                && rate >= 0
                && lines > 0
                && urgent >= 0
                && listen > 0;
        if (!possible) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--calls must lie between 1 and 10000, and the other numbers must be positive.");
        }
        double longest = rate > 0
                ? listen
                : seconds + 1.25 * sizes.stream().mapToInt(each -> each).max().orElseThrow() / ramp;
        if (longest > LONGEST_CALL.toSeconds()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Calls would have to last more than " + LONGEST_CALL.toSeconds()
                            + " s: shorten --seconds or --listen, or raise --ramp.");
        }
    }

    private static void print(Terminal terminal, CallBench.Result each) {
        say(
                terminal,
                "%,d calls, %,d at once: %.1f new calls/s, %,d in any second at most",
                each.calls(),
                each.atOnce(),
                each.perSecond(),
                each.mostInASecond());
        wrapped(terminal, text("  outcomes: %,d wrong;", each.wrong()), each.states(), "%,d");
        say(
                terminal,
                "  frames: %,d sent, %,d came, %,d lost",
                each.sent(),
                each.heard().frames(),
                each.lost());
        say(
                terminal,
                "      %,d repeated, %,d skipped; %.3f %% within 40 ms, %.3f %% within 20 ms",
                each.heard().repeated(),
                each.heard().skipped(),
                100 * each.heard().within40(),
                100 * each.heard().within20());
        wrapped(terminal, "  lateness ms:", named(each.heard().lateMillis()), "%,.1f");
        wrapped(terminal, "  answer to first frame ms:", named(each.heard().startMillis()), "%,.1f");
        wrapped(terminal, "  telephones held up ms:", named(each.heard().heldUpMillis()), "%,.1f");
        say(terminal, "  late rounds of the sender: %,d", each.lateRounds());
        wrapped(terminal, text("  cores over %.0f s:", each.window()), each.cores(), "%.2f");
        say(terminal, "  dispatch-voice: %.2f µs for a frame", each.microsPerFrame());
        wrapped(terminal, "  CPU seconds:", each.cpu(), "%,.1f");
        Map<String, Double> megabytes = new LinkedHashMap<>();
        each.kilobytes().forEach((name, value) -> megabytes.put(name, value / 1024.0));
        wrapped(terminal, "  memory MB:", megabytes, "%,.0f");
        if (each.placed() != each.calls()) {
            say(terminal, "  %,d INVITEs came to the telephones", each.placed());
        }
        if (!each.urgent().isEmpty()) {
            say(
                    terminal,
                    "  %,d urgent calls placed, ms: p50 %,d, p99 %,d, all %,d",
                    each.urgent().size(),
                    each.urgentWithin(0.5),
                    each.urgentWithin(0.99),
                    each.urgentWithin(1));
        }
    }

    /** As a person writes the shares. */
    private static Map<String, Double> named(Map<String, Double> shares) {
        Map<String, Double> named = new LinkedHashMap<>();
        shares.forEach((name, millis) -> named.put(name.equals("p999") ? "p99.9" : name, millis));
        return named;
    }

    private static void wrapped(Terminal terminal, String lead, Map<?, ? extends Number> values, String format) {
        Wrapped.lines(lead, values, format).forEach(terminal::say);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static void say(Terminal terminal, String format, Object... values) {
        terminal.say(text(format, values));
    }

    private static String json(Machine machine, boolean sound, List<CallBench.Result> results) {
        ObjectNode all = MAPPER.createObjectNode();
        all.put("sound", sound);
        machine.addTo(all);
        all.put("cores", Runtime.getRuntime().availableProcessors());
        all.withArray("results");
        for (CallBench.Result each : results) {
            ObjectNode result = all.withArray("results").addObject();
            result.put("calls", each.calls());
            result.put("atOnce", each.atOnce());
            result.put("callsPerSecond", each.perSecond());
            result.put("mostInASecond", each.mostInASecond());
            result.put("invites", each.placed());
            result.put("framesSent", each.sent());
            result.put("framesLost", each.lost());
            result.put("within40Ms", each.heard().within40());
            result.set("heard", MAPPER.valueToTree(each.heard()));
            result.put("lateRounds", each.lateRounds());
            result.put("windowSeconds", each.window());
            result.put("microsPerFrame", each.microsPerFrame());
            result.set("coresInWindow", MAPPER.valueToTree(each.cores()));
            result.set("cpuSeconds", MAPPER.valueToTree(each.cpu()));
            result.set("pssKb", MAPPER.valueToTree(each.kilobytes()));
            result.set("states", MAPPER.valueToTree(each.states()));
            result.put("wrongOutcomes", each.wrong());
            ObjectNode latency = result.putObject("urgentMillis");
            latency.put("count", each.urgent().size());
            latency.put("p50", each.urgentWithin(0.5));
            latency.put("p99", each.urgentWithin(0.99));
            latency.put("max", each.urgentWithin(1));
        }
        return all.toString();
    }
}
