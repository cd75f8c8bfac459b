package fr.vigie.acceptance.peer;

import fr.vigie.acceptance.stage.Dispatcher;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.acceptance.stage.Told;
import fr.vigie.standalone.system.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays stories of dispatch-sms at operators that are not ours. */
final class SmsStories {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Stage stage;
    private final PeerPrograms programs;

    SmsStories(Stage stage) {
        this.stage = stage;
        this.programs = PeerPrograms.installed(stage.home());
    }

    PeerPrograms programs() {
        return programs;
    }

    /** Plays a story to its end, or to its limit: what is not final then is lost. */
    Verdict play(Story story) {
        Path place = stage.place(story.name());
        List<PeerSmsc> peers = new ArrayList<>();
        List<Door> doors = new ArrayList<>();
        Told told = null;
        try {
            for (int i = 0; i < story.peers().size(); i++) {
                String name = "peer" + (i + 1);
                peers.add(PeerSmsc.start(
                        programs,
                        place,
                        name,
                        Dispatcher.freePort(),
                        story.peers().get(i)));
                if (story.doors()) {
                    doors.add(Door.before(peers.get(i).port()));
                }
            }
            try (Dispatcher dispatcher = stage.dispatcher(Service.DISPATCH_SMS, place, settings(story, peers, doors))) {
                told = stage.told();
                return play(story, new Scene(dispatcher, peers, doors, told, story.limit()));
            }
        } finally {
            doors.forEach(Door::close);
            peers.forEach(PeerSmsc::close);
            if (told != null) {
                told.close();
            }
        }
    }

    private Verdict play(Story story, Scene scene) {
        Texts texts = new Texts(stage.keys().cipher(), story);
        long begun = System.nanoTime();
        long end = begun + story.limit().toNanos();
        texts.send(stage.bootstrapServers(), story.texts());
        story.during().happen(scene);
        while (scene.told().finals() < story.texts() && System.nanoTime() < end) {
            pause(LOOK);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        scene.dispatcher().close();
        scene.peers().forEach(PeerSmsc::close);
        scene.told().close();
        return Verdict.of(story, texts.references(), stage.keys().index(), scene.told(), scene.peers(), took);
    }

    /** A test waits seconds where real life waits minutes. */
    private static Map<String, String> settings(Story story, List<PeerSmsc> peers, List<Door> doors) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("vigie.sms.lease", "PT6S");
        settings.put("vigie.sms.receipt-grace", "PT2S");
        settings.put("vigie.sms.query-after", "PT3S");
        settings.put("vigie.sms.retry.bulk-first", "PT0.5S");
        settings.put("vigie.sms.retry.bulk-longest", "PT2S");
        settings.put("vigie.sms.retry.urgent-longest", "PT2S");
        for (int i = 0; i < peers.size(); i++) {
            String prefix = "vigie.sms.carriers.peer" + (i + 1);
            settings.put(prefix + ".host", "127.0.0.1");
            int port = story.doors() ? doors.get(i).port() : peers.get(i).port();
            settings.put(prefix + ".port", String.valueOf(port));
            settings.put(prefix + ".system-id", "vigie");
            settings.put(prefix + ".password", "p");
        }
        settings.putAll(story.settings());
        return settings;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
