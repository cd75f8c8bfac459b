package fr.vigie.dispatch.voice.dialogue;

import fr.vigie.events.AlertStatus;

/** The fixed French sentences around an alert's words. */
final class Phrases {
    static final String MENU = "Pour confirmer, tapez 1. Pour réécouter, tapez 2. Pour ne plus être appelé, tapez 9.";
    static final String OPT_OUT = "Pour confirmer que vous ne voulez plus être appelé, tapez de nouveau 9.";
    static final String GOODBYE = "Merci. Au revoir.";

    private static final String DRILL = "Exercice. ";

    private Phrases() {}

    static String message(String authority, AlertStatus status, String words) {
        return "Bonjour. " + drill(status) + "Message d'alerte aux commerçants, " + sentence(authority) + " "
                + sentence(words);
    }

    static String repetition(AlertStatus status, String words) {
        return "Je répète. " + drill(status) + sentence(words);
    }

    /** For a machine: that there is an alert and where to ask, never what it says. */
    static String neutral(String authority, AlertStatus status) {
        return "Bonjour. " + drill(status) + "Une alerte aux commerçants a été émise par " + sentence(authority)
                + " Pour en prendre connaissance, adressez-vous à votre référent sûreté.";
    }

    private static String drill(AlertStatus status) {
        return status == AlertStatus.EXERCISE ? DRILL : "";
    }

    private static String sentence(String words) {
        String text = words.strip();
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }
}
