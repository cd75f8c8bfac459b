package fr.vigie.acceptance.peer;

import fr.vigie.standalone.system.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where stories are played: real PostgreSQL and Kafka, and for each story dispatch-sms as it is shipped with an empty
 * database, and operators that are not ours.
 */
public final class Stage implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Path folder;
    private final Installation installation = Installation.current();
    private final PeerPrograms programs;
    private final FieldKeys keys = FieldKeys.anew();
    private LocalParts parts;
    private int played;

    Stage(Path folder) {
        this.folder = folder.toAbsolutePath();
        clear(this.folder);
        this.programs = PeerPrograms.installed(installation.home());
    }

    private static void clear(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PeerPrograms programs() {
        return programs;
    }

    /** Plays a story to its end, or to its limit: what is not final then is lost. */
    Verdict play(Story story) {
        if (parts == null) {
            parts = LocalParts.start(installation.home(), folder.resolve("parts"));
        }
        played++;
        Path place = folder.resolve(played + "-" + story.name());
        List<PeerSmsc> peers = new ArrayList<>();
        List<Door> doors = new ArrayList<>();
        Told told = null;
        try {
            make(place);
            for (int i = 0; i < story.peers().size(); i++) {
                String name = "peer" + (i + 1);
                peers.add(PeerSmsc.start(
                        programs,
                        place,
                        name,
                        SmsDispatcher.freePort(),
                        story.peers().get(i)));
                if (story.doors()) {
                    doors.add(Door.before(peers.get(i).port()));
                }
            }
            try (SmsDispatcher dispatcher =
                    SmsDispatcher.start(installation, parts, keys, place, settings(story, peers, doors))) {
                told = Told.from(parts.bootstrapServers());
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
        Texts texts = new Texts(keys.cipher(), story);
        long begun = System.nanoTime();
        long end = begun + story.limit().toNanos();
        texts.send(parts.bootstrapServers(), story.texts());
        story.during().happen(scene);
        while (scene.told().finals() < story.texts() && System.nanoTime() < end) {
            pause(LOOK);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        scene.dispatcher().close();
        scene.peers().forEach(PeerSmsc::close);
        scene.told().close();
        return Verdict.of(story, texts.references(), keys.index(), scene.told(), scene.peers(), took);
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

    private static void make(Path place) {
        try {
            Files.createDirectories(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.close();
        }
    }
}
