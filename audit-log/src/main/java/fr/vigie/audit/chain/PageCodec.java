package fr.vigie.audit.chain;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Records as deflated JSON lines. The body is kept as a string, byte for byte, since its hash depends on it. */
public final class PageCodec {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SerializedString END_OF_LINE = new SerializedString("\n");

    private PageCodec() {}

    /** Writes consecutive records. */
    public static byte[] write(List<AuditRecord> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(entries.size() * 128 + 64);
        // Events of one alert repeat each other: the fastest level already divides them by about eight.
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater, 8192);
                JsonGenerator lines = MAPPER.getFactory().createGenerator(out, JsonEncoding.UTF8)) {
            lines.setRootValueSeparator(END_OF_LINE);
            for (AuditRecord entry : entries) {
                write(lines, entry);
            }
            lines.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a page.
     *
     * @throws UnreadablePageException where the bytes are no page
     */
    public static List<AuditRecord> read(byte[] page) throws UnreadablePageException {
        List<AuditRecord> entries = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new InflaterInputStream(new ByteArrayInputStream(page)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                entries.add(entry(MAPPER.readTree(line)));
            }
        } catch (IOException | RuntimeException e) {
            throw new UnreadablePageException(e);
        }
        return entries;
    }

    private static void write(JsonGenerator line, AuditRecord entry) throws IOException {
        line.writeStartObject();
        line.writeNumberField("o", entry.offset());
        line.writeStringField("k", entry.key());
        line.writeStringField("i", entry.eventId());
        line.writeStringField("y", entry.type());
        line.writeStringField("s", entry.source());
        line.writeStringField("t", entry.time());
        line.writeNumberField("l", entry.loggedAt());
        line.writeStringField(
                "a", entry.alertId() == null ? null : entry.alertId().toString());
        line.writeStringField("d", entry.digest());
        line.writeStringField("b", entry.body());
        line.writeStringField("h", entry.hash());
        line.writeEndObject();
    }

    private static AuditRecord entry(JsonNode line) {
        String alert = text(line, "a");
        return new AuditRecord(
                line.required("o").longValue(),
                text(line, "k"),
                text(line, "i"),
                text(line, "y"),
                text(line, "s"),
                text(line, "t"),
                line.required("l").longValue(),
                alert == null ? null : UUID.fromString(alert),
                text(line, "d"),
                text(line, "b"),
                text(line, "h"));
    }

    private static String text(JsonNode line, String field) {
        return line.required(field).textValue();
    }

    /** A page that was damaged. */
    public static final class UnreadablePageException extends Exception {
        UnreadablePageException(Throwable cause) {
            super("a page of the audit log cannot be read", cause);
        }
    }
}
