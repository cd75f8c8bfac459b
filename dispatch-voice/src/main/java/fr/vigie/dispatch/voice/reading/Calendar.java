package fr.vigie.dispatch.voice.reading;

import java.util.List;

/** Dates and times of day in words. */
final class Calendar {
    /** Months as they are written; their order is their number. */
    static final List<String> MONTHS = List.of(
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre");

    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Calendar() {}

    /** Whether a year may have this day. */
    static boolean isDate(int day, int month) {
        return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1];
    }

    /** « vingt et un novembre ». */
    static String date(int day, int month) {
        return (day == 1 ? "premier" : Numerals.cardinal(day)) + " " + MONTHS.get(month - 1);
    }

    /** Two digits stand for this century. */
    static String year(String digits) {
        int year = Integer.parseInt(digits);
        return Numerals.cardinal(digits.length() == 2 ? 2_000 + year : year);
    }

    /** Whether a clock shows it; 24 is midnight, and nothing after it. */
    static boolean isTime(int hour, int minute) {
        return hour >= 0 && minute >= 0 && minute < 60 && (hour < 24 || hour == 24 && minute == 0);
    }

    /** « dix-huit heures cinquante-cinq », « une heure », « vingt et une heures une ». */
    static String time(int hour, int minute) {
        return Numerals.feminine(hour)
                + (hour < 2 ? " heure" : " heures")
                + (minute == 0 ? "" : " " + Numerals.feminine(minute));
    }
}
