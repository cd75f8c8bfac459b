package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.pace.Paces;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls: a trunk of a thousand lines and a hundred new calls a second, a fifth of it kept for urgent. */
class RoomTest {
    private static final int LINES = 1_000;
    private static final int PER_SECOND = 100;

    private final PaperCarrier trunk = new PaperCarrier("paper", 1);
    private final Route route = new Route(
            trunk,
            new Paces(null).of("paper", () -> PER_SECOND),
            new Health(Duration.ofSeconds(2), true),
            0.2,
            System.nanoTime());
    private final Room room = new Room(calls(), List.of(route), 0.2, () -> 0);

    @Test
    void shouldFillAllLinesOfBulkWhenThePaceIsFarLowerThanTheLines() {
        trunk.window = LINES;

        int placed = place(Urgency.BULK);

        assertThat(placed).isEqualTo(LINES - LINES / 5);
    }

    @Test
    void shouldFillAllLinesWithUrgent() {
        trunk.window = LINES;

        int placed = place(Urgency.URGENT);

        assertThat(placed).isEqualTo(LINES);
    }

    @Test
    void shouldHaveRoomForUrgentWhenBulkHoldsAllThatIsWorthHolding() {
        trunk.window = LINES;
        while (room.takeSlice(Urgency.BULK) > 0) {
            // Claimed, and waits for its pace.
        }

        int urgent = room.take(Urgency.URGENT, 5);

        assertThat(urgent).isEqualTo(5);
    }

    @Test
    void shouldHaveRoomForUrgentWhenBulksOutcomesPileUp() {
        trunk.window = LINES;
        Room busy = new Room(calls(), List.of(route), 0.2, () -> 1_500);

        assertThat(busy.take(Urgency.BULK, 5)).isZero();
        assertThat(busy.take(Urgency.URGENT, 5)).isEqualTo(5);
    }

    /** Claims and begins calls until no more are let in. */
    private int place(Urgency lane) {
        int placed = 0;
        for (int claimed = room.takeSlice(lane); claimed > 0; claimed = room.takeSlice(lane)) {
            for (int i = 0; i < claimed; i++) {
                route.take();
                placed++;
            }
        }
        return placed;
    }

    private static ChannelProfile calls() {
        return new ChannelProfile(
                Channel.VOICE,
                DeliveryState.CALLING,
                DeliveryState.FAILED,
                Duration.ofMinutes(3),
                Duration.ZERO,
                3,
                RetryDelay.constant(Duration.ofMinutes(1)),
                RetryDelay.constant(Duration.ofMinutes(5)),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }
}
