package fr.vigie.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryStateTest {
    private static final Set<DeliveryState> FINAL = EnumSet.of(
            DeliveryState.UNCONFIRMED,
            DeliveryState.DELIVERED,
            DeliveryState.UNDELIVERABLE,
            DeliveryState.REJECTED,
            DeliveryState.ACKNOWLEDGED,
            DeliveryState.ANSWERED,
            DeliveryState.VOICEMAIL,
            DeliveryState.FAILED,
            DeliveryState.EXPIRED,
            DeliveryState.CANCELLED);

    @ParameterizedTest
    @EnumSource
    void shouldBeFinalExactlyWhereNothingMoreIsTried(DeliveryState state) {
        assertThat(state.isFinal()).isEqualTo(FINAL.contains(state));
    }

    @Test
    void shouldRankEveryFinalStateAfterEveryOther() {
        for (DeliveryState end : FINAL) {
            for (DeliveryState open : EnumSet.complementOf(EnumSet.copyOf(FINAL))) {
                assertThat(end.rank()).as(end + " after " + open).isGreaterThan(open.rank());
            }
        }
    }

    @Test
    void shouldRankTheStatesOfAnAttemptInTheOrderInWhichTheyCanFollow() {
        assertRising(
                DeliveryState.QUEUED,
                DeliveryState.SENDING,
                DeliveryState.UNKNOWN,
                DeliveryState.ACCEPTED,
                DeliveryState.UNCONFIRMED,
                DeliveryState.DELIVERED);
        assertRising(
                DeliveryState.QUEUED,
                DeliveryState.CALLING,
                DeliveryState.UNKNOWN,
                DeliveryState.BUSY,
                DeliveryState.FAILED);
        assertRising(DeliveryState.CALLING, DeliveryState.NO_ANSWER, DeliveryState.ACKNOWLEDGED);
        assertRising(DeliveryState.CALLING, DeliveryState.UNREACHABLE, DeliveryState.EXPIRED);
    }

    @Test
    void shouldLetOnlyALateReceiptReplaceAFinalState() {
        for (DeliveryState one : FINAL) {
            for (DeliveryState other : FINAL) {
                boolean replaces = other.rank() > one.rank();
                assertThat(replaces)
                        .as("%s after %s", other, one)
                        .isEqualTo(one == DeliveryState.UNCONFIRMED && other != DeliveryState.UNCONFIRMED);
            }
        }
    }

    @Test
    void shouldSayThatAMerchantWasReachedOnlyInAFinalStateThatSaysSo() {
        assertThat(List.of(DeliveryState.values()).stream().filter(DeliveryState::reached))
                .containsExactlyInAnyOrder(
                        DeliveryState.DELIVERED,
                        DeliveryState.ACKNOWLEDGED,
                        DeliveryState.ANSWERED,
                        DeliveryState.VOICEMAIL)
                .allMatch(DeliveryState::isFinal);
    }

    @Test
    void shouldKeepADeliverysWordsAndNumbersOutOfItsText() throws Exception {
        DeliveryRequested delivery = EventJson.read(
                Golden.full().stream()
                        .filter(golden -> golden.topic().equals(Topics.DISPATCH_SMS_URGENT))
                        .findFirst()
                        .orElseThrow()
                        .bytes(),
                DeliveryRequested.class);

        assertThat(delivery.toString())
                .contains(delivery.deliveryId().toString())
                .doesNotContain("AURILLAC")
                .doesNotContain(delivery.numbers().get(0));
    }

    @Test
    void shouldKeepTheListsOfAnEventFromBeingChanged() throws Exception {
        AlertAccepted alert = EventJson.read(
                Golden.full().stream()
                        .filter(golden -> golden.topic().equals(Topics.ALERT_ACCEPTED))
                        .findFirst()
                        .orElseThrow()
                        .bytes(),
                AlertAccepted.class);

        assertThatThrownBy(() -> alert.trades().add("X")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> alert.channels().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static void assertRising(DeliveryState... states) {
        for (int i = 1; i < states.length; i++) {
            assertThat(states[i].rank())
                    .as(states[i] + " after " + states[i - 1])
                    .isGreaterThan(states[i - 1].rank());
        }
    }
}
