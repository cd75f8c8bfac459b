package fr.vigie.registry.preview;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whom it would reach.
 *
 * @param recipients merchants, each once
 * @param sms of them first by SMS
 * @param voice of them first by telephone
 * @param trades the same for each trade; a merchant of two trades stands in both
 * @param leftOut merchants that match and would not be warned
 * @param complete false where there were too many to count in time: then there are at least so many
 */
@Schema(name = "Preview", example = """
        {"recipients":212,"sms":160,"voice":52,"trades":{"JEWELLER":{"recipients":212,"sms":160,"voice":52}},
         "leftOut":{"outsideTerritory":0,"noUsableNumber":3,"positionTooVague":0},"complete":true}
        """)
public record Preview(
        int recipients, int sms, int voice, Map<String, Count> trades, LeftOut leftOut, boolean complete) {
    public Preview {
        trades = Map.copyOf(trades);
    }

    /** Merchants of one trade. */
    @Schema(name = "PreviewCount")
    public record Count(int recipients, int sms, int voice) {}

    /** Merchants that match and would not be warned, by cause. */
    @Schema(name = "PreviewLeftOut")
    public record LeftOut(int outsideTerritory, int noUsableNumber, int positionTooVague) {}
}
