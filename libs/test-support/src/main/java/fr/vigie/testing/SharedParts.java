package fr.vigie.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The one start of the parts in a JVM. Public only because {@link Parts} calls it across class loaders, with nothing but
 * types of the JDK between them.
 */
public final class SharedParts {
    private static final String CHOICE = "VIGIE_TEST_PARTS";

    private SharedParts() {}

    /** Where the parts are. */
    public static Map<String, String> facts() {
        return Started.FACTS;
    }

    private static final class Started {
        private static final Map<String, String> FACTS = startAmongOurOwnClasses();
    }

    /** Testcontainers finds its own parts by the thread's class loader, which in a Quarkus test is another one. */
    private static Map<String, String> startAmongOurOwnClasses() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(SharedParts.class.getClassLoader());
        try {
            return start();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Map<String, String> start() {
        String choice = System.getenv().getOrDefault(CHOICE, "");
        boolean containers = switch (choice) {
            case "containers" -> true;
            case "embedded" -> false;
            case "" -> dockerAnswers();
            default ->
                throw new IllegalArgumentException(CHOICE + " is " + choice + ", but must be embedded or containers");
        };
        RunningParts running = containers ? ContainerParts.start() : EmbeddedParts.start();
        Runtime.getRuntime().addShutdownHook(new Thread(running::stop, "stop-test-parts"));
        System.err.println("Tests run on " + running.description());
        return running.facts();
    }

    private static boolean dockerAnswers() {
        // Asking Testcontainers where there is no sign of Docker costs seconds and a page of errors.
        boolean sign = System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
        return sign && ContainerParts.available();
    }

    /** Parts that were started, and how to stop them. */
    interface RunningParts {
        Map<String, String> facts();

        String description();

        void stop();
    }
}
