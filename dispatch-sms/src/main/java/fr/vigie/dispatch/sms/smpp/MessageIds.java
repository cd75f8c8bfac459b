package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.sms.SmsSettings.IdForm;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/**
 * One spelling for the message ids of an SMSC: lower case, without leading zeros, and decimal where the SMSC answers in
 * hexadecimal and reports in decimal. Remembers how the SMSC spells them, to be able to ask it.
 */
final class MessageIds {
    private static final int HEX = 16;

    private final IdForm form;
    /** Length of the ids that were seen with leading zeros; 0 for none. */
    private volatile int paddedTo;

    MessageIds(IdForm form) {
        this.form = form;
    }

    /** The id of a submit response. */
    String fromResponse(String id) {
        String plain = id.strip();
        if (plain.length() > 1 && plain.charAt(0) == '0') {
            paddedTo = plain.length();
        }
        if (form == IdForm.HEX_THEN_DECIMAL && plain.matches("[0-9A-Fa-f]+")) {
            return new BigInteger(plain, HEX).toString();
        }
        return canonical(plain);
    }

    /** The id of a receipt. */
    String fromReceipt(String id) {
        return canonical(id.strip());
    }

    /** How the SMSC may have written the id in its response, the likeliest first. */
    List<String> spellings(String canonical) {
        String id = form == IdForm.HEX_THEN_DECIMAL && canonical.matches("[0-9]+")
                ? new BigInteger(canonical).toString(HEX)
                : canonical;
        int zeros = paddedTo - id.length();
        return zeros > 0 ? List.of("0".repeat(zeros) + id, id) : List.of(id);
    }

    private static String canonical(String id) {
        int begin = 0;
        while (begin < id.length() - 1 && id.charAt(begin) == '0') {
            begin++;
        }
        return id.substring(begin).toLowerCase(Locale.ROOT);
    }
}
