package fr.vigie.ingest.alert;

import fr.vigie.events.AlertKind;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.MessageType;
import fr.vigie.events.Urgency;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An alert as an officer asks for it.
 *
 * @param reportId the report that it rests on; may be null
 * @param status ACTUAL unless said otherwise
 * @param messageType ALERT unless said otherwise
 * @param kind what happened
 * @param urgency lane
 * @param trades trade codes, at least one, all of one audience
 * @param area where
 * @param texts the words, one text per channel
 * @param channels permitted channels, in order of preference
 * @param authority the voice of the message; null to have it looked up in the directory
 * @param expires nothing is handed over after this; at most 72 hours ahead unless configured otherwise
 * @param references alerts that this one corrects or ends; required for UPDATE and ALL_CLEAR
 * @param modusOperandi way of working; may be null
 * @param validationBasis what the alert was verified by; may be null
 * @param authorisationReference permission to describe persons or vehicles; may be null
 */
@Schema(name = "NewAlert", example = NewAlert.EXAMPLE)
public record NewAlert(
        UUID reportId,
        AlertStatus status,
        MessageType messageType,
        @Schema(required = true) AlertKind kind,
        @Schema(required = true) Urgency urgency,
        @Schema(required = true) List<String> trades,
        @Schema(required = true) AreaRequest area,
        @Schema(required = true) Texts texts,
        @Schema(required = true) List<Channel> channels,

        @Schema(
                description = "The voice of the message: a contact of the token's territory. Where it is absent the"
                        + " directory's contact of the alert's département and the officer's force speaks, else the"
                        + " configured name")
        String authority,

        @Schema(required = true) OffsetDateTime expires,
        List<UUID> references,
        String modusOperandi,
        String validationBasis,
        String authorisationReference) {

    static final String EXAMPLE = """
            {"kind":"SCOUTING","urgency":"URGENT","trades":["JEWELLER"],
             "area":{"type":"COMMUNES","codes":["15014"]},
             "texts":{"sms":"ALERTE GENDARMERIE 15 - 21/11 10h45. Comportements de repérage signalés, bijouteries d'AURILLAC. Soyez vigilants. Un doute: composez le 17.",
                      "voice":"Des comportements de repérage ont été signalés devant des bijouteries d'Aurillac. Soyez vigilants. Au moindre doute, composez le 17."},
             "channels":["SMS","VOICE"],"authority":"Gendarmerie du Cantal","expires":"2026-11-21T20:00:00+01:00"}
            """;

    /** What is not said is meant. */
    public NewAlert {
        status = status == null ? AlertStatus.ACTUAL : status;
        messageType = messageType == null ? MessageType.ALERT : messageType;
    }

    /**
     * The words of an alert.
     *
     * @param sms the text message, at most 10 parts
     * @param voice the body that is spoken, at most 2,000 characters
     */
    public record Texts(String sms, String voice) {}
}
