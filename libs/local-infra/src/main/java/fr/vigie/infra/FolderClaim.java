package fr.vigie.infra;

import fr.vigie.infra.StartFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right of one process to run a part on a folder. The operating system takes it back when the process dies, however
 * it dies, so that whatever still runs on a claimed folder is an orphan and may be stopped.
 */
final class FolderClaim implements AutoCloseable {
    // Of this process as a whole, because a POSIX lock is: closing a second handle on the file would release the first.
    private static final Set<Path> CLAIMED_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderClaim(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Creates the folder, for its owner only, if it is missing. Fails with {@link Reason#FOLDER_IN_USE} if a living process holds it. */
    static FolderClaim of(Path wanted) {
        try {
            Path folder = created(wanted).toRealPath();
            if (!CLAIMED_HERE.add(folder)) {
                throw inUse(folder, "this process");
            }
            FileChannel channel = null;
            try {
                channel = FileChannel.open(
                        folder.resolve("claim"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw inUse(folder, "process " + Files.readString(folder.resolve("claim")));
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                return new FolderClaim(folder, channel);
            } catch (IOException | RuntimeException e) {
                CLAIMED_HERE.remove(folder);
                if (channel != null) {
                    channel.close();
                }
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use the folder " + wanted + ": " + e.getMessage(), e);
        }
    }

    // What is stored there is nobody else's to read. A folder that exists keeps the permissions its owner gave it.
    private static Path created(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return wanted;
        }
        Files.createDirectories(wanted.toAbsolutePath().getParent());
        return Files.createDirectory(
                wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static StartFailure inUse(Path folder, String owner) {
        return new StartFailure(
                Reason.FOLDER_IN_USE,
                "The folder " + folder + " is in use by " + owner + ": stop it or choose another data folder.");
    }

    /** The folder, absolute and without symbolic links. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            CLAIMED_HERE.remove(folder);
        }
    }
}
