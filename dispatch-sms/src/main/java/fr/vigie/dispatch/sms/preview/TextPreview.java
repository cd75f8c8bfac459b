package fr.vigie.dispatch.sms.preview;

import fr.vigie.text.sms.Concatenation;
import fr.vigie.text.sms.SmsEncoding;
import fr.vigie.text.sms.SmsText;
import fr.vigie.text.sms.Transliteration.Replacement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a text would become. Either {@code proposal} or {@code noProposal} is there.
 *
 * @param text as it would be sent, with the mark of a drill; all indexes are places in it, in UTF-16 code units from 0
 * @param encoding one character outside the GSM alphabet makes the whole text UCS-2
 * @param unit what {@code units} and {@code remaining} count
 * @param units length of the whole text, without the headers that join parts
 * @param concatenation how parts are joined; decides how much fits into each
 * @param parts what each short message carries; operators charge for each
 * @param remaining units that still fit into the last part
 * @param offenders the characters that keep the text out of the GSM alphabet
 * @param proposal the text within the GSM alphabet, to be shown and decided on
 * @param noProposal why there is none
 */
@Schema(name = "TextPreview", example = TextPreview.EXAMPLE)
public record TextPreview(
        @Schema(
                description =
                        "As it would be sent, with the mark of a drill; all indexes are places in it, in UTF-16 code units from 0")
        String text,

        @Schema(description = "One character outside the GSM alphabet makes the whole text UCS2")
        SmsEncoding encoding,

        @Schema(
                description =
                        "What units and remaining count: SEPTET (seven bits; some characters take two) or UTF16_CODE_UNIT (two octets; an emoji takes two)")
        Unit unit,

        @Schema(description = "Length of the whole text, without the headers that join parts")
        int units,

        @Schema(description = "How parts are joined; decides how much fits into each")
        Concatenation concatenation,

        @Schema(description = "What each short message carries; operators charge for each")
        List<Part> parts,

        @Schema(description = "Units that still fit into the last part")
        int remaining,

        @Schema(description = "The characters that keep the text out of the GSM alphabet")
        List<Offender> offenders,

        @Schema(
                description =
                        "The text within the GSM alphabet, to be shown and decided on; absent where noProposal says why")
        Proposal proposal,

        @Schema(description = "Why there is no proposal; absent where there is one")
        NoProposal noProposal) {

    static final String EXAMPLE = """
            {"text":"EXERCICE Fenêtre brisée, façade côté cour. Composez le 17.","encoding":"UCS2",
             "unit":"UTF16_CODE_UNIT","units":58,"concatenation":"UDH8",
             "parts":[{"text":"EXERCICE Fenêtre brisée, façade côté cour. Composez le 17.","units":58}],"remaining":12,
             "offenders":[{"character":"ê","codePoint":"U+00EA","indexes":[12]},
                          {"character":"ç","codePoint":"U+00E7","indexes":[27]},
                          {"character":"ô","codePoint":"U+00F4","indexes":[33]}],
             "proposal":{"text":"EXERCICE Fenetre brisée, facade coté cour. Composez le 17.","encoding":"GSM7",
                         "unit":"SEPTET","units":58,"parts":1,"remaining":102,
                         "replacements":[{"index":12,"from":"ê","to":"e"},{"index":27,"from":"ç","to":"c"},
                                         {"index":33,"from":"ô","to":"o"}]}}
            """;

    /** What a length counts. */
    public enum Unit {
        /** Of seven bits, in the GSM alphabet; a character of its extension table takes two. */
        SEPTET,
        /** Of two octets; an emoji takes two. */
        UTF16_CODE_UNIT;

        static Unit of(SmsEncoding encoding) {
            return encoding == SmsEncoding.GSM7 ? SEPTET : UTF16_CODE_UNIT;
        }
    }

    /** One short message. */
    public record Part(
            @Schema(description = "Its words") String text,
            @Schema(description = "Their length") int units) {}

    /**
     * A character outside the GSM alphabet.
     *
     * @param codePoint its Unicode code point
     * @param indexes every place where it stands
     */
    public record Offender(
            @Schema(description = "The character itself") String character,
            @Schema(description = "Its Unicode code point") String codePoint,

            @Schema(description = "Every place where it stands, in UTF-16 code units from 0")
            List<Integer> indexes) {
        static List<Offender> of(List<SmsText.Offender> found) {
            return found.stream()
                    .map(each -> new Offender(each.character(), each.codePoint(), each.indexes()))
                    .toList();
        }
    }

    /**
     * The same text within the GSM alphabet. Nobody applies it but its author.
     *
     * @param text the whole text
     * @param parts how many parts it would have
     * @param remaining units that would still fit into the last part
     * @param replacements the differences from the text, in order
     */
    public record Proposal(
            @Schema(description = "The whole text") String text,
            @Schema(description = "GSM7") SmsEncoding encoding,

            @Schema(description = "What units and remaining count")
            Unit unit,

            @Schema(description = "Its length") int units,

            @Schema(description = "How many parts it would have")
            int parts,

            @Schema(description = "Units that would still fit into the last part")
            int remaining,

            @Schema(description = "The differences from the text, in order")
            List<Replacement> replacements) {}

    /**
     * Why there is no proposal.
     *
     * @param code stable
     * @param message one sentence for whoever writes
     * @param characters for NO_EQUIVALENT, the characters that nothing can stand for
     */
    public record NoProposal(
            @Schema(description = "Stable code") Reason code,

            @Schema(description = "One sentence for whoever writes")
            String message,

            @Schema(description = "For NO_EQUIVALENT, the characters that nothing can stand for")
            List<Offender> characters) {}

    /** Why there is no proposal. */
    public enum Reason {
        /** The text is in the GSM alphabet as it is. */
        NOT_NEEDED,
        /** A character has no equivalent; replacing the others would gain nothing. */
        NO_EQUIVALENT,
        /** It would take more parts than now. */
        LONGER
    }

    static List<Part> parts(SmsText text) {
        List<Integer> units = text.unitsOfParts();
        List<Part> parts = new ArrayList<>(units.size());
        for (int i = 0; i < units.size(); i++) {
            parts.add(new Part(text.parts().get(i), units.get(i)));
        }
        return parts;
    }

    static int remaining(SmsText text, Concatenation concatenation) {
        List<Integer> units = text.unitsOfParts();
        int room =
                units.size() == 1 ? text.encoding().unitsInOnePart() : concatenation.unitsInEachPart(text.encoding());
        return room - units.get(units.size() - 1);
    }
}
