package fr.vigie.dispatch.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnAddressTest {
    @Test
    void shouldBeTheBoundAddressUnlessAnotherIsConfigured() throws IOException {
        assertThat(OwnAddress.of(Optional.empty(), "127.0.0.1", "192.0.2.1")).isEqualTo("127.0.0.1");
        assertThat(OwnAddress.of(Optional.of("192.0.2.7"), "127.0.0.1", "192.0.2.1"))
                .isEqualTo("192.0.2.7");
        assertThat(OwnAddress.of(Optional.of("localhost"), "0.0.0.0", "192.0.2.1"))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void shouldBeTheAddressOnTheWayToTheTrunkWhenEveryAddressIsBound() throws IOException {
        assertThat(OwnAddress.of(Optional.empty(), "0.0.0.0", "127.0.0.1")).isEqualTo("127.0.0.1");
    }

    @Test
    void shouldRefuseAnAddressThatNobodyCanSendTo() {
        assertThatThrownBy(() -> OwnAddress.of(Optional.of("0.0.0.0"), "0.0.0.0", "127.0.0.1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vigie.voice.media-address");
    }
}
