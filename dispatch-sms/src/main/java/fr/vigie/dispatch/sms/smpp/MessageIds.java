package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.sms.SmsSettings.IdForm;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One spelling for the message ids of an SMSC: lower case, without leading zeros, and decimal where the SMSC answers in
 * one base and reports in the other. Remembers how the SMSC spells them, to be able to ask it.
 */
final class MessageIds {
    private static final int HEX = 16;
    /** Section 5.2.23: 65 octets with the one that ends it. */
    private static final int LONGEST = 64;

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{1,64}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,64}");

    private final IdForm form;
    /** Length of the ids that were seen with leading zeros; 0 for none. */
    private volatile int paddedTo;
    /** Whether an id with a letter in upper case was seen. */
    private volatile boolean upperCase;

    MessageIds(IdForm form) {
        this.form = form;
    }

    /** The id of a submit response; empty where it has none, or one that is no id. */
    String fromResponse(String id) {
        String plain = id.strip();
        if (!usable(plain)) {
            return "";
        }
        if (plain.length() > 1 && plain.charAt(0) == '0' && paddedTo != plain.length()) {
            paddedTo = plain.length();
        }
        if (!upperCase && plain.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
            upperCase = true;
        }
        return form == IdForm.HEX_THEN_DECIMAL ? decimal(plain) : canonical(plain);
    }

    /** The id of a receipt; empty where it is no id. */
    String fromReceipt(String id) {
        String plain = id.strip();
        if (!usable(plain)) {
            return "";
        }
        return form == IdForm.DECIMAL_THEN_HEX ? decimal(plain) : canonical(plain);
    }

    /** How the SMSC may have written the id in its response, the likeliest first. */
    List<String> spellings(String canonical) {
        String id =
                form == IdForm.HEX_THEN_DECIMAL && DECIMAL.matcher(canonical).matches()
                        ? new BigInteger(canonical).toString(HEX)
                        : canonical;
        String cased = upperCase ? id.toUpperCase(Locale.ROOT) : id;
        List<String> spellings = new ArrayList<>(2);
        int zeros = paddedTo - id.length();
        if (zeros > 0) {
            spellings.add("0".repeat(zeros) + cased);
        }
        spellings.add(cased);
        return spellings;
    }

    /** White space joins the ids of parts ({@link PartReceipts}), and none may be longer than an index takes. */
    private static boolean usable(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST
                && id.chars()
                        .noneMatch(c ->
                                Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c));
    }

    private static String decimal(String id) {
        return HEXADECIMAL.matcher(id).matches() ? new BigInteger(id, HEX).toString() : canonical(id);
    }

    private static String canonical(String id) {
        int begin = 0;
        while (begin < id.length() - 1 && id.charAt(begin) == '0') {
            begin++;
        }
        return id.substring(begin).toLowerCase(Locale.ROOT);
    }
}
