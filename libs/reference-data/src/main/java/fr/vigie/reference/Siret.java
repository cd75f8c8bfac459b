package fr.vigie.reference;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number of an establishment in the SIRENE register: 14 digits, of which the first nine (SIREN) name the company.
 * Both satisfy Luhn's check; establishments of La Poste may instead have a digit sum divisible by five (INSEE).
 *
 * @param value 14 digits
 */
public record Siret(String value) {

    /** The stable code of a refusal. */
    public static final String REFUSAL_CODE = "SIRET_INVALID";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{14}");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u202F]+");
    private static final String LA_POSTE = "356000000";

    /**
     * @throws IllegalArgumentException for anything but a valid number without spaces
     */
    public Siret {
        if (!isValid(value)) {
            throw new IllegalArgumentException(REFUSAL_CODE + ": a SIRET has 14 digits that satisfy its check");
        }
    }

    /** Reads a number as people write it, in groups; empty when it is not valid. */
    public static Optional<Siret> parse(String input) {
        String digits = input == null ? "" : SPACES.matcher(input).replaceAll("");
        return isValid(digits) ? Optional.of(new Siret(digits)) : Optional.empty();
    }

    /** The company's number, nine digits. */
    public String siren() {
        return value.substring(0, 9);
    }

    private static boolean isValid(String digits) {
        if (digits == null || !DIGITS.matcher(digits).matches() || !luhn(digits.substring(0, 9))) {
            return false;
        }
        return luhn(digits) || (digits.startsWith(LA_POSTE) && digitSum(digits) % 5 == 0);
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }

    private static int digitSum(String digits) {
        return digits.chars().map(c -> c - '0').sum();
    }
}
