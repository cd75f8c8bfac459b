package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;

class G711Test {
    private static final AudioFormat LINEAR = new AudioFormat(8_000, 16, 1, true, false);

    @Test
    void shouldDecodeAsThePlatformDoes() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        byte[] alaw = platform(all, AudioFormat.Encoding.ALAW);
        byte[] ulaw = platform(all, AudioFormat.Encoding.ULAW);

        for (int i = 0; i < 256; i++) {
            assertThat(G711.fromAlaw((byte) i)).as("A-law %02x", i).isEqualTo(sample(alaw, i));
            assertThat(G711.fromUlaw((byte) i)).as("µ-law %02x", i).isEqualTo(sample(ulaw, i));
        }
    }

    @Test
    void shouldEncodeEveryValueThatItDecodes() {
        for (int i = 0; i < 256; i++) {
            assertThat(G711.toAlaw(G711.fromAlaw((byte) i))).isEqualTo((byte) i);
        }
        assertThat(G711.toAlaw(0)).isEqualTo(G711.ALAW_SILENCE);
        assertThat(G711.toAlaw(Short.MIN_VALUE)).isEqualTo(G711.toAlaw(-32_000));
        assertThat(G711.toAlaw(Short.MAX_VALUE)).isEqualTo(G711.toAlaw(32_000));
    }

    @Test
    void shouldStayCloseWhenALawBecomesMuLaw() {
        for (int i = 0; i < 256; i++) {
            int before = G711.fromAlaw((byte) i);
            int after = G711.fromUlaw(G711.alawToUlaw(new byte[] {(byte) i})[0]);
            assertThat(Math.abs(after - before)).as("%02x", i).isLessThanOrEqualTo(Math.max(16, Math.abs(before) / 16));
        }
    }

    private static byte[] platform(byte[] samples, AudioFormat.Encoding encoding) throws IOException {
        AudioFormat format = new AudioFormat(encoding, 8_000, 8, 1, 1, 8_000, false);
        try (AudioInputStream source = new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length);
                AudioInputStream linear = AudioSystem.getAudioInputStream(LINEAR, source)) {
            return linear.readAllBytes();
        }
    }

    private static short sample(byte[] littleEndian, int index) {
        return (short) ((littleEndian[2 * index] & 0xFF) | littleEndian[2 * index + 1] << 8);
    }
}
