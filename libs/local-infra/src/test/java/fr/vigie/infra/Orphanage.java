package fr.vigie.infra;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Processes that start a part and are killed without having stopped it. */
final class Orphanage {
    private Orphanage() {}

    record ParentDied(ProcessHandle child) {
        /** A dead process that nobody has reaped yet has no program any more. */
        boolean childLives() {
            return child.isAlive() && child.info().command().isPresent();
        }
    }

    static ParentDied killParentOfPostgres(Path home, Path binaries) throws IOException, InterruptedException {
        return kill("postgres", home, binaries, false);
    }

    static ParentDied killParentAndGuardOfPostgres(Path home, Path binaries) throws IOException, InterruptedException {
        return kill("postgres", home, binaries, true);
    }

    static ParentDied killParentOfKafka(Path home) throws IOException, InterruptedException {
        return kill("kafka", home, home, false);
    }

    private static ParentDied kill(String part, Path home, Path binaries, boolean childrenFirst)
            throws IOException, InterruptedException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Orphanage.class.getName(),
                        part,
                        home.toString(),
                        binaries.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            if (childrenFirst) {
                parent.children().forEach(ProcessHandle::destroyForcibly);
            }
            parent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            return new ParentDied(child);
        }
    }

    /** Runs until killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Path home = Path.of(arguments[1]);
        long pid = arguments[0].equals("kafka")
                ? LocalKafka.start(new LocalKafka.Config(home, 0, 0)).pid()
                : LocalPostgres.start(new LocalPostgres.Config(home, Path.of(arguments[2]), 0))
                        .pid();
        System.out.println(pid);
        Thread.currentThread().join();
    }
}
