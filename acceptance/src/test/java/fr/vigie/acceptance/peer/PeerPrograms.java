package fr.vigie.acceptance.peer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The SMSC that is not ours, installed under target by its own package manager. */
final class PeerPrograms {
    private static final long INSTALL_SECONDS = 120;
    private static final List<String> FILES = List.of("smsc.js", "package.json", "package-lock.json");

    private final Path folder;
    private final String missing;

    private PeerPrograms(Path folder, String missing) {
        this.folder = folder;
        this.missing = missing;
    }

    /** Installs it if that has not been done yet; takes two minutes at most. */
    static PeerPrograms installed(Path home) {
        Path folder = home.resolve("acceptance/target/peer-smsc");
        return new PeerPrograms(folder, install(home.resolve("acceptance/peers/smsc"), folder));
    }

    /** Why it cannot be used here; empty where it can. */
    Optional<String> missing() {
        return Optional.ofNullable(missing);
    }

    Path script() {
        return folder.resolve("smsc.js");
    }

    private static String install(Path source, Path folder) {
        String needs = "The SMSC that is not ours needs Node.js: ";
        for (String program : List.of("node", "npm")) {
            if (!onPath(program)) {
                return needs + program + " is not installed (Debian: apt install nodejs npm).";
            }
        }
        try {
            Files.createDirectories(folder);
            boolean same = Files.exists(folder.resolve(".installed"));
            for (String file : FILES) {
                Path copy = folder.resolve(file);
                same = same && Files.exists(copy) && Files.mismatch(source.resolve(file), copy) < 0;
                Files.copy(source.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
            }
            if (same) {
                return null;
            }
            Path log = folder.resolve("npm.log");
            Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                npm.descendants().forEach(ProcessHandle::destroyForcibly);
                npm.destroyForcibly();
                return needs + "npm ci did not end within " + INSTALL_SECONDS + " s.";
            }
            if (npm.exitValue() != 0) {
                return needs + "npm ci failed, see " + log + ".";
            }
            Files.writeString(folder.resolve(".installed"), "");
            return null;
        } catch (IOException e) {
            return needs + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return needs + "interrupted.";
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
