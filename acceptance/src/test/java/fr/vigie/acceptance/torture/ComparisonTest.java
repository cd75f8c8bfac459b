package fr.vigie.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The judge judged: with made-up journals, each kind of fault is found, and an honest system is not accused. */
class ComparisonTest extends MadeUp {
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
    void shouldCallItALieWhenMoreAreSaidToBeTooLateThanHaveNoDelivery() {
        tooLate = 2;

        assertThat(kinds()).containsExactly(Kind.LOST, Kind.LYING);
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

        assertThat(Comparison.of(alerts(), new Told(histories, listed(), wrong, Map.of(), left), received()))
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
                Map.of(),
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
}
