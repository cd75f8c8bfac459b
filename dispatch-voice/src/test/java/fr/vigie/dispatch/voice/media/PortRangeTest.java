package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.voice.media.MediaClock.PortRange;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Below what systems give to whoever asks for any port. */
    private static final int FIRST = 17_650;

    @Test
    void shouldReadARangeAndAnyPort() {
        assertThat(PortRange.parse("20000-29999")).isEqualTo(new PortRange(20_000, 29_999));
        assertThat(PortRange.parse("0")).isEqualTo(new PortRange(0, 0));
        assertThat(PortRange.parse("2-3")).isEqualTo(new PortRange(2, 3));
        assertThat(PortRange.parse("1-3")).isEqualTo(new PortRange(1, 3));
    }

    @Test
    void shouldCountTheCallsThatItHasRoomFor() {
        assertThat(new PortRange(20_000, 29_999).pairs()).isEqualTo(5_000);
        assertThat(new PortRange(20_001, 20_004).pairs()).isEqualTo(1);
        assertThat(new PortRange(20_000, 20_002).pairs()).isEqualTo(1);
        assertThat(new PortRange(0, 0).pairs()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1", "2-1", "1-2", "2-2", "1-65536", "-5", "1-2-3", "1-99999999999"})
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSayWhenEveryPortOfTheRangeIsTaken() throws IOException {
        try (MediaClock clock = new MediaClock(LOOPBACK, new PortRange(FIRST - 1, FIRST + 4), 1)) {
            RtpLeg one = clock.open();
            RtpLeg other = clock.open();
            assertThat(List.of(one.port(), other.port())).containsExactlyInAnyOrder(FIRST, FIRST + 2);
            assertThatThrownBy(clock::open).isInstanceOf(BindException.class).hasMessageContaining("17649-17654");

            one.close();
            other.close();
            for (int line = 0; line < 2; line++) {
                Awaitility.await().atMost(LIMIT).until(() -> opens(clock));
            }
        }
    }

    @Test
    void shouldKeepNoPortWhoseNeighbourIsTaken() throws IOException {
        try (MediaClock clock = new MediaClock(LOOPBACK, new PortRange(FIRST, FIRST + 1), 1)) {
            try (DatagramSocket taken = new DatagramSocket(FIRST + 1, LOOPBACK)) {
                assertThat(taken.isBound()).isTrue();
                assertThatThrownBy(clock::open).isInstanceOf(BindException.class);
            }

            assertThat(clock.open().port()).isEqualTo(FIRST);
        }
    }

    private static boolean opens(MediaClock clock) {
        try {
            return clock.open().port() > 0;
        } catch (IOException stillTaken) {
            return false;
        }
    }
}
