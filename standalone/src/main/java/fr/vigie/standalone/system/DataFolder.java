package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where one machine's system keeps everything: secrets, databases, topics, logs, journals.
 *
 * @param root absolute path
 */
public record DataFolder(Path root) {
    /** Given up by the system when the process ends, however it does. */
    private static final Map<Path, FileLock> HELD = new ConcurrentHashMap<>();

    /** The folder, made if it is missing. */
    public static DataFolder at(Path path) {
        try {
            return new DataFolder(Files.createDirectories(path.toAbsolutePath().normalize()));
        } catch (IOException e) {
            throw new Fault("The data folder " + path + " cannot be made: choose another with --data.");
        }
    }

    /**
     * An empty folder for this process alone, until it ends; what an earlier run left there is removed.
     *
     * @throws Fault where another process has it
     */
    public static DataFolder anew(Path path) {
        Path root = path.toAbsolutePath().normalize();
        HELD.computeIfAbsent(root, DataFolder::lock);
        DataFolder folder = new DataFolder(root);
        folder.remove();
        return at(root);
    }

    private static FileLock lock(Path root) {
        Path file = root.resolveSibling(root.getFileName() + ".lock");
        try {
            Files.createDirectories(root.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new Fault(
                        "Another ./vigie works in " + root + ": wait until it has ended, or end it with Ctrl-C.");
            }
            return lock;
        } catch (IOException e) {
            throw new Fault("The lock " + file + " cannot be taken: " + e.getMessage(), e);
        }
    }

    /** Removes everything. Nothing may run on it. */
    public void remove() {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new Fault("The data in " + root + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** How a command about this folder is called, to be copied: {@code ./vigie down --data /srv/vigie}. */
    public String command(String words) {
        if (root.equals(Installation.current().defaultData())) {
            return "./vigie " + words;
        }
        String path = root.toString();
        return "./vigie " + words + " --data "
                + (path.matches("[A-Za-z0-9_./:@%+=,-]+") ? path : "'" + path.replace("'", "'\\''") + "'");
    }

    /** Every log by the name of its process; PostgreSQL and Kafka keep theirs beside their data. */
    public SortedMap<String, Path> allLogs() {
        SortedMap<String, Path> all = new TreeMap<>();
        try (Stream<Path> services = Files.list(logs());
                Stream<Path> folders = Files.list(root)) {
            services.filter(file -> file.toString().endsWith(".log"))
                    .forEach(file -> all.put(file.getFileName().toString().replaceFirst("\\.log$", ""), file));
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                for (String server : List.of("postgres.log", "kafka.log")) {
                    if (Files.exists(folder.resolve(server))) {
                        all.put(folder.getFileName().toString(), folder.resolve(server));
                    }
                }
            }
            return all;
        } catch (IOException e) {
            throw new Fault("The logs in " + root + " cannot be listed: " + e.getMessage(), e);
        }
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path kafka() {
        return kafka("kafka");
    }

    /** The folder of one of several Kafka nodes, by its process' name. */
    public Path kafka(String node) {
        return root.resolve(node);
    }

    public Path logs() {
        return made(root.resolve("logs"));
    }

    /** What the simulators received. The only place that may hold numbers in clear, and only fiction ones. */
    public Path journals() {
        return made(root.resolve("journals"));
    }

    /** Says which process runs on this folder, and on which ports. */
    public Path running() {
        return root.resolve("running.json");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Fault("The folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }
}
