package fr.vigie.acceptance.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    private TortureSms() {}

    public static void main(String[] words) {
        Story story = Story.of("torture", 50_000, "").expiring(Duration.ofMinutes(2));
        List<String> operators = new ArrayList<>();
        boolean json = false;
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals("--json")) {
                json = true;
                continue;
            }
            if (words[i].equals("--help") || i + 1 == words.length) {
                System.out.println(USAGE);
                System.exit(2);
            }
            String name = words[i];
            String value = words[++i];
            if (name.equals("--smsc")) {
                operators.add(value);
            } else {
                story = changed(story, name, value);
            }
        }
        story = story.at(operators.isEmpty() ? List.of("") : operators);
        System.exit(played(story, json) ? 0 : 1);
    }

    private static Story changed(Story story, String name, String value) {
        return switch (name) {
            case "--texts" -> story.sized(Integer.parseInt(value));
            case "--lane" -> value.equals("bulk") ? story.bulk() : story;
            case "--expires" -> story.expiring(Duration.parse(value));
            case "--limit" -> story.within(Duration.parse(value));
            case "--kill-after" ->
                story.during(scene -> {
                    scene.onceHandedOver(Long.parseLong(value));
                    scene.dispatcher().kill();
                    scene.dispatcher().startAgain();
                });
            case "--kill-smsc-after" ->
                story.during(scene -> {
                    scene.onceHandedOver(Long.parseLong(value));
                    scene.peers().get(0).kill();
                });
            case "--set" -> story.with(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
            default -> {
                System.out.println(USAGE);
                System.exit(2);
                yield story;
            }
        };
    }

    private static boolean played(Story story, boolean json) {
        try (Stage stage = new Stage(Path.of(System.getProperty("vigie.home", "."), "acceptance/target/torture-sms"))) {
            stage.programs().missing().ifPresent(why -> {
                System.out.println(why);
                System.exit(2);
            });
            Verdict verdict = stage.play(story);
            System.out.print(VerdictTable.of(verdict));
            if (json) {
                System.out.println(VerdictTable.json(verdict));
            }
            return verdict.clean();
        }
    }
}
