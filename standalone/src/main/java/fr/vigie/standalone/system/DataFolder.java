package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path kafka() {
        return root.resolve("kafka");
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
