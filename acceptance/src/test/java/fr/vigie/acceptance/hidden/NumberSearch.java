package fr.vigie.acceptance.hidden;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Finds known numbers in bytes, however they are written: E.164 with and without the plus, with 00, national, and each
 * of these with any grouping by spaces, dots, dashes, slashes or brackets. Works on bytes, so that text in any file or
 * column is searched alike. Not thread-safe.
 */
public final class NumberSearch {
    private static final int LONGEST = 15;
    private static final int SHORTEST = 10;
    private static final int MOST_SEPARATORS = 3;
    private static final int FOUND_AT_MOST = 20;

    private final long[] forms;
    private final Set<String> found = new LinkedHashSet<>();

    /**
     * @param numbers E.164
     */
    public NumberSearch(Collection<String> numbers) {
        forms = numbers.stream().flatMapToLong(NumberSearch::formsOf).sorted().toArray();
    }

    private static LongStream formsOf(String e164) {
        String digits = e164.substring(1);
        if (!digits.startsWith("33")) {
            return LongStream.of(key(digits), key("00" + digits));
        }
        String significant = digits.substring(2);
        return LongStream.of(
                key(digits),
                key("00" + digits),
                key("0" + significant),
                key("330" + significant),
                key("00330" + significant));
    }

    /** Digits and how many they are: leading zeros count. */
    private static long key(String digits) {
        return Long.parseLong(digits) * 16 + digits.length();
    }

    /** Searches one text, column, record or piece of a file. */
    public void in(String place, byte[] bytes) {
        in(place, bytes, bytes.length);
    }

    void in(String place, byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (isDigit(bytes[i]) && (i == 0 || !isDigit(bytes[i - 1])) && beginsHere(bytes, i, length)) {
                if (found.size() < FOUND_AT_MOST) {
                    found.add(place);
                }
            }
        }
    }

    /** Whether the digits from here on, up to the end of some group of them, are a number's. */
    private boolean beginsHere(byte[] bytes, int start, int length) {
        long value = 0;
        int digits = 0;
        int i = start;
        while (i < length) {
            while (i < length && isDigit(bytes[i])) {
                if (++digits > LONGEST) {
                    return false;
                }
                value = value * 10 + (bytes[i] - '0');
                i++;
            }
            if (digits >= SHORTEST && Arrays.binarySearch(forms, value * 16 + digits) >= 0) {
                return true;
            }
            int separators = 0;
            while (i < length && separators < MOST_SEPARATORS && isSeparator(bytes[i])) {
                separators++;
                i++;
            }
            if (separators == 0 || i == length || !isDigit(bytes[i])) {
                return false;
            }
        }
        return false;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    /** Spaces, the bytes of the no-break spaces in UTF-8, and what people write between digits. */
    private static boolean isSeparator(byte value) {
        return switch (value) {
            case ' ', '.', '-', '/', '(', ')', '_', (byte) 0xC2, (byte) 0xA0, (byte) 0xE2, (byte) 0x80, (byte) 0xAF ->
                true;
            default -> false;
        };
    }

    /** The places where a number stood, without the number. */
    public Set<String> found() {
        return Set.copyOf(found);
    }
}
