package fr.vigie.phone;

import java.util.Objects;

/** What {@link PhoneNumbers#parse} made of an input. Neither outcome prints the number. */
public sealed interface ParsedNumber {

    /** A number that merchants may enrol. */
    record Valid(PhoneNumber number, Line line) implements ParsedNumber {
        public Valid {
            Objects.requireNonNull(number, "number");
            Objects.requireNonNull(line, "line");
        }
    }

    /** A number that is not taken, and why. */
    record Refused(Reason reason) implements ParsedNumber {
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Bounded reasons. Code and sentences are stable enough for API responses and import reports; none holds digits. */
    enum Reason {
        EMPTY("NUMBER_EMPTY", "Le numéro manque.", "The number is missing."),
        NOT_A_NUMBER("NUMBER_NOT_A_NUMBER", "Ce n'est pas un numéro de téléphone.", "This is not a telephone number."),
        INVALID(
                "NUMBER_INVALID",
                "Ce numéro n'est pas attribué ou n'a pas la bonne longueur.",
                "This number is not assigned or has the wrong length."),
        FOREIGN(
                "NUMBER_FOREIGN",
                "Seuls les numéros français, métropole et outre-mer, sont acceptés.",
                "Only French numbers, metropolitan and overseas, are accepted."),
        EMERGENCY(
                "NUMBER_EMERGENCY",
                "Un numéro d'urgence ne peut pas être inscrit.",
                "An emergency number cannot be enrolled."),
        SHORT_CODE(
                "NUMBER_SHORT_CODE", "Un numéro court ne peut pas être inscrit.", "A short code cannot be enrolled."),
        PREMIUM(
                "NUMBER_PREMIUM",
                "Un numéro surtaxé ou à coût partagé ne peut pas être inscrit.",
                "A premium-rate or shared-cost number cannot be enrolled."),
        SERVICE(
                "NUMBER_SERVICE",
                "Un numéro de service n'est pas la ligne d'un commerce.",
                "A service number is no merchant's line."),
        MACHINE(
                "NUMBER_MACHINE",
                "Ce numéro est réservé aux communications entre machines.",
                "This number is reserved for machine-to-machine communication."),
        EXTENSION(
                "NUMBER_EXTENSION",
                "Un numéro de poste ne peut pas être composé : donnez la ligne directe.",
                "An extension cannot be dialled: give the direct line."),
        FICTION(
                "NUMBER_FICTION",
                "Ce numéro est réservé aux œuvres de fiction.",
                "This number is set aside for works of fiction.");

        private final String code;
        private final String french;
        private final String english;

        Reason(String code, String french, String english) {
            this.code = code;
            this.french = french;
            this.english = english;
        }

        /** The stable code. */
        public String code() {
            return code;
        }

        /** One sentence for officers and merchants. */
        public String french() {
            return french;
        }

        /** One sentence for integrators. */
        public String english() {
            return english;
        }
    }
}
