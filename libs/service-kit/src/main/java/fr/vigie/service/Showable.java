package fr.vigie.service;

/**
 * Which characters a text may have that a person is to read: those that can be seen. Control characters, invisible ones
 * (zero width, soft hyphen, tags), those that turn the direction of writing, unpaired surrogates, private ones and
 * non-characters are not: nobody who checks the text sees them, each makes an SMS shorter, and none can be spoken.
 */
public final class Showable {
    /** The sentence for whoever sent one of the others. */
    public static final String RULE = "no control or invisible characters";

    private Showable() {}

    /**
     * The index of the first character that cannot be shown, in UTF-16 units from 0; -1 where there is none.
     *
     * @param lineFeeds whether lines may be broken, by U+000A alone
     */
    public static int firstFault(String text, boolean lineFeeds) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (!(lineFeeds && codePoint == '\n') && !isShowable(codePoint)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isShowable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isBlankSign(codePoint) && !isNonCharacter(codePoint);
        };
    }

    /** Letters, marks and symbols by their category, that show nothing; only the emoji selectors U+FE0E/F are common. */
    private static boolean isBlankSign(int codePoint) {
        return codePoint == 0x034F
                || codePoint == 0x115F
                || codePoint == 0x1160
                || codePoint == 0x17B4
                || codePoint == 0x17B5
                || codePoint >= 0x180B && codePoint <= 0x180F
                || codePoint == 0x2065
                || codePoint == 0x2800
                || codePoint == 0x3164
                || codePoint >= 0xFE00 && codePoint <= 0xFE0D
                || codePoint == 0xFFA0
                || codePoint >= 0xFFF0 && codePoint <= 0xFFF8
                || codePoint >= 0xE0000 && codePoint <= 0xE0FFF;
    }

    private static boolean isNonCharacter(int codePoint) {
        return codePoint >= 0xFDD0 && codePoint <= 0xFDEF || (codePoint & 0xFFFE) == 0xFFFE;
    }
}
