package fr.vigie.acceptance.peer;

import fr.vigie.acceptance.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
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
            case "--texts" -> story.sized(number(name, value));
            case "--lane" -> lane(story, value);
            case "--expires" -> story.expiring(duration(name, value));
            case "--limit" -> story.within(duration(name, value));
            case "--kill-after" -> {
                int handedOver = number(name, value);
                yield story.during(scene -> {
                    scene.onceHandedOver(handedOver);
                    scene.dispatcher().kill();
                    scene.dispatcher().startAgain();
                });
            }
            case "--kill-smsc-after" -> {
                int handedOver = number(name, value);
                yield story.during(scene -> {
                    scene.onceHandedOver(handedOver);
                    scene.peers().get(0).kill();
                });
            }
            default -> setting(story, value);
        };
    }

    private static Story lane(Story story, String value) {
        return switch (value) {
            case "urgent" -> story;
            case "bulk" -> story.bulk();
            default -> throw new IllegalArgumentException("--lane is urgent or bulk, not " + value);
        };
    }

    private static Story setting(Story story, String value) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--set wants key=value, not " + value);
        }
        return story.with(value.substring(0, equals), value.substring(equals + 1));
    }

    private static int number(String name, String value) {
        if (!value.matches("0*[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(name + " wants a whole number above 0, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static Duration duration(String name, String value) {
        Duration duration;
        try {
            duration = Duration.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " wants a duration as PT2M, not " + value, e);
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " wants a duration above 0, not " + value);
        }
        return duration;
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
