package fr.vigie.infra;

import fr.vigie.infra.StartFailure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** PostgreSQL's files of one home, and the server that runs on them. The caller holds the claim on the home. */
final class PostgresFolder {
    private static final Duration INIT_LIMIT = Duration.ofSeconds(120);
    private static final Duration ORPHAN_LIMIT = Duration.ofSeconds(15);
    private static final Duration AFTERMATH_LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final Path data;
    private final Path log;
    private final Path pidFile;
    private final PostgresBinaries binaries;

    PostgresFolder(Path home, PostgresBinaries binaries) {
        this.home = home;
        this.data = home.resolve("data");
        this.log = home.resolve("postgres.log");
        this.pidFile = data.resolve("postmaster.pid");
        this.binaries = binaries;
    }

    /** Creates the cluster if there is none; a half-made one of an interrupted start is thrown away. */
    String initialise(String superuser) throws IOException {
        Path passwordFile = home.resolve("admin-password");
        if (Files.isDirectory(data)) {
            return Files.readString(passwordFile).strip();
        }
        Path unfinished = home.resolve("data.unfinished");
        Trees.delete(unfinished);
        writeSecret(passwordFile);
        Command.Outcome outcome = Command.run(
                INIT_LIMIT,
                binaries.command(
                        "initdb",
                        List.of(
                                "--pgdata=" + unfinished,
                                "--username=" + superuser,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                // The same order of texts on every machine, whatever its locales.
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--locale=C")));
        if (!outcome.ok()) {
            throw failure("initdb: " + lastLine(outcome.output()));
        }
        Files.writeString(unfinished.resolve("postgresql.conf"), "\ninclude 'vigie.conf'\n", StandardOpenOption.APPEND);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        return Files.readString(passwordFile).strip();
    }

    void configure(Map<String, String> settings) throws IOException {
        Files.writeString(
                data.resolve("vigie.conf"),
                settings.entrySet().stream()
                        .map(e -> e.getKey() + " = '" + e.getValue().replace("'", "''") + "'\n")
                        .collect(Collectors.joining("", "# Written at every start.\n", "")));
        Files.writeString(
                data.resolve("pg_hba.conf"), "# Written at every start.\nhost all all 127.0.0.1/32 scram-sha-256\n");
    }

    /** Starts the server, waits until it accepts connections, and returns its process id. */
    long startServer(Duration limit) throws IOException {
        long end = System.nanoTime() + AFTERMATH_LIMIT.toNanos();
        while (true) {
            // PostgreSQL only asks whether the number is alive: dead but not reaped, or somebody else's by now, would
            // stop it for ever. That no process of a killed server still writes here it knows by the shared memory.
            if (runningServer().isEmpty()) {
                Files.deleteIfExists(pidFile);
            }
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            Command.Outcome outcome = Command.run(
                    limit.plusSeconds(5),
                    binaries.command(
                            "pg_ctl",
                            List.of(
                                    "start",
                                    "--pgdata=" + data,
                                    "--log=" + log,
                                    "--wait",
                                    "--timeout=" + limit.toSeconds())));
            if (outcome.ok()) {
                return serverInPidFile()
                        .orElseThrow(() -> failure("it ended at once"))
                        .pid();
            }
            String said = since(logStart);
            boolean aftermath = said.contains("pre-existing shared memory block");
            if (!aftermath || System.nanoTime() - end > 0) {
                stopServer(Duration.ofSeconds(5));
                throw failure(lastLine(said.isBlank() ? outcome.output() : firstFatal(said)));
            }
            endLeftovers();
            Waiting.until(Duration.ofMillis(500), () -> false);
        }
    }

    /**
     * A process of a killed server notices that it is gone at the end of its statement, and one that a signal has
     * stopped does not. Nothing is lost with them that was confirmed.
     */
    private void endLeftovers() {
        ProcessHandle.allProcesses()
                .filter(PostgresFolder::isPostgres)
                .filter(this::worksHere)
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().equals("postgres"))
                .orElse(false);
    }

    // False where the system does not tell; then they are waited for.
    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), data);
        } catch (IOException e) {
            return false;
        }
    }

    /** Disconnects clients and stops the server, by force after the limit. Does nothing if none runs. */
    void stopServer(Duration limit) throws IOException {
        Optional<ProcessHandle> server = runningServer();
        if (server.isEmpty()) {
            return;
        }
        Command.Outcome outcome = Command.run(
                limit.plusSeconds(5),
                binaries.command(
                        "pg_ctl",
                        List.of(
                                "stop",
                                "--pgdata=" + data,
                                "--mode=fast",
                                "--wait",
                                "--timeout=" + limit.toSeconds())));
        if (outcome.ok()) {
            return;
        }
        server.get().destroyForcibly();
        if (!Waiting.until(AFTERMATH_LIMIT, () -> runningServer().isEmpty())) {
            throw new IOException("PostgreSQL, process " + server.get().pid() + ", does not stop");
        }
    }

    /** Stops what an earlier process left running here. */
    void stopOrphan() throws IOException {
        stopServer(ORPHAN_LIMIT);
    }

    /**
     * The process of the pid file, if it lives and is a PostgreSQL on this very folder. A dead process that nobody has
     * reaped yet has no program any more and does not count.
     */
    Optional<ProcessHandle> runningServer() {
        return serverInPidFile().filter(ProcessHandle::isAlive).filter(this::isServerOfThisFolder);
    }

    private Optional<ProcessHandle> serverInPidFile() {
        try {
            return ProcessHandle.of(
                    Long.parseLong(Files.readAllLines(pidFile).get(0).strip()));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isServerOfThisFolder(ProcessHandle process) {
        // Where the system does not tell the arguments, the pid file in our folder and the program's name must do.
        return isPostgres(process)
                && process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(data.toString()))
                        .orElse(true);
    }

    private static void writeSecret(Path file) throws IOException {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
    }

    private String since(long start) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        byte[] all = Files.readAllBytes(log);
        int from = (int) Math.min(start, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    private static String firstFatal(String said) {
        return said.lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("ERROR:"))
                .findFirst()
                .orElse(said);
    }

    private static String lastLine(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce((a, b) -> b)
                .orElse("no output")
                .strip();
    }

    private StartFailure failure(String why) {
        return new StartFailure(Reason.DID_NOT_START, "PostgreSQL did not start: " + why + " (see " + log + ").");
    }
}
