package fr.vigie.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.acceptance.journal.Journals;
import fr.vigie.acceptance.system.Events;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.Topics;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.system.Service;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Asks both sides for their accounts. */
final class Accounts {
    private static final String LEFT =
            "SELECT id, sms_opted_out_at IS NOT NULL, voice_opted_out_at IS NOT NULL FROM subscriber"
                    + " WHERE sms_opted_out_at IS NOT NULL OR voice_opted_out_at IS NOT NULL";

    private final WholeSystem system;

    Accounts(WholeSystem system) {
        this.system = system;
    }

    /** Everything that the operators have journalled. */
    Received received() {
        return received(system.journals());
    }

    /** The same, also when the system is gone. */
    static Received received(Path journals) {
        return Received.of(Journals.smsc(journals), Journals.telephones(journals));
    }

    /** All events, and what REST says of these alerts. */
    Told told(Collection<Raised> alerts) throws SQLException {
        Map<UUID, List<Told.Listed>> listed = new HashMap<>();
        Map<UUID, Map<Channel, Map<DeliveryState, Long>>> counters = new HashMap<>();
        Map<UUID, Long> tooLate = new HashMap<>();
        Api ingest = system.api(Service.ALERT_INGEST);
        for (Raised alert : alerts) {
            JsonNode state = ingest.get("/api/v1/alerts/" + alert.id());
            listed.put(alert.id(), listed(ingest, alert.id()));
            counters.put(alert.id(), counters(state));
            tooLate.put(alert.id(), AlertProgress.of(state).tooLate());
        }
        return new Told(histories(), listed, counters, tooLate, left());
    }

    private Told.Left left() throws SQLException {
        Set<UUID> texts = new HashSet<>();
        Set<UUID> calls = new HashSet<>();
        try (Connection registry = system.database(Service.SUBSCRIBER_REGISTRY);
                PreparedStatement query = registry.prepareStatement(LEFT);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                UUID merchant = rows.getObject(1, UUID.class);
                if (rows.getBoolean(2)) {
                    texts.add(merchant);
                }
                if (rows.getBoolean(3)) {
                    calls.add(merchant);
                }
            }
        }
        return new Told.Left(texts, calls);
    }

    private Map<UUID, List<DeliveryEvent>> histories() {
        Map<UUID, List<DeliveryEvent>> histories = new HashMap<>();
        Events.read(system, Set.of(Topics.DELIVERY_EVENTS), record -> {
            try {
                DeliveryEvent event = EventJson.read(record.value(), DeliveryEvent.class);
                histories
                        .computeIfAbsent(event.deliveryId(), id -> new ArrayList<>())
                        .add(event);
            } catch (MalformedEventException e) {
                throw new IllegalStateException(e);
            }
        });
        return histories;
    }

    private static List<Told.Listed> listed(Api ingest, UUID alert) {
        List<Told.Listed> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = ingest.get("/api/v1/alerts/" + alert + "/deliveries?limit=1000"
                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items")
                    .forEach(item -> all.add(new Told.Listed(
                            UUID.fromString(item.path("deliveryId").asText()),
                            UUID.fromString(item.path("recipientId").asText()),
                            Channel.valueOf(item.path("channel").asText()),
                            DeliveryState.valueOf(item.path("state").asText()),
                            item.path("possibleDuplicate").asBoolean())));
            cursor = page.path("next").asText(null);
        }
        return all;
    }

    private static Map<Channel, Map<DeliveryState, Long>> counters(JsonNode alert) {
        Map<Channel, Map<DeliveryState, Long>> counters = new EnumMap<>(Channel.class);
        JsonNode deliveries = alert.at("/progress/deliveries");
        for (Channel channel : Channel.values()) {
            deliveries.path(channel.name()).fields().forEachRemaining(state -> {
                if (state.getValue().asLong() != 0) {
                    counters.computeIfAbsent(channel, key -> new EnumMap<>(DeliveryState.class))
                            .put(
                                    DeliveryState.valueOf(state.getKey()),
                                    state.getValue().asLong());
                }
            });
        }
        return counters;
    }
}
