package fr.vigie.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;

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
import fr.vigie.standalone.client.AuditCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The judge judged: with made-up journals, each kind of fault is found, and an honest system is not accused. */
class ComparisonTest {
    private static final UUID ALERT = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID MERCHANT = UUID.fromString("00000000-0000-4000-8000-000000000002");
    private static final UUID TEXT = DeliveryRequested.idOf(ALERT, MERCHANT, Channel.SMS);
    private static final UUID CALL = DeliveryRequested.idOf(ALERT, MERCHANT, Channel.VOICE);
    private static final String NUMBER = "+999000000001";
    private static final String STRANGER = "+999000000002";
    private static final String TEXT_TAKEN = "Un doute: composez le 17. Réf T1-1";
    private static final Instant EXPIRES = Instant.parse("2026-11-21T12:00:00Z");
    private static final String MACHINE = "+33199000973";
    private static final Instant TAKEN = Instant.parse("2026-11-21T11:00:00Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> smsc = new ArrayList<>();
    private final List<JsonNode> telephones = new ArrayList<>();
    private final Map<UUID, List<DeliveryEvent>> histories = new HashMap<>();
    private Urgency urgency = Urgency.URGENT;
    private Instant at = TAKEN;
    private Instant cancelledAt;
    private Instant silentFrom;
    private boolean calm;
    private String number = NUMBER;
    private Told.Left left = new Told.Left(Set.of(), Set.of());
    private String text = TEXT_TAKEN;
    private boolean everythingTold = true;

    @Test
    void shouldFindNothingWhenATextArrivedOnceAndIsToldSo() {
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCountAsLostWhenAMerchantHasNoDelivery() {
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void shouldNotMissAnybodyWhenTheAlertWasCancelled() {
        cancelledAt = EXPIRES.minusSeconds(300);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void shouldCountAsLostWhenADeliveryIsNeverFinal() {
        taken("1", NUMBER, 1, 1);
        told(TEXT, DeliveryState.ACCEPTED, null, false);

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void shouldCountAsLostWhenAnUrgentTextStayedUnknownThoughThereWasTime() {
        told(TEXT, DeliveryState.UNKNOWN, FailureReason.INTERRUPTED, false, EXPIRES.minusSeconds(300));
        told(TEXT, DeliveryState.UNCONFIRMED, FailureReason.INTERRUPTED, false, EXPIRES);

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void shouldCountAsLostWhenAFallbackIsNamedAndDoesNotExist() {
        taken("1", NUMBER, 1, 1);
        ended("1", "UNDELIVERABLE");
        told(TEXT, DeliveryState.UNDELIVERABLE, null, false, EXPIRES.minusSeconds(9), CALL);

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void shouldNotCountAsLostWhenTheSystemSaysThatItWasNotSent() {
        told(TEXT, DeliveryState.EXPIRED, FailureReason.ALERT_EXPIRED, false, EXPIRES);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void shouldNotCountAsLostWhenABulkTextOfUnknownFateIsToldUnconfirmed() {
        urgency = Urgency.BULK;
        told(TEXT, DeliveryState.UNKNOWN, FailureReason.INTERRUPTED, false, EXPIRES.minusSeconds(300));
        told(TEXT, DeliveryState.UNCONFIRMED, FailureReason.INTERRUPTED, false, EXPIRES);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void shouldCountAsUnflaggedWhenATextWasTakenTwiceSilently() {
        taken("1", NUMBER, 1, 1);
        taken("2", NUMBER, 1, 1);
        ended("2", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.UNFLAGGED);
    }

    @Test
    void shouldCountAsFlaggedWhenAnEarlierEventSaidSo() {
        taken("1", NUMBER, 1, 1);
        taken("2", NUMBER, 1, 1);
        ended("2", "DELIVERED");
        told(TEXT, DeliveryState.UNKNOWN, FailureReason.INTERRUPTED, true);
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(findings().stream().map(Finding::kind))
                .contains(Kind.FLAGGED)
                .doesNotContain(Kind.UNFLAGGED);
    }

    @Test
    void shouldCountAsUnflaggedWhenAPersonHeardItTwiceSilently() {
        rang("a", true, "1");
        rang("b", true, "1");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(kinds()).containsExactly(Kind.UNFLAGGED);
    }

    @Test
    void shouldNotCountACallInWhichNothingWasToBeHeard() {
        rang("a", true, "", 1);
        rang("b", true, "1");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenAnsweredAndNothingWasToBeHeard() {
        rang("a", true, "", 1);
        told(CALL, DeliveryState.ANSWERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldNotCountTwoPartsOfOneTextAsTwoTexts() {
        text = "Un doute: composez le 17. Réf T1-1 Réf T1-1";
        taken("1", NUMBER, 1, 2);
        taken("2", NUMBER, 2, 2);
        ended("1", "DELIVERED");
        ended("2", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenDeliveredAndNobodyReceivedIt() {
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenDeliveredAndTheReceiptWasNotPositive() {
        taken("1", NUMBER, 1, 1);
        ended("1", "UNDELIVERABLE");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenDeliveredAndOnlyHalfWasTaken() {
        taken("1", NUMBER, 1, 2);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenExpiredAndTheOperatorTookIt() {
        taken("1", NUMBER, 1, 1);
        told(TEXT, DeliveryState.EXPIRED, FailureReason.ALERT_EXPIRED, false, EXPIRES);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenUnconfirmedAndItsReceiptWasAcknowledged() {
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        smsc.add(line("receipt").put("messageId", "1").put("destination", NUMBER));
        told(TEXT, DeliveryState.ACCEPTED, null, false);
        told(TEXT, DeliveryState.UNCONFIRMED, FailureReason.NO_RECEIPT, false, EXPIRES);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenAcknowledgedAndNobodyPressedAKey() {
        rang("a", true, "");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenFailedAndSomebodyPressedTheKey() {
        rang("a", true, "1");
        told(CALL, DeliveryState.FAILED, FailureReason.CALL_LOST, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenAStrangerReceivedIt() {
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);
        taken("2", STRANGER, 1, 1);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenCountersAndDeliveriesDiffer() {
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);
        Map<UUID, Map<Channel, Map<DeliveryState, Long>>> wrong =
                Map.of(ALERT, Map.of(Channel.SMS, Map.of(DeliveryState.DELIVERED, 2L)));

        assertThat(Comparison.of(alerts(), new Told(histories, listed(), wrong, left), received()))
                .extracting(Finding::kind)
                .containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenRestListsAnotherStateThanTheEvents() {
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);
        Told.Listed other = new Told.Listed(TEXT, MERCHANT, Channel.SMS, DeliveryState.ACCEPTED, false);
        Told told = new Told(
                histories,
                Map.of(ALERT, List.of(other)),
                Map.of(ALERT, Map.of(Channel.SMS, Map.of(DeliveryState.ACCEPTED, 1L))),
                left);

        assertThat(Comparison.of(alerts(), told, received()))
                .extracting(Finding::kind)
                .containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenCancelledAndNobodyCancelledTheAlert() {
        told(TEXT, DeliveryState.CANCELLED, FailureReason.ALERT_CANCELLED, false);

        assertThat(kinds()).contains(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenExpiredBeforeTheAlert() {
        told(TEXT, DeliveryState.EXPIRED, FailureReason.ALERT_EXPIRED, false, EXPIRES.minusSeconds(30));

        assertThat(kinds()).contains(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenItIsFlaggedAndNothingWasInDoubt() {
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, true);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldFindNothingWhenASleepersHandOverIsFlagged() {
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.UNKNOWN, FailureReason.INTERRUPTED, true);
        told(TEXT, DeliveryState.DELIVERED, null, true);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCountAsLostWhenATextFailedInTimeAndNoCallWasAskedFor() {
        taken("1", NUMBER, 1, 1);
        ended("1", "UNDELIVERABLE");
        told(TEXT, DeliveryState.UNDELIVERABLE, FailureReason.SUBSCRIBER_ABSENT, false);

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void shouldCallItALieWhenTheOperatorTookOtherWords() {
        text = "Un doute: composez le 18. Réf T1-1";
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenBusyAndNobodyWasCalled() {
        told(CALL, DeliveryState.FAILED, FailureReason.LINE_BUSY, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCountAsLostWhenItExpiredInTheCalm() {
        calm = true;
        told(TEXT, DeliveryState.EXPIRED, FailureReason.ALERT_EXPIRED, false, EXPIRES);

        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void shouldCallItALieWhenItIsTakenLongAfterTheCancel() {
        cancelledAt = TAKEN.minusSeconds(60);
        silentFrom = TAKEN.minusSeconds(1);
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldFindNothingWhenItIsTakenBeforeTheCancelIsKnownToAll() {
        cancelledAt = TAKEN.minusSeconds(60);
        silentFrom = TAKEN.plusSeconds(1);
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenSomebodyIsCalledLongAfterTheCancel() {
        cancelledAt = TAKEN.minusSeconds(60);
        silentFrom = TAKEN.minusSeconds(1);
        rang("a", true, "1");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenSomebodyIsCalledAfterTheAlertExpired() {
        at = EXPIRES.plusSeconds(30);
        rang("a", true, "1");
        told(CALL, DeliveryState.ACKNOWLEDGED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenFailedAndSomebodyListenedToTheEnd() {
        rang("a", true, "", 300);
        told(CALL, DeliveryState.FAILED, FailureReason.CALL_LOST, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldFindNothingWhenFailedAndTheCallBrokeOffEarly() {
        rang("a", true, "", 60);
        told(CALL, DeliveryState.FAILED, FailureReason.CALL_LOST, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenVoicemailAndAPersonAnswered() {
        rang("a", true, "", 300);
        told(CALL, DeliveryState.VOICEMAIL, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldCallItALieWhenAnsweredAndAMachineDidInTheCalm() {
        number = MACHINE;
        calm = true;
        rang("a", true, "", 300);
        told(CALL, DeliveryState.ANSWERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldFindNothingWhenAMachineIsToldToBeOne() {
        number = MACHINE;
        calm = true;
        rang("a", true, "", 300);
        told(CALL, DeliveryState.VOICEMAIL, null, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenTheRegistryDoesNotKnowOfAStop() {
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        smsc.add(line("written").put("from", NUMBER).put("text", "STOP"));
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);

        left = new Told.Left(Set.of(MERCHANT), Set.of());
        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenTheRegistryDoesNotKnowOfTheKeys() {
        calm = true;
        rang("a", true, "99");
        told(CALL, DeliveryState.ANSWERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);

        left = new Told.Left(Set.of(), Set.of(MERCHANT));
        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenSomebodyIsTakenForALeaverWhoNeverAsked() {
        left = new Told.Left(Set.of(MERCHANT), Set.of());
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.LYING);
    }

    @Test
    void shouldFindNothingWhenALeaversSecondTextIsCalledOff() {
        left = new Told.Left(Set.of(MERCHANT), Set.of());
        smsc.add(line("written").put("from", NUMBER).put("text", "STOP"));
        told(TEXT, DeliveryState.CANCELLED, FailureReason.OPTED_OUT, false);

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldCallItALieWhenItIsTakenOnceMoreAfterTheComparison() {
        taken("1", NUMBER, 1, 1);
        Received before = received();
        taken("2", NUMBER, 1, 1);

        assertThat(Comparison.afterwards(alerts(), before, received()))
                .extracting(Finding::kind)
                .containsExactly(Kind.LYING);
        assertThat(Comparison.afterwards(alerts(), before, before)).isEmpty();
    }

    @Test
    void shouldCountAGapWhenNoEventTellsOfTheHandOver() {
        everythingTold = false;
        taken("1", NUMBER, 1, 1);
        ended("1", "DELIVERED");
        told(TEXT, DeliveryState.SENDING, null, false);
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(kinds()).containsExactly(Kind.AUDIT_GAP);
    }

    @Test
    void shouldNameNoNumberWhenSomethingIsFound() {
        taken("1", NUMBER, 1, 1);
        taken("2", NUMBER, 1, 1);
        rang("a", true, "1");
        told(TEXT, DeliveryState.DELIVERED, null, false);

        assertThat(findings().toString()).contains("messageId").doesNotContain(NUMBER.substring(1));
    }

    @Test
    void shouldCountAGapWhenTheAuditLogLacksAnEvent() {
        AuditAccount account = AuditAccount.of(
                new AuditCheck.Found(true, 0, 41, ""), Map.of("t/0", new AuditAccount.Chain(42, 41, 41, 41)));

        assertThat(account.gaps()).isEqualTo(1);
        assertThat(account.findings()).extracting(Finding::kind).containsExactly(Kind.AUDIT_GAP);
    }

    @Test
    void shouldCountNoGapWhenTheAuditLogHasEveryEventOnce() {
        AuditAccount account = AuditAccount.of(
                new AuditCheck.Found(true, 0, 42, ""), Map.of("t/0", new AuditAccount.Chain(42, 42, 42, 42)));

        assertThat(account.gaps()).isZero();
    }

    @Test
    void shouldCountAGapWhenAChainBreaks() {
        AuditAccount account = AuditAccount.of(new AuditCheck.Found(false, 0, 42, "HASH at t/0/7"), Map.of());

        assertThat(account.gaps()).isEqualTo(1);
    }

    private void taken(String id, String number, int part, int parts) {
        smsc.add(line("accepted")
                .put("messageId", id)
                .put("destination", number)
                .put("text", parts == 1 ? TEXT_TAKEN : part == 1 ? "Un doute: composez le 17. Réf T1-1 " : "Réf T1-1")
                .put("part", part)
                .put("parts", parts));
    }

    private void ended(String id, String state) {
        smsc.add(line("final").put("messageId", id).put("state", state));
    }

    private void rang(String call, boolean answered, String keys) {
        rang(call, answered, keys, 86);
    }

    private void rang(String call, boolean answered, String keys, int frames) {
        telephones.add(line("invite").put("callId", call).put("called", number));
        if (answered) {
            telephones.add(line("answered").put("callId", call).put("called", number));
        }
        keys.chars()
                .forEach(key -> telephones.add(
                        line("key").put("callId", call).put("called", number).put("key", String.valueOf((char) key))));
        telephones.add(line("ended")
                .put("callId", call)
                .put("called", number)
                .put("outcome", "HUNG_UP_BY_CALLER")
                .put("rtpPackets", frames)
                .put("silentPackets", 1));
    }

    private ObjectNode line(String event) {
        return MAPPER.createObjectNode().put("at", at.toString()).put("event", event);
    }

    private void told(UUID delivery, DeliveryState state, FailureReason reason, boolean flagged) {
        told(delivery, state, reason, flagged, EXPIRES.minusSeconds(60));
    }

    private void told(UUID delivery, DeliveryState state, FailureReason reason, boolean flagged, Instant at) {
        told(delivery, state, reason, flagged, at, null);
    }

    private void told(
            UUID delivery, DeliveryState state, FailureReason reason, boolean flagged, Instant at, UUID fallback) {
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

    private DeliveryEvent event(
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

    private List<Raised> alerts() {
        return List.of(new Raised(
                ALERT, "T1-1", urgency, EXPIRES, cancelledAt, silentFrom, calm, text, Map.of(MERCHANT, number)));
    }

    private Received received() {
        return Received.of(smsc, telephones);
    }

    private Map<UUID, List<Told.Listed>> listed() {
        List<Told.Listed> all = new ArrayList<>();
        histories.forEach((id, history) -> {
            Standing standing = Standing.of(history);
            all.add(new Told.Listed(
                    id, MERCHANT, standing.last().channel(), standing.state(), standing.possibleDuplicate()));
        });
        return Map.of(ALERT, all);
    }

    private List<Finding> findings() {
        Map<Channel, Map<DeliveryState, Long>> counters = new HashMap<>();
        listed().get(ALERT)
                .forEach(each -> counters.computeIfAbsent(each.channel(), channel -> new HashMap<>())
                        .merge(each.state(), 1L, Long::sum));
        return Comparison.of(alerts(), new Told(histories, listed(), Map.of(ALERT, counters), left), received());
    }

    private List<Kind> kinds() {
        return findings().stream().map(Finding::kind).toList();
    }
}
