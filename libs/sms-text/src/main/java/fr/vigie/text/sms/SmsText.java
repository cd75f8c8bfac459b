package fr.vigie.text.sms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text as it will be sent: in one alphabet throughout, cut into parts.
 *
 * @param encoding the alphabet; one character outside the GSM alphabet makes the whole text UCS-2
 * @param units length in septets or UTF-16 code units, without headers
 * @param parts the pieces, in order; joined they are the text. A two-septet character or a surrogate pair is never cut.
 *     An empty text has one empty part.
 * @param offenders the characters that keep the text out of the GSM alphabet, each once, in order of appearance
 */
public record SmsText(SmsEncoding encoding, int units, List<String> parts, List<Offender> offenders) {

    public SmsText {
        parts = List.copyOf(parts);
        offenders = List.copyOf(offenders);
    }

    /**
     * A character that is not in the GSM alphabet.
     *
     * @param character the character, a surrogate pair where it needs one
     * @param indexes where it stands, in UTF-16 units from 0, rising; at least one
     */
    public record Offender(String character, List<Integer> indexes) {
        public Offender {
            indexes = List.copyOf(indexes);
        }

        /** Where it first stands. */
        public int index() {
            return indexes.get(0);
        }

        /** Its Unicode code point, as {@code U+2026}. */
        public String codePoint() {
            return "U+%04X".formatted(character.codePointAt(0));
        }
    }

    /** Measures and cuts a text whose parts are joined in the usual way, by a reference of 8 bits. */
    public static SmsText of(String text) {
        return of(text, Concatenation.UDH8);
    }

    /** Measures and cuts a text. */
    public static SmsText of(String text, Concatenation concatenation) {
        List<Offender> offenders = offenders(text);
        SmsEncoding encoding = offenders.isEmpty() ? SmsEncoding.GSM7 : SmsEncoding.UCS2;
        int units = unitsOf(text, encoding);
        List<String> parts = units <= encoding.unitsInOnePart()
                ? List.of(text)
                : cut(text, encoding, concatenation.unitsInEachPart(encoding));
        return new SmsText(encoding, units, parts, offenders);
    }

    /** Length of each part, in the units of the encoding. */
    public List<Integer> unitsOfParts() {
        return parts.stream().map(part -> unitsOf(part, encoding)).toList();
    }

    private static int unitsOf(String text, SmsEncoding encoding) {
        return encoding == SmsEncoding.GSM7
                ? text.chars().map(unit -> GsmAlphabet.septetsOf((char) unit)).sum()
                : text.length();
    }

    private static List<Offender> offenders(String text) {
        Map<Integer, List<Integer>> found = new LinkedHashMap<>();
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int length = Character.charCount(codePoint);
            if (length > 1 || GsmAlphabet.septetsOf((char) codePoint) == 0) {
                found.computeIfAbsent(codePoint, first -> new ArrayList<>()).add(i);
            }
            i += length;
        }
        return found.entrySet().stream()
                .map(each -> new Offender(Character.toString(each.getKey()), each.getValue()))
                .toList();
    }

    private static List<String> cut(String text, SmsEncoding encoding, int limit) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int used = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int units = unitsAt(text, i, encoding);
            if (used + units > limit) {
                parts.add(text.substring(start, i));
                start = i;
                used = 0;
            }
            used += units;
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int unitsAt(String text, int index, SmsEncoding encoding) {
        return encoding == SmsEncoding.GSM7
                ? GsmAlphabet.septetsOf(text.charAt(index))
                : Character.charCount(text.codePointAt(index));
    }
}
