package fr.vigie.acceptance.peer;

import fr.vigie.acceptance.stage.CommandLine;
import fr.vigie.acceptance.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Plays one story at any size and prints what came of it. Ends with 1 where a text was lost, sent twice without saying
 * so, or told wrongly.
 */
public final class TortureSms {
    private static final String USAGE = """
            torture-sms [--texts 50000] [--lane urgent|bulk] [--smsc "--tps 2000 --dlr double"]... [--expires PT2M]
                        [--limit PT10M] [--kill-after N] [--kill-smsc-after N] [--set key=value]... [--json]
              --smsc            options of an operator (see acceptance/peers/smsc/smsc.js); several for several operators
              --kill-after      kill -9 of dispatch-sms once so many were handed over, and a new start
              --kill-smsc-after kill -9 of the first operator once so many were handed over
              --set             a setting of dispatch-sms""";

    private static final Set<String> OPTIONS =
            Set.of("--texts", "--lane", "--smsc", "--expires", "--limit", "--kill-after", "--kill-smsc-after", "--set");

    private TortureSms() {}

    public static void main(String[] words) {
        if (List.of(words).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        Story story;
        try {
            story = told(words);
        } catch (IllegalArgumentException e) {
            System.err.println("torture-sms: " + e.getMessage() + " (--help tells the options)");
            System.exit(2);
            return;
        }
        System.exit(played(story, List.of(words).contains("--json")) ? 0 : 1);
    }

    private static Story told(String[] words) {
        Story story = Story.of("torture", 50_000, "").expiring(Duration.ofMinutes(2));
        List<String> operators = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String name = words[i];
            if (name.equals("--json")) {
                continue;
            }
            if (!OPTIONS.contains(name)) {
                throw new IllegalArgumentException("no option " + name);
            }
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(name + " wants a value");
            }
            String value = words[++i];
            if (name.equals("--smsc")) {
                operators.add(value);
            } else {
                story = changed(story, name, value);
            }
        }
        return story.at(operators.isEmpty() ? List.of("") : operators);
    }

    private static Story changed(Story story, String name, String value) {
        return switch (name) {
            case "--texts" -> story.sized(CommandLine.number(name, value));
            case "--lane" -> lane(story, value);
            case "--expires" -> story.expiring(CommandLine.duration(name, value));
            case "--limit" -> story.within(CommandLine.duration(name, value));
            case "--kill-after" -> {
                int handedOver = CommandLine.number(name, value);
                yield story.during(scene -> {
                    scene.onceHandedOver(handedOver);
                    scene.dispatcher().kill();
                    scene.dispatcher().startAgain();
                });
            }
            case "--kill-smsc-after" -> {
                int handedOver = CommandLine.number(name, value);
                yield story.during(scene -> {
                    scene.onceHandedOver(handedOver);
                    scene.peers().get(0).kill();
                });
            }
            default -> {
                var setting = CommandLine.setting(value);
                yield story.with(setting.getKey(), setting.getValue());
            }
        };
    }

    private static Story lane(Story story, String value) {
        return switch (value) {
            case "urgent" -> story;
            case "bulk" -> story.bulk();
            default -> throw new IllegalArgumentException("--lane is urgent or bulk, not " + value);
        };
    }

    private static boolean played(Story story, boolean json) {
        try (Stage stage = new Stage(Path.of(System.getProperty("vigie.home", "."), "acceptance/target/torture-sms"))) {
            SmsStories stories = new SmsStories(stage);
            stories.programs().missing().ifPresent(why -> {
                System.out.println(why);
                System.exit(2);
            });
            Verdict verdict = stories.play(story);
            System.out.print(VerdictTable.of(verdict));
            if (json) {
                System.out.println(VerdictTable.json(verdict));
            }
            return verdict.clean();
        }
    }
}
