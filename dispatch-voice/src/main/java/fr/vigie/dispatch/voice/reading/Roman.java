package fr.vigie.dispatch.voice.reading;

/** Roman numerals up to 39, as French streets and centuries have them. */
final class Roman {
    private static final String[] ONES = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};

    private Roman() {}

    /** The number, or -1 where it is none: VIX is a village. */
    static int parse(String text) {
        for (int number = 1; number < 40; number++) {
            if (text.equals("X".repeat(number / 10) + ONES[number % 10])) {
                return number;
            }
        }
        return -1;
    }
}
