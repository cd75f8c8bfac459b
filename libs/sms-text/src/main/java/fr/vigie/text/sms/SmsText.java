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
     * @param index where it first stands, in UTF-16 units from 0
     */
    public record Offender(String character, int index) {}

    /** Measures and cuts a text. */
    public static SmsText of(String text) {
        List<Offender> offenders = offenders(text);
        SmsEncoding encoding = offenders.isEmpty() ? SmsEncoding.GSM7 : SmsEncoding.UCS2;
        int units = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            units += unitsAt(text, i, encoding);
        }
        List<String> parts = units <= encoding.unitsInOnePart()
                ? List.of(text)
                : cut(text, encoding, encoding.unitsInEachOfSeveral());
        return new SmsText(encoding, units, parts, offenders);
    }

    private static List<Offender> offenders(String text) {
        Map<Integer, Offender> found = new LinkedHashMap<>();
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int length = Character.charCount(codePoint);
            if (length > 1 || GsmAlphabet.septetsOf((char) codePoint) == 0) {
                found.putIfAbsent(codePoint, new Offender(Character.toString(codePoint), i));
            }
            i += length;
        }
        return List.copyOf(found.values());
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
