package fr.vigie.text.sms;

/** The words of a drill: they say so first. */
public final class DrillText {
    /** Nine septets in the GSM alphabet. */
    public static final String MARK = "EXERCICE ";

    private DrillText() {}

    /** The text of a drill as it is sent; one that begins with the mark already stays as it is. */
    public static String of(String text) {
        return text.startsWith(MARK) ? text : MARK + text;
    }
}
