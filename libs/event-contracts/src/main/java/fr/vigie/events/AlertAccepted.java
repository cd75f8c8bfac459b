package fr.vigie.events;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * An alert that is durable and is to be sent.
 *
 * @param alertId identity of the alert
 * @param reference what officers and merchants call it, as {@code A15-0412}
 * @param status meant or practised
 * @param messageType new, correction or end
 * @param kind what happened
 * @param urgency lane
 * @param trades trade codes of reference-data; never empty
 * @param area target area
 * @param territory département codes that the sender's token covers, or {@code ["*"]}; merchants outside are left out
 * @param channels permitted channels, in order of preference; never empty
 * @param texts what is sent
 * @param authority the voice of the message, as {@code Gendarmerie du Cantal}
 * @param sent when it was accepted
 * @param expires nothing is handed over after this
 * @param references alerts that this one corrects or ends; empty for none
 * @param issuedBy subject of the sender's token
 */
public record AlertAccepted(
        UUID alertId,
        String reference,
        AlertStatus status,
        MessageType messageType,
        AlertKind kind,
        Urgency urgency,
        List<String> trades,
        Area area,
        List<String> territory,
        List<Channel> channels,
        Texts texts,
        String authority,
        Instant sent,
        Instant expires,
        List<UUID> references,
        String issuedBy) {

    public AlertAccepted {
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(messageType, "messageType");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(urgency, "urgency");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(texts, "texts");
        Objects.requireNonNull(authority, "authority");
        Objects.requireNonNull(sent, "sent");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(issuedBy, "issuedBy");
        trades = List.copyOf(trades);
        territory = List.copyOf(territory);
        channels = List.copyOf(channels);
        if (trades.isEmpty() || channels.isEmpty()) {
            throw new IllegalArgumentException("an alert names at least one trade and one channel");
        }
        references = references == null ? List.of() : List.copyOf(references);
    }

    /**
     * The words of an alert.
     *
     * @param sms the text message, or null where SMS is not permitted
     * @param voice the body that is spoken, or null where voice is not permitted
     */
    public record Texts(String sms, String voice) {}
}
