package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NtpTimeTest {
    @Test
    void shouldCountSecondsFrom1900AndTheirFraction() {
        NtpTime time = new NtpTime(Instant.parse("1970-01-01T00:00:00.25Z"), 1_000);

        assertThat(time.at(1_000)).isEqualTo(2_208_988_800L << 32 | 0x4000_0000L);
        assertThat(time.at(1_000 + 1_500_000_000L)).isEqualTo(2_208_988_801L << 32 | 0xC000_0000L);
        assertThat(NtpTime.middle(time.at(1_000))).isEqualTo((int) (2_208_988_800L << 16) | 0x4000);
    }
}
