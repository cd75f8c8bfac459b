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

    /** Reads what {@link #of} writes, and any other RFC 3339 text by way of {@link Instant#parse}. */
    static Instant parse(String text) {
        int length = text.length();
        boolean plain = length >= 20
                && length <= LONGEST
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(length - 1) == 'Z'
                && (length == 20 || text.charAt(19) == '.' && length > 21);
        if (!plain) {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int nano = length == 20 ? 0 : number(text, 20, length - 1);
        // What is no day or no time of day is refused, and a leap second taken, as the platform does.
        if ((year | month | day | hour | minute | second | nano) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth()
                || hour > 23
                || minute > 59
                || second > 59) {
            return Instant.parse(text);
        }
        for (int digits = length - 21; length > 20 && digits < 9; digits++) {
            nano *= 10;
        }
        long seconds =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, nano);
    }

    /** The digits from one place up to another; -1 where one is none. */
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
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
