package fr.vigie.simulators;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a simulator saw, one JSON object per line, appended to a file that survives restarts. Lines are gathered in
 * memory and written at least every 100 ms and on close; a killed process loses no more than that. Without a file the
 * journal keeps nothing.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Journal.class.getName());
    private static final int FLUSH_MILLIS = 100;
    private static final int FLUSH_BYTES = 256 * 1024;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final OutputStream file;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(FLUSH_BYTES);
    private final JsonFactory json = new JsonFactory();
    private final Thread flusher;
    private boolean closed;

    private Journal(OutputStream file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.flusher = new Thread(this::flushForever, "journal");
        flusher.setDaemon(true);
        flusher.start();
    }

    /**
     * Opens {@code directory/name} for appending, creating both where they are missing.
     *
     * @param directory where the file lies; null keeps no file
     */
    public static Journal open(Path directory, String name, Clock clock) throws IOException {
        if (directory == null) {
            return new Journal(OutputStream.nullOutputStream(), clock);
        }
        Files.createDirectories(directory);
        Path path = directory.resolve(name);
        boolean cutShort = endsInsideLine(path);
        OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (cutShort) {
            file.write('\n');
        }
        return new Journal(file, clock);
    }

    private static boolean endsInsideLine(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }

    /** The fields of one line, after its time and event. */
    @FunctionalInterface
    public interface Fields {
        void writeTo(JsonGenerator line) throws IOException;
    }

    /** Adds a line of the given event that happened now. */
    public void append(String event, Fields fields) {
        append(clock.instant(), event, fields);
    }

    /** Adds a line of the given event and time. After the close nothing is added. */
    public synchronized void append(Instant at, String event, Fields fields) {
        if (closed) {
            return;
        }
        try (JsonGenerator line = json.createGenerator(pending)) {
            line.writeStartObject();
            line.writeStringField("at", MICROS.format(at));
            line.writeStringField("event", event);
            fields.writeTo(line);
            line.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pending.write('\n');
        if (pending.size() >= FLUSH_BYTES) {
            flush();
        }
    }

    /** Writes what is gathered. A full disk is reported and does not stop the simulator. */
    public synchronized void flush() {
        try {
            pending.writeTo(file);
            file.flush();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "journal lost lines: {0}", e.getMessage());
        }
        pending.reset();
    }

    private void flushForever() {
        try {
            while (true) {
                Thread.sleep(FLUSH_MILLIS);
                flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            flush();
            file.close();
        }
        flusher.interrupt();
    }
}
