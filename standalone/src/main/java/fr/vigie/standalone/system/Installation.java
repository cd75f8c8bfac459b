package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The built project.
 *
 * @param home the project's folder
 */
public record Installation(Path home) {
    /** System property that the {@code vigie} command sets. */
    public static final String HOME = "vigie.home";

    /** The installation that this command belongs to. */
    public static Installation current() {
        return new Installation(
                Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize());
    }

    /** The jar that starts a service. */
    public Path jar(Service service) {
        return existing(home.resolve(service.id()).resolve("target/quarkus-app/quarkus-run.jar"));
    }

    public Path simulators() {
        return existing(home.resolve("simulators/target/simulators.jar"));
    }

    /** Where data are kept unless told otherwise. */
    public Path defaultData() {
        return home.resolve(".vigie");
    }

    /** Where PostgreSQL's programs are unpacked; shared by all data folders. */
    public Path postgresPrograms() {
        return home.resolve(".vigie/programs/postgres");
    }

    private static Path existing(Path jar) {
        if (!Files.exists(jar)) {
            throw new Fault(jar + " is missing: run ./vigie again, it builds what is not built.");
        }
        return jar;
    }
}
