package fr.vigie.acceptance.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Made-up journals and events of one alert and one merchant, for those who judge the judge. */
abstract class MadeUp {
    static final UUID ALERT = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final UUID MERCHANT = UUID.fromString("00000000-0000-4000-8000-000000000002");
    static final UUID TEXT = DeliveryRequested.idOf(ALERT, MERCHANT, Channel.SMS);
    static final UUID CALL = DeliveryRequested.idOf(ALERT, MERCHANT, Channel.VOICE);
    static final String NUMBER = "+999000000001";
    static final String STRANGER = "+999000000002";
    static final String TEXT_TAKEN = "Un doute: composez le 17. Réf T1-1";
    static final Instant EXPIRES = Instant.parse("2026-11-21T12:00:00Z");
    static final String MACHINE = "+33199000973";
    static final Instant TAKEN = Instant.parse("2026-11-21T11:00:00Z");
    static final ObjectMapper MAPPER = new ObjectMapper();

    final List<JsonNode> smsc = new ArrayList<>();
    final List<JsonNode> telephones = new ArrayList<>();
    final Map<UUID, List<DeliveryEvent>> histories = new HashMap<>();
    Urgency urgency = Urgency.URGENT;
    Instant at = TAKEN;
    Instant cancelledAt;
    Instant silentFrom;
    boolean calm;
    String number = NUMBER;
    Told.Left left = new Told.Left(Set.of(), Set.of());
    String text = TEXT_TAKEN;
    long tooLate;
    boolean everythingTold = true;

    void taken(String id, String number, int part, int parts) {
        smsc.add(line("accepted")
                .put("messageId", id)
                .put("destination", number)
                .put("text", parts == 1 ? TEXT_TAKEN : part == 1 ? "Un doute: composez le 17. Réf T1-1 " : "Réf T1-1")
                .put("part", part)
                .put("parts", parts));
    }

    void ended(String id, String state) {
        smsc.add(line("final").put("messageId", id).put("state", state));
    }

    void rang(String call, boolean answered, String keys) {
        rang(call, answered, keys, 86);
    }

    void rang(String call, boolean answered, String keys, int frames) {
        rang(call, answered, keys, frames, frames * 20);
    }

    /** @param length in ms */
    void rang(String call, boolean answered, String keys, int frames, int length) {
        telephones.add(line("invite").put("callId", call).put("called", number));
        if (answered) {
            telephones.add(line("answered").put("callId", call).put("called", number));
        }
        keys.chars()
                .forEach(key -> telephones.add(
                        line("key").put("callId", call).put("called", number).put("key", String.valueOf((char) key))));
        telephones.add(line("ended")
                .put("at", at.plusMillis(length).toString())
                .put("callId", call)
                .put("called", number)
                .put("outcome", "HUNG_UP_BY_CALLER")
                .put("rtpPackets", frames)
                .put("silentPackets", 1));
    }

    ObjectNode line(String event) {
        return MAPPER.createObjectNode().put("at", at.toString()).put("event", event);
    }

    void told(UUID delivery, DeliveryState state, FailureReason reason, boolean flagged) {
        told(delivery, state, reason, flagged, EXPIRES.minusSeconds(60));
    }

    void told(UUID delivery, DeliveryState state, FailureReason reason, boolean flagged, Instant at) {
        told(delivery, state, reason, flagged, at, null);
    }

    void told(UUID delivery, DeliveryState state, FailureReason reason, boolean flagged, Instant at, UUID fallback) {
        List<DeliveryEvent> history = histories.computeIfAbsent(delivery, id -> new ArrayList<>());
        if (everythingTold && history.isEmpty()) {
            boolean byText = delivery.equals(TEXT);
            history.add(event(delivery, byText ? DeliveryState.SENDING : DeliveryState.CALLING, null, false, at, null));
            if (state == DeliveryState.DELIVERED || state == DeliveryState.UNDELIVERABLE) {
                history.add(event(delivery, DeliveryState.ACCEPTED, null, false, at, null));
            }
        }
        history.add(event(delivery, state, reason, flagged, at, fallback));
    }

    DeliveryEvent event(
            UUID delivery, DeliveryState state, FailureReason reason, boolean flagged, Instant at, UUID fallback) {
        Channel channel = delivery.equals(TEXT) ? Channel.SMS : Channel.VOICE;
        boolean named = state == DeliveryState.ACCEPTED;
        return new DeliveryEvent(
                delivery,
                ALERT,
                MERCHANT,
                channel,
                urgency,
                state,
                1,
                reason,
                at,
                null,
                "simulator",
                named ? "1" : null,
                flagged,
                0,
                0,
                fallback,
                null);
    }

    List<Raised> alerts() {
        return List.of(new Raised(
                ALERT, "T1-1", urgency, EXPIRES, cancelledAt, silentFrom, calm, text, Map.of(MERCHANT, number)));
    }

    Received received() {
        return Received.of(smsc, telephones);
    }

    Map<UUID, List<Told.Listed>> listed() {
        List<Told.Listed> all = new ArrayList<>();
        histories.forEach((id, history) -> {
            Standing standing = Standing.of(history);
            all.add(new Told.Listed(
                    id, MERCHANT, standing.last().channel(), standing.state(), standing.possibleDuplicate()));
        });
        return Map.of(ALERT, all);
    }

    List<Finding> findings() {
        Map<Channel, Map<DeliveryState, Long>> counters = new HashMap<>();
        listed().get(ALERT)
                .forEach(each -> counters.computeIfAbsent(each.channel(), channel -> new HashMap<>())
                        .merge(each.state(), 1L, Long::sum));
        return Comparison.of(
                alerts(),
                new Told(histories, listed(), Map.of(ALERT, counters), Map.of(ALERT, tooLate), left),
                received());
    }

    List<Kind> kinds() {
        return findings().stream().map(Finding::kind).toList();
    }
}
