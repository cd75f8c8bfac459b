package fr.vigie.phone;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The numbers that nobody is assigned: the ranges that the French regulator sets aside for works of fiction, and, for
 * those who need more than 10,000 mobiles, the unassigned country code +999 with nine digits.
 */
public final class FictionNumbers {

    private static final Pattern FICTION =
            Pattern.compile("\\+(?:33(?:19900|26191|35301|46571|53649|63998)[0-9]{4}|999[0-9]{9})");
    private static final String MOBILE_RANGE = "+3363998";
    private static final List<String> FIXED_RANGES =
            List.of("+3319900", "+3326191", "+3335301", "+3346571", "+3353649");
    private static final String BENCHMARK_RANGE = "+999";
    private static final int RANGE_SIZE = 10_000;

    private FictionNumbers() {}

    /** Whether a number in E.164 form is fiction; false for anything else, null and malformed text included. */
    public static boolean isFiction(String e164) {
        return e164 != null && FICTION.matcher(e164).matches();
    }

    /** The line a fiction number stands for: 06 39 98 and +999 are mobiles. */
    static Line line(String fiction) {
        return fiction.startsWith(MOBILE_RANGE) || fiction.startsWith(BENCHMARK_RANGE) ? Line.MOBILE : Line.FIXED;
    }

    /** The n-th fiction mobile of France, n from 0 to 9,999; its last four digits are n. */
    public static PhoneNumber mobile(int n) {
        check(n, RANGE_SIZE);
        return new PhoneNumber(MOBILE_RANGE + padded(n, 4));
    }

    /** The n-th fiction fixed line, n from 0 to 49,999; its last four digits are n modulo 10,000. */
    public static PhoneNumber fixed(int n) {
        check(n, FIXED_RANGES.size() * RANGE_SIZE);
        return new PhoneNumber(FIXED_RANGES.get(n / RANGE_SIZE) + padded(n % RANGE_SIZE, 4));
    }

    /** The n-th mobile of +999, n from 0 to 999,999,999; its last nine digits are n. */
    public static PhoneNumber benchmark(int n) {
        check(n, 1_000_000_000);
        return new PhoneNumber(BENCHMARK_RANGE + padded(n, 9));
    }

    private static void check(int n, int size) {
        if (n < 0 || n >= size) {
            throw new IllegalArgumentException("there are " + size + " such fiction numbers; asked for index " + n);
        }
    }

    private static String padded(int n, int width) {
        String digits = Integer.toString(n);
        return "0".repeat(width - digits.length()) + digits;
    }
}
