package fr.vigie.infra;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A folder on a file system of its own, of a bounded size, kept in memory: to see what a part does when its disk is full
 * and when there is room again. Needs Linux and the right to mount: root has it, and so has whoever starts the command
 * by {@code unshare -Urm}.
 */
final class SmallDisk implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String BALLAST = "ballast";

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Why none can be had here; empty where one can. */
    static Optional<String> obstacle() {
        Path probe = null;
        try {
            probe = Files.createTempDirectory("vigie-disk");
            mount(probe, 1 << 20).close();
            return Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.of(
                    "no file system can be mounted here (root can, and whoever starts this by unshare -Urm): "
                            + e.getMessage());
        } finally {
            delete(probe);
        }
    }

    /**
     * Mounts an empty one on the folder, which is made if it is missing. It must be closed before the folder is removed.
     *
     * @param bytes how much it holds
     * @throws UncheckedIOException where it cannot be mounted
     */
    static SmallDisk mount(Path folder, long bytes) {
        try {
            Files.createDirectories(folder);
            run(List.of("mount", "-t", "tmpfs", "-o", "mode=700,size=" + bytes, "tmpfs", folder.toString()));
            return new SmallDisk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** How many bytes are left. */
    private long room() {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes ballast until nothing more fits; may be repeated, as others free a little now and then. */
    void fill() {
        byte[] block = new byte[64 * 1024];
        try (OutputStream ballast =
                Files.newOutputStream(folder.resolve(BALLAST), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                ballast.write(block);
            }
        } catch (IOException full) {
            // This is what was wanted: the last block was written as far as it fitted.
            if (room() > block.length) {
                throw new UncheckedIOException(full);
            }
        }
    }

    /** Takes the ballast away. */
    void free() {
        try {
            Files.deleteIfExists(folder.resolve(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unmounts it; what was on it is gone. Where a process still uses it, that happens when the process ends. */
    @Override
    public void close() {
        try {
            run(List.of("umount", "-l", folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Command.Outcome outcome = Command.run(LIMIT, command);
        if (!outcome.ok()) {
            throw new IOException(outcome.output().strip());
        }
    }

    private static void delete(Path folder) {
        try {
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
