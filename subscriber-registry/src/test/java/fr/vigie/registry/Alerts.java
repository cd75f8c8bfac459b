package fr.vigie.registry;

import fr.vigie.events.AlertAccepted;
import fr.vigie.events.AlertKind;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Area;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.EventJson;
import fr.vigie.events.MessageType;
import fr.vigie.events.RecipientsResolved;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.testing.TopicProbe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Alerts as alert-ingest accepts them, and what came of them on the topics. */
public final class Alerts {
    public static final List<String> LANES = List.of(
            Topics.DISPATCH_SMS_URGENT,
            Topics.DISPATCH_SMS_BULK,
            Topics.DISPATCH_VOICE_URGENT,
            Topics.DISPATCH_VOICE_BULK);
    public static final String SMS = "ALERTE 15 - test. Un doute: composez le 17.";
    public static final String VOICE = "Ceci est un essai. Composez le 17.";

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Alerts() {}

    public static AlertAccepted alert(Area area, Urgency urgency, String... trades) {
        return alert(area, urgency, List.of("*"), List.of(Channel.SMS, Channel.VOICE), Duration.ofHours(1), trades);
    }

    public static AlertAccepted alert(
            Area area,
            Urgency urgency,
            List<String> territory,
            List<Channel> channels,
            Duration life,
            String... trades) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new AlertAccepted(
                UUID.randomUUID(),
                "A15-0412",
                AlertStatus.ACTUAL,
                MessageType.ALERT,
                AlertKind.SCOUTING,
                urgency,
                List.of(trades),
                area,
                territory,
                channels,
                new AlertAccepted.Texts(SMS, VOICE),
                "Gendarmerie du Cantal",
                now,
                now.plus(life),
                List.of(),
                "officer-1");
    }

    public static void accept(TopicProbe probe, AlertAccepted alert) {
        probe.send(Topics.ALERT_ACCEPTED, alert.alertId().toString(), json(alert), Map.of());
    }

    public static String json(Object event) {
        return new String(EventJson.write(event), StandardCharsets.UTF_8);
    }

    public static <T> T read(TopicProbe.Received received, Class<T> type) {
        try {
            return EventJson.read(received.value().getBytes(StandardCharsets.UTF_8), type);
        } catch (EventJson.MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the totals. */
    public static RecipientsResolved totals(TopicProbe probe, AlertAccepted alert) {
        return probe
                .await(
                        LIMIT,
                        List.of(Topics.RECIPIENTS_RESOLVED),
                        one -> alert.alertId().toString().equals(one.key())
                                && read(one, RecipientsResolved.class).last(),
                        found -> !found.isEmpty())
                .stream()
                .map(one -> read(one, RecipientsResolved.class))
                .findFirst()
                .orElseThrow();
    }

    /** What has been said of the alert's chunks, without the totals. */
    public static List<RecipientsResolved> chunks(TopicProbe probe, AlertAccepted alert) {
        return probe.all(Topics.RECIPIENTS_RESOLVED).stream()
                .filter(one -> alert.alertId().toString().equals(one.key()))
                .map(one -> read(one, RecipientsResolved.class))
                .filter(one -> !one.last())
                .toList();
    }

    /** Every delivery of the alert that is on a lane now. */
    public static List<DeliveryRequested> deliveries(TopicProbe probe, AlertAccepted alert) {
        return probe.all(LANES.toArray(String[]::new)).stream()
                .filter(one -> one.value().contains(alert.alertId().toString()))
                .map(one -> read(one, DeliveryRequested.class))
                .toList();
    }
}
