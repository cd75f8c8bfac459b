package fr.vigie.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/** RFC 3339 texts of times as {@link Instant#toString} has them, without the machinery of a formatter. */
final class TimeText {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int LONGEST = 30;

    private TimeText() {}

    static byte[] of(Instant time) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), SECONDS_PER_DAY));
        if (date.getYear() < 0 || date.getYear() > 9_999) {
            return time.toString().getBytes(StandardCharsets.US_ASCII);
        }
        byte[] text = new byte[LONGEST];
        int second = (int) Math.floorMod(time.getEpochSecond(), SECONDS_PER_DAY);
        digits(text, 0, date.getYear(), 4);
        text[4] = '-';
        digits(text, 5, date.getMonthValue(), 2);
        text[7] = '-';
        digits(text, 8, date.getDayOfMonth(), 2);
        text[10] = 'T';
        digits(text, 11, second / 3_600, 2);
        text[13] = ':';
        digits(text, 14, second / 60 % 60, 2);
        text[16] = ':';
        digits(text, 17, second % 60, 2);
        int end = fraction(text, time.getNano());
        text[end] = 'Z';
        return Arrays.copyOf(text, end + 1);
    }

    /** None, three, six or nine digits. */
    private static int fraction(byte[] text, int nanos) {
        if (nanos == 0) {
            return 19;
        }
        text[19] = '.';
        if (nanos % 1_000_000 == 0) {
            return digits(text, 20, nanos / 1_000_000, 3);
        }
        return nanos % 1_000 == 0 ? digits(text, 20, nanos / 1_000, 6) : digits(text, 20, nanos, 9);
    }

    private static int digits(byte[] text, int at, int value, int count) {
        int left = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return at + count;
    }
}
