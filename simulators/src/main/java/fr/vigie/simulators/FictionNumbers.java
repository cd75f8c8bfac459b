package fr.vigie.simulators;

import java.util.regex.Pattern;

/**
 * The only numbers a simulator serves: those set aside for fiction in France (01 99 00, 02 61 91, 03 53 01, 04 65 71,
 * 05 36 49 and 06 39 98, four digits each) and, for benchmarks, the unassigned country code +999 with nine digits.
 * A simulator that would take any number could hide that a real one was about to be called.
 */
public final class FictionNumbers {

    private static final Pattern FICTION =
            Pattern.compile("\\+33(?:19900|26191|35301|46571|53649|63998)\\d{4}|\\+999\\d{9}");

    private FictionNumbers() {}

    /** Whether the number, in E.164 with its plus sign, is a fiction number. */
    public static boolean contains(String e164) {
        return FICTION.matcher(e164).matches();
    }

    /**
     * The E.164 form of what a carrier was asked to reach: with or without plus sign, with 00, or national with one
     * leading zero (France). Anything else comes back with a plus sign in front, and {@link #contains} refuses it.
     */
    public static String e164(String address) {
        String digits = address.startsWith("+") ? address.substring(1) : address;
        if (digits.startsWith("00")) {
            digits = digits.substring(2);
        } else if (digits.length() == 10 && digits.charAt(0) == '0') {
            digits = "33" + digits.substring(1);
        }
        return "+" + digits;
    }

    /** The number where it is fiction, else only how long it is: a refused number may be a real one. */
    public static String shown(String e164) {
        if (contains(e164)) {
            return e164;
        }
        long digits = e164.chars().filter(Character::isDigit).count();
        return "not fiction (" + digits + " digits)";
    }
}
