package fr.vigie.acceptance.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A tmpfs that can be made to take no byte more. It is not filled but shrunk to what it holds, which is the same to
 * whoever writes and costs no memory. Only root can.
 */
final class SmallDisk implements AutoCloseable {
    private static final String ROOMY = "size=4g";

    private final Path mount;

    private SmallDisk(Path mount) {
        this.mount = mount;
    }

    /** Whether this machine lets us. */
    static boolean possible() {
        Path probe = null;
        try {
            probe = Files.createTempDirectory("vigie-disk");
            boolean mounted = Shell.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString());
            return mounted && Shell.run("umount", probe.toString());
        } catch (IOException e) {
            return false;
        } finally {
            if (probe != null) {
                probe.toFile().delete();
            }
        }
    }

    static SmallDisk at(Path mount) {
        try {
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Shell.run("mount", "-t", "tmpfs", "-o", ROOMY, "tmpfs", mount.toString())) {
            throw new IllegalStateException("no tmpfs could be mounted on " + mount);
        }
        return new SmallDisk(mount);
    }

    /** Full for so long. Returns when there is room again; false where it could not be made full. */
    boolean full(Duration time) {
        try {
            boolean full = false;
            for (int tries = 0; tries < 50 && !full; tries++) {
                long used = Files.getFileStore(mount).getTotalSpace()
                        - Files.getFileStore(mount).getUsableSpace();
                // Refused where somebody has written meanwhile.
                full = remount("size=" + used);
            }
            if (full) {
                Shell.pause(time);
            }
            return full;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remount(ROOMY);
        }
    }

    private boolean remount(String size) {
        return Shell.run("mount", "-o", "remount," + size, mount.toString());
    }

    /** Unmounts. Not before those who write there have ended: whoever stops them finds them by their files. */
    @Override
    public void close() {
        Shell.run("umount", "-l", mount.toString());
    }
}
