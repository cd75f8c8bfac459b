package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.voice.media.MediaClock.PortRange;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {
    @Test
    void shouldReadARangeAndAnyPort() {
        assertThat(PortRange.parse("20000-29999")).isEqualTo(new PortRange(20_000, 29_999));
        assertThat(PortRange.parse("0")).isEqualTo(new PortRange(0, 0));
    }

    @Test
    void shouldCountTheCallsThatItHasRoomFor() {
        assertThat(new PortRange(20_000, 29_999).pairs()).isEqualTo(5_000);
        assertThat(new PortRange(20_001, 20_004).pairs()).isEqualTo(1);
        assertThat(new PortRange(20_000, 20_002).pairs()).isEqualTo(1);
        assertThat(new PortRange(0, 0).pairs()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1", "2-1", "1-65536", "-5", "1-2-3", "1-99999999999"})
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSayWhenEveryPortOfTheRangeIsTaken() throws IOException {
        try (MediaClock clock = new MediaClock(InetAddress.getLoopbackAddress(), new PortRange(39_650, 39_653), 1)) {
            assertThat(clock.open().port()).isEven();
            assertThat(clock.open().port()).isEven();
            assertThatThrownBy(clock::open).isInstanceOf(BindException.class).hasMessageContaining("39650-39653");
        }
    }
}
