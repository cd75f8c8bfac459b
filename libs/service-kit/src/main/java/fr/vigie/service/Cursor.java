package fr.vigie.service;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where a page ended: the sort key of its last item, as an opaque text. It is not signed: it may hold nothing that the
 * caller must not know or change, and the query that uses it checks the caller's rights all the same.
 */
public final class Cursor {
    private static final int MAX_LENGTH = 512;
    private static final String BETWEEN = "\u001f";

    private Cursor() {}

    /** The text for these parts, e.g. a time and an id. */
    public static String of(String... parts) {
        String text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(BETWEEN, parts).getBytes(StandardCharsets.UTF_8));
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("Too long for a cursor");
        }
        return text;
    }

    /**
     * The parts again.
     *
     * @throws ProblemException INVALID_FIELD for {@code cursor} if it is none, or not of so many parts
     */
    public static List<String> parts(String cursor, int count) {
        if (cursor.length() <= MAX_LENGTH) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                List<String> parts = List.of(text.split(BETWEEN, -1));
                if (parts.size() == count) {
                    return parts;
                }
            } catch (IllegalArgumentException notBase64) {
                throw invalid();
            }
        }
        throw invalid();
    }

    /** For a part that cannot be read (a time, an id). */
    public static ProblemException invalid() {
        return ProblemException.invalid("cursor", "cursor of an earlier page", "is not a cursor of an earlier page");
    }
}
