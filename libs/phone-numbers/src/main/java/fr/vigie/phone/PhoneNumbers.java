package fr.vigie.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import fr.vigie.phone.ParsedNumber.Reason;
import fr.vigie.phone.ParsedNumber.Refused;
import fr.vigie.phone.ParsedNumber.Valid;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what people type as a telephone number. National forms are read as dialled within France, overseas
 * départements included ({@code 0690…} is Guadeloupe). Thread-safe; never throws, logs or prints the input.
 */
public final class PhoneNumbers {

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    private static final int FRANCE = 33;
    private static final Set<Integer> FRENCH_COUNTRY_CODES = Set.of(FRANCE, 262, 590, 594, 596, 508, 687, 689, 681);

    /**
     * Parts of the French numbering plan that are overseas (ARCEP decision 2018-0881): dialled 0262… at home, +262 262…
     * from abroad. libphonenumber reads them as +33, some even as valid.
     */
    private static final Map<String, Integer> OVERSEAS = Map.ofEntries(
            Map.entry("262", 262),
            Map.entry("263", 262),
            Map.entry("269", 262),
            Map.entry("639", 262),
            Map.entry("692", 262),
            Map.entry("693", 262),
            Map.entry("590", 590),
            Map.entry("690", 590),
            Map.entry("691", 590),
            Map.entry("594", 594),
            Map.entry("694", 594),
            Map.entry("596", 596),
            Map.entry("696", 596),
            Map.entry("697", 596));

    /** Saint-Pierre-et-Miquelon keeps six digits: dialled 0508 xx xx xx at home, +508 xx xx xx from abroad. */
    private static final String SAINT_PIERRE = "508";

    private static final Set<String> EMERGENCY =
            Set.of("15", "17", "18", "110", "112", "114", "115", "116000", "116117", "119", "191", "196", "197", "911");

    private static final int LONGEST_INPUT = 40;
    private static final int LONGEST_SHORT_CODE = 6;

    // What spreadsheets and mail programs paste around a number: direction marks, a byte order mark, Excel's quote.
    private static final Pattern INVISIBLE = Pattern.compile("[\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]");
    private static final Pattern WRITTEN_NUMBER =
            Pattern.compile("'?[+(]?[0-9 .,\\-/()\\u00A0\\u2009\\u202F\\u2010-\\u2015]+");
    private static final Pattern EXTENSION = Pattern.compile(
            "(.*[0-9].*?)(?:poste|ext\\.?|extension|x|#|;ext=)\\s*[0-9]+\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_DIGITS = Pattern.compile("[^0-9]");
    private static final Pattern BENCHMARK = Pattern.compile("(?:\\+|00)999([0-9]{9})");

    private PhoneNumbers() {}

    /**
     * Reads one number.
     *
     * @param input as typed; may be null
     * @param fictionAllowed whether numbers set aside for fiction pass (tests and demonstrations); other numbers are
     *     judged alike either way
     * @return the number in E.164 form with its kind of line, or the reason of the refusal
     */
    public static ParsedNumber parse(String input, boolean fictionAllowed) {
        String text =
                input == null ? "" : INVISIBLE.matcher(input).replaceAll("").strip();
        if (text.isEmpty()) {
            return new Refused(Reason.EMPTY);
        }
        if (text.length() > LONGEST_INPUT) {
            return new Refused(Reason.NOT_A_NUMBER);
        }
        if (EXTENSION.matcher(text).matches()) {
            return new Refused(Reason.EXTENSION);
        }
        if (!WRITTEN_NUMBER.matcher(text).matches()) {
            return new Refused(Reason.NOT_A_NUMBER);
        }
        String digits = NOT_DIGITS.matcher(text).replaceAll("");
        String dialled = text.contains("+") ? "+" + digits : digits;
        if (digits.isEmpty()) {
            return new Refused(Reason.NOT_A_NUMBER);
        }
        var benchmark = BENCHMARK.matcher(dialled);
        if (benchmark.matches()) {
            return fiction("+999" + benchmark.group(1), fictionAllowed);
        }
        if (dialled.length() <= LONGEST_SHORT_CODE && !dialled.startsWith("+")) {
            return shortCode(dialled);
        }
        try {
            return judge(NUMBERS.parse(dialled, "FR"), fictionAllowed);
        } catch (NumberParseException e) {
            return new Refused(
                    e.getErrorType() == NumberParseException.ErrorType.INVALID_COUNTRY_CODE
                            ? Reason.FOREIGN
                            : Reason.INVALID);
        }
    }

    private static ParsedNumber shortCode(String digits) {
        if (EMERGENCY.contains(digits)) {
            return new Refused(Reason.EMERGENCY);
        }
        return new Refused(digits.startsWith("0") ? Reason.INVALID : Reason.SHORT_CODE);
    }

    private static ParsedNumber judge(Phonenumber.PhoneNumber parsed, boolean fictionAllowed) {
        if (!FRENCH_COUNTRY_CODES.contains(parsed.getCountryCode())) {
            return new Refused(Reason.FOREIGN);
        }
        String asTyped = NUMBERS.format(parsed, PhoneNumberFormat.E164);
        if (FictionNumbers.isFiction(asTyped)) {
            return fiction(asTyped, fictionAllowed);
        }
        Phonenumber.PhoneNumber number = overseas(parsed);
        String national = NUMBERS.getNationalSignificantNumber(number);
        if (number.getCountryCode() == FRANCE && national.length() <= LONGEST_SHORT_CODE) {
            return shortCode(national);
        }
        // 0700 is the root of the 14-digit machine numbers, in metropolitan France and overseas alike.
        if (national.startsWith("700")) {
            return new Refused(Reason.MACHINE);
        }
        return switch (NUMBERS.getNumberType(number)) {
            case MOBILE -> valid(number, Line.MOBILE);
            // Where a plan does not tell (Wallis-et-Futuna) the call is what surely arrives.
            case FIXED_LINE, FIXED_LINE_OR_MOBILE, VOIP, PERSONAL_NUMBER -> valid(number, Line.FIXED);
            case PREMIUM_RATE, SHARED_COST -> new Refused(Reason.PREMIUM);
            case TOLL_FREE, UAN, VOICEMAIL, PAGER -> new Refused(Reason.SERVICE);
            default -> new Refused(Reason.INVALID);
        };
    }

    private static Phonenumber.PhoneNumber overseas(Phonenumber.PhoneNumber parsed) {
        String national = NUMBERS.getNationalSignificantNumber(parsed);
        if (parsed.getCountryCode() != FRANCE || national.length() != 9) {
            return parsed;
        }
        String root = national.substring(0, 3);
        if (root.equals(SAINT_PIERRE)) {
            return number(508, national.substring(3));
        }
        Integer countryCode = OVERSEAS.get(root);
        return countryCode == null ? parsed : number(countryCode, national);
    }

    private static Phonenumber.PhoneNumber number(int countryCode, String national) {
        return new Phonenumber.PhoneNumber().setCountryCode(countryCode).setNationalNumber(Long.parseLong(national));
    }

    private static ParsedNumber fiction(String e164, boolean allowed) {
        return allowed ? new Valid(new PhoneNumber(e164), FictionNumbers.line(e164)) : new Refused(Reason.FICTION);
    }

    private static ParsedNumber valid(Phonenumber.PhoneNumber number, Line line) {
        return new Valid(new PhoneNumber(NUMBERS.format(number, PhoneNumberFormat.E164)), line);
    }
}
