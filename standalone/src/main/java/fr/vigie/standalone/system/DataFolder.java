package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where one machine's system keeps everything: secrets, databases, topics, logs, journals.
 *
 * @param root absolute path
 */
public record DataFolder(Path root) {

    /** The folder, made if it is missing. */
    public static DataFolder at(Path path) {
        try {
            return new DataFolder(Files.createDirectories(path.toAbsolutePath().normalize()));
        } catch (IOException e) {
            throw new Fault("The data folder " + path + " cannot be made: choose another with --data.");
        }
    }

    /** An empty folder; what an earlier run left there is removed. */
    public static DataFolder anew(Path path) {
        new DataFolder(path).remove();
        return at(path);
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
