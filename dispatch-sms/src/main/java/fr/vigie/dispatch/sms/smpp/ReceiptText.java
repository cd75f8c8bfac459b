package fr.vigie.dispatch.sms.smpp;

/**
 * The text of a receipt (SMPP 3.4 appendix B): {@code id:… stat:… err:…}, in any case, in any order, with any of its
 * fields missing and with blanks around the colons.
 */
final class ReceiptText {
    private static final String LAST = "text";

    private final String text;

    ReceiptText(String text) {
        this.text = text;
    }

    /** The value of a field, without blanks; null where it is missing. */
    String field(String name) {
        for (int colon = text.indexOf(':'); colon > 0; colon = text.indexOf(':', colon + 1)) {
            int end = colon;
            while (end > 0 && blank(end - 1)) {
                end--;
            }
            if (ends(end, name)) {
                return value(colon + 1);
            }
            if (ends(end, LAST)) {
                return null; // what follows is ours, and may say anything
            }
        }
        return null;
    }

    private boolean ends(int end, String name) {
        int begin = end - name.length();
        return begin >= 0
                && text.regionMatches(true, begin, name, 0, name.length())
                && (begin == 0 || blank(begin - 1));
    }

    private String value(int from) {
        int begin = from;
        while (begin < text.length() && blank(begin)) {
            begin++;
        }
        int end = begin;
        while (end < text.length() && !blank(end)) {
            end++;
        }
        // "id: stat:DELIVRD" has no id: what looks like its value is the next field.
        boolean empty =
                end == begin || begin > from && text.substring(begin, end).indexOf(':') > 0;
        return empty ? null : text.substring(begin, end);
    }

    private boolean blank(int at) {
        return text.charAt(at) <= ' ';
    }
}
