package fr.vigie.ingest.alert;

import fr.vigie.events.AlertKind;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.MessageType;
import fr.vigie.events.Urgency;
import fr.vigie.ingest.progress.Progress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An alert as officers see it.
 *
 * @param departements whom it concerns; {@code *} for the whole country
 * @param cancelledAt null while it is not cancelled
 * @param supersededBy the update or all-clear that took its place
 * @param progress how far it has come
 */
@Schema(name = "Alert")
public record AlertView(
        UUID id,
        String reference,
        UUID reportId,
        AlertStatus status,
        MessageType messageType,
        AlertKind kind,
        Urgency urgency,
        List<String> trades,
        AreaRequest area,
        List<String> departements,
        List<Channel> channels,
        NewAlert.Texts texts,
        String authority,
        String modusOperandi,
        String validationBasis,
        String authorisationReference,
        List<UUID> references,
        Instant sent,
        Instant expires,
        String issuedBy,
        Instant cancelledAt,
        String cancelledBy,
        String cancelReason,
        UUID supersededBy,
        Progress progress) {

    /**
     * One line of the list of alerts.
     *
     * @param phase how far it has come
     * @param deliveries expected deliveries, as far as they are known
     * @param finals those of which nothing more is to come
     */
    @Schema(name = "AlertSummary")
    public record Summary(
            UUID id,
            String reference,
            MessageType messageType,
            AlertKind kind,
            Urgency urgency,
            List<String> trades,
            List<String> departements,
            List<Channel> channels,
            Instant sent,
            Instant expires,
            String issuedBy,
            Progress.Phase phase,
            int deliveries,
            int finals) {}

    /**
     * A page of the list.
     *
     * @param items newest first
     * @param next cursor of the next page; null on the last one
     */
    @Schema(name = "AlertPage")
    public record Page(List<Summary> items, String next) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
