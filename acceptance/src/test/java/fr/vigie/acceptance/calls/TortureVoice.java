package fr.vigie.acceptance.calls;

import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.stage.CommandLine;
import fr.vigie.acceptance.stage.Dispatcher;
import fr.vigie.acceptance.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Makes calls at any size through dispatch-voice as it is shipped, disturbs them, and compares both accounts. Ends with 1
 * where a call was lost, repeated without saying so, or told wrongly, or a telephone was left ringing.
 */
public final class TortureVoice {
    private static final String USAGE = """
            torture-voice [--calls 200] [--end sigterm|kill] [--trouble PT1M [--retry-after SECONDS]] [--limit PT5M]
                          [--set key=value]...
              --calls       merchants of one urgent alert, at most 10000; half of their telephones ring for ever the first time
              --end         how dispatch-voice is ended once all telephones ring or are up; it is started again
              --trouble     for how long the trunk answers everything with 503 first
              --retry-after what it asks for then
              --set         a setting of dispatch-voice""";

    private static final Set<String> OPTIONS =
            Set.of("--calls", "--end", "--trouble", "--retry-after", "--limit", "--set");
    private static final int MOST_CALLS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofMillis(300);
    private static final Duration EXPIRES = Duration.ofSeconds(61);

    private int calls = 200;
    private String end = "";
    private Duration trouble = Duration.ZERO;
    private String[] retryAfter = {};
    private Duration limit = Duration.ofMinutes(5);
    private final Map<String, String> settings = new LinkedHashMap<>();

    private TortureVoice() {}

    public static void main(String[] words) {
        if (List.of(words).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        TortureVoice torture = new TortureVoice();
        try {
            torture.read(words);
        } catch (IllegalArgumentException e) {
            System.err.println("torture-voice: " + e.getMessage() + " (--help tells the options)");
            System.exit(2);
            return;
        }
        System.exit(torture.played() ? 0 : 1);
    }

    private void read(String[] words) {
        settings.put("vigie.voice.ring-timeout", "20s");
        settings.put("vigie.voice.max-call", "20s");
        // Telephones are kept busy by calls of the dead for a minute.
        settings.put("vigie.voice.retry-delay.urgent", "10s");
        settings.put("vigie.voice.tries", "10");
        for (int i = 0; i < words.length; i += 2) {
            if (!OPTIONS.contains(words[i])) {
                throw new IllegalArgumentException("no option " + words[i]);
            }
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " wants a value");
            }
            take(words[i], words[i + 1]);
        }
        settings.putIfAbsent("vigie.voice.trunks.trunk1.max-calls", String.valueOf(calls * 2));
    }

    private void take(String name, String value) {
        switch (name) {
            case "--calls" -> calls = CommandLine.number(name, value);
            case "--trouble" -> trouble = CommandLine.duration(name, value);
            case "--retry-after" -> retryAfter = new String[] {"Retry-After: " + CommandLine.number(name, value)};
            case "--limit" -> limit = CommandLine.duration(name, value);
            case "--end" -> {
                if (!Set.of("sigterm", "kill").contains(value)) {
                    throw new IllegalArgumentException("--end is sigterm or kill, not " + value);
                }
                end = value;
            }
            default -> {
                var setting = CommandLine.setting(value);
                settings.put(setting.getKey(), setting.getValue());
            }
        }
        if (calls > MOST_CALLS) {
            throw new IllegalArgumentException("--calls: there are " + MOST_CALLS + " numbers");
        }
    }

    private boolean played() {
        Path folder = Path.of(System.getProperty("vigie.home", "."), "acceptance/target/torture-voice");
        try (Stage stage = new Stage(folder);
                Telephones telephones = Telephones.start(PATIENCE, number -> Manners.confirming(AT_ONCE));
                Calling calling = Calling.at(stage, "torture", settings, telephones.port())) {
            List<UUID> asked = troubled(telephones, calling);
            if (!end.isEmpty()) {
                await().atMost(limit).until(() -> telephones.open() == calls);
                interrupt(telephones, calling.dispatcher());
            }
            boolean ended = waited(calling, asked);
            await().atMost(EXPIRES).until(() -> telephones.open() == 0);
            Account account = calling.account(telephones.journal());
            System.out.print(account.table("torture"));
            return ended && account.clean();
        }
    }

    private List<UUID> troubled(Telephones telephones, Calling calling) {
        if (!trouble.isZero()) {
            telephones.behave(number -> Manners.refusing("503 Service Unavailable", retryAfter));
        } else if (!end.isEmpty()) {
            telephones.behave(Manners::halfRinging);
        }
        List<UUID> asked = calling.ask(calls);
        if (!trouble.isZero()) {
            await().during(trouble).atMost(trouble.plusSeconds(10)).until(() -> true);
            System.out.println("INVITEs in " + CommandLine.seconds(trouble) + " of 503: "
                    + telephones.journal().size());
            telephones.behave(end.isEmpty() ? number -> Manners.confirming(AT_ONCE) : Manners::halfRinging);
        }
        return asked;
    }

    private void interrupt(Telephones telephones, Dispatcher dispatcher) {
        telephones.behave(number -> Manners.confirming(AT_ONCE));
        if (end.equals("kill")) {
            dispatcher.kill();
        } else {
            System.out.println("ended " + dispatcher.stop() + ", telephones left " + telephones.open());
        }
        dispatcher.startAgain();
    }

    private boolean waited(Calling calling, List<UUID> asked) {
        long begun = System.nanoTime();
        await().atMost(limit.plusSeconds(1))
                .until(() -> asked.stream().allMatch(calling::isFinal) || System.nanoTime() - begun > limit.toNanos());
        System.out.println("all final after " + CommandLine.seconds(Duration.ofNanos(System.nanoTime() - begun)));
        return asked.stream().allMatch(calling::isFinal);
    }
}
