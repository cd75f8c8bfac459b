package fr.vigie.service;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list that is ordered by time and then by id: where a page ended. Its text is opaque to clients and not
 * signed: the query that uses it checks the caller's rights all the same.
 *
 * @param at time of the last item seen; its text keeps microseconds
 * @param id of the last item seen
 */
public record Place(Instant at, UUID id) {
    /** After every other. */
    public static final Place LATEST =
            new Place(Instant.parse("9999-01-01T00:00:00Z"), UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"));

    /** A database knows no times that are far off. */
    private static final Instant EARLIEST = Instant.EPOCH;

    /**
     * Reads a query parameter.
     *
     * @throws ProblemException INVALID_FIELD for {@code cursor} where no answer of ours contained it
     */
    public static Place parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            int colon = plain.indexOf(':');
            Instant at = Instant.EPOCH.plus(Long.parseLong(plain.substring(0, colon)), ChronoUnit.MICROS);
            if (!at.isBefore(EARLIEST) && !at.isAfter(LATEST.at())) {
                return new Place(at, UUID.fromString(plain.substring(colon + 1)));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.invalid("cursor", "cursor of an earlier page", "is not a cursor of an earlier page");
    }

    /** The form for clients. */
    public String text() {
        long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
        String plain = micros + ":" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
