package fr.vigie.ingest.access;

import fr.vigie.service.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list that is ordered by time, newest first, and then by id. Opaque to clients.
 *
 * @param at time of the last row seen, to the microsecond
 * @param id id of the last row seen
 */
public record Cursor(Instant at, UUID id) {
    /** Before everything. */
    public static final Cursor START =
            new Cursor(Instant.parse("9999-01-01T00:00:00Z"), UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"));

    /**
     * Reads a query parameter; null is the start.
     *
     * @throws ProblemException INVALID_FIELD for text that no answer of ours contained
     */
    public static Cursor parse(String text) {
        if (text == null) {
            return START;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            int colon = plain.indexOf(':');
            long micros = Long.parseLong(plain.substring(0, colon));
            return new Cursor(
                    Instant.EPOCH.plus(micros, ChronoUnit.MICROS), UUID.fromString(plain.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw ProblemException.invalid("cursor", "cursor of an earlier answer", "is not a cursor of this list");
        }
    }

    /** The form for clients. */
    public String text() {
        String plain = ChronoUnit.MICROS.between(Instant.EPOCH, at) + ":" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** The time, for SQL. */
    public OffsetDateTime time() {
        return at.atOffset(ZoneOffset.UTC);
    }
}
