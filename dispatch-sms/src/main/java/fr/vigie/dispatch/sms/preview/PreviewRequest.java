package fr.vigie.dispatch.sms.preview;

import com.fasterxml.jackson.annotation.JsonFormat;
import fr.vigie.service.Showable;
import fr.vigie.service.Violations;
import fr.vigie.text.sms.Concatenation;
import fr.vigie.text.sms.DrillText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A text to look at.
 *
 * @param text the words, at most 65,536 UTF-16 code units
 * @param drill whether it is sent as a drill, so that {@code EXERCICE } stands in front; false where it is absent
 * @param concatenation how the operator joins parts; UDH8 where it is absent
 */
@Schema(name = "TextPreviewRequest", example = PreviewRequest.EXAMPLE)
public record PreviewRequest(
        @Schema(required = true, maxLength = PreviewRequest.LONGEST, description = "The words")
        String text,

        @Schema(
                description =
                        "Whether it is sent as a drill, so that EXERCICE stands in front; false where it is absent")
        Boolean drill,

        @Schema(description = "How the operator joins parts, in any case; UDH8 where it is absent")
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES)
        Concatenation concatenation) {

    static final String EXAMPLE = """
            {"text":"Fenêtre brisée, façade côté cour. Composez le 17.","drill":true}
            """;

    static final int LONGEST = 64 * 1024;
    private static final String FIELD = "text";

    /** The text as it would be sent. */
    String asSent() {
        return Boolean.TRUE.equals(drill) ? DrillText.of(text) : text;
    }

    Concatenation joined() {
        return concatenation == null ? Concatenation.UDH8 : concatenation;
    }

    /** The same rules as for the text of an alert, so that what is shown here is not refused there. */
    void check() {
        Violations violations = new Violations();
        if (text == null) {
            violations.missing(FIELD);
        } else if (violations.check(!text.isBlank(), FIELD, "not blank", "must not be blank: write the message")
                && violations.check(
                        text.length() <= LONGEST,
                        FIELD,
                        "max " + LONGEST,
                        "must have at most " + LONGEST + " characters: shorten it")) {
            int at = Showable.firstFault(text, true);
            violations.check(at < 0, FIELD, Showable.RULE, at < 0 ? "" : fault(at));
        }
        violations.throwIfAny();
    }

    private String fault(int at) {
        boolean half = Character.isSurrogate(text.charAt(at)) && Character.charCount(text.codePointAt(at)) == 1;
        return half
                ? "has half of a character (an unpaired surrogate) at position " + (at + 1) + ": write it anew"
                : "contains a character that cannot be seen at position " + (at + 1)
                        + ": remove it; besides visible ones only spaces and line feeds are permitted";
    }
}
