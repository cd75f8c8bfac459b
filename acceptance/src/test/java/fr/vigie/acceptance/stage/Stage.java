package fr.vigie.acceptance.stage;

import fr.vigie.events.Channel;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Real PostgreSQL and Kafka for several stories; each has a dispatcher as it is shipped, with an empty database. */
public final class Stage implements AutoCloseable {
    private final Path folder;
    private final Installation installation = Installation.current();
    private final Keys keys;
    private LocalParts parts;
    private int played;

    /** @param folder emptied, and filled with the logs of what is played */
    public Stage(Path folder) {
        this.folder = folder.toAbsolutePath();
        clear(this.folder);
        this.keys = new Keys(this.folder.resolve("secrets"));
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

    /** The project's folder. */
    public Path home() {
        return installation.home();
    }

    public Keys keys() {
        return keys;
    }

    /** A folder for a story. */
    public Path place(String story) {
        played++;
        Path place = folder.resolve(played + "-" + story);
        try {
            return Files.createDirectories(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a dispatcher with a database of its own, and returns when it is ready. */
    public Dispatcher dispatcher(Service service, Path place, Map<String, String> settings) {
        return Dispatcher.start(installation, service, parts(), keys, place, settings);
    }

    /** What dispatchers tell from now on; the topics must exist. The caller closes it. */
    public Told told(Channel... fallbacks) {
        return Told.from(bootstrapServers(), fallbacks);
    }

    public String bootstrapServers() {
        return parts().bootstrapServers();
    }

    private synchronized LocalParts parts() {
        if (parts == null) {
            parts = LocalParts.start(installation.home(), folder.resolve("parts"));
        }
        return parts;
    }

    @Override
    public synchronized void close() {
        if (parts != null) {
            parts.close();
        }
    }
}
