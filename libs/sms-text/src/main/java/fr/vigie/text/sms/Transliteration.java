package fr.vigie.text.sms;

import fr.vigie.text.sms.SmsText.Offender;
import java.util.ArrayList;
import java.util.List;

/**
 * What could be proposed to whoever wrote a text that leaves the GSM alphabet. Nothing is applied here: a proposal is
 * shown, and its author decides.
 */
public sealed interface Transliteration {

    /**
     * The same text within the GSM alphabet, in at most as many parts.
     *
     * @param replacements the differences, in order; {@link #applied} to the original they give the text
     * @param text measured as it would be sent
     */
    record Proposal(List<Replacement> replacements, String proposed, SmsText text) implements Transliteration {
        public Proposal {
            replacements = List.copyOf(replacements);
        }
    }

    /** There is nothing to propose: the text is in the GSM alphabet as it is. */
    record NotNeeded() implements Transliteration {}

    /**
     * Some characters have no equivalent; as long as one of them stands there, replacing others gains nothing.
     *
     * @param characters those, in order of appearance
     */
    record NoEquivalent(List<Offender> characters) implements Transliteration {
        public NoEquivalent {
            characters = List.copyOf(characters);
        }
    }

    /**
     * It could be written in the GSM alphabet, and would be longer: an ellipsis becomes three full stops.
     *
     * @param parts how many parts it would have
     */
    record Longer(int parts) implements Transliteration {}

    /**
     * One difference.
     *
     * @param index where it stands in the original, in UTF-16 units from 0
     * @param from what stands there
     * @param to what would
     */
    record Replacement(int index, String from, String to) {}

    /** Looks for a proposal. */
    static Transliteration of(String text, Concatenation concatenation) {
        SmsText original = SmsText.of(text, concatenation);
        if (original.encoding() == SmsEncoding.GSM7) {
            return new NotNeeded();
        }
        List<Replacement> replacements = new ArrayList<>();
        StringBuilder left = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int end = endOfCluster(text, i);
            String cluster = text.substring(i, end);
            if (!GsmAlphabet.covers(cluster)) {
                String equivalent = Equivalents.of(cluster, i == 0 ? 0 : text.charAt(i - 1));
                if (equivalent == null) {
                    left.append(cluster);
                } else {
                    replacements.add(new Replacement(i, cluster, equivalent));
                }
            }
            i = end;
        }
        if (!left.isEmpty()) {
            List<Offender> without = SmsText.of(left.toString()).offenders();
            return new NoEquivalent(original.offenders().stream()
                    .filter(each ->
                            without.stream().anyMatch(other -> other.character().equals(each.character())))
                    .toList());
        }
        String proposed = applied(text, replacements);
        SmsText measured = SmsText.of(proposed, concatenation);
        return measured.parts().size() > original.parts().size()
                ? new Longer(measured.parts().size())
                : new Proposal(replacements, proposed, measured);
    }

    /**
     * A text with replacements made.
     *
     * @param replacements in order, not overlapping, each standing where it says
     */
    static String applied(String text, List<Replacement> replacements) {
        StringBuilder result = new StringBuilder(text.length() + 16);
        int done = 0;
        for (Replacement each : replacements) {
            result.append(text, done, each.index()).append(each.to());
            done = each.index() + each.from().length();
        }
        return result.append(text, done, text.length()).toString();
    }

    /** Behind a character and the marks that belong to it. */
    private static int endOfCluster(String text, int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length() && Equivalents.isMark(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }
}
