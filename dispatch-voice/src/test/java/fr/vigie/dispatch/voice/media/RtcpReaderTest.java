package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpReaderTest {
    /** What is told, as plain numbers. */
    private static final class Told implements RtcpReader.Sink {
        private final List<List<Long>> said = new ArrayList<>();

        @Override
        public void sender(int source, int ntpMiddle) {
            said.add(List.of((long) source, (long) ntpMiddle));
        }

        @Override
        public void block(int about, int fraction, int lost, long highest, long jitter, int lastReport, int delay) {
            said.add(List.of(
                    (long) about, (long) fraction, (long) lost, highest, jitter, (long) lastReport, (long) delay));
        }
    }

    @Test
    void shouldReadASenderReportWithABlockAndSkipWhatElseThereIs() {
        ByteBuffer packet = ByteBuffer.allocate(100);
        packet.putInt(0x81C8_000C)
                .putInt(7)
                .putLong(0x0011_2233_4455_6677L)
                .putInt(1)
                .putInt(2)
                .putInt(3);
        packet.putInt(9)
                .putInt(0x40FF_FFFE)
                .putInt(0xFFFF_FFFF)
                .putInt(80)
                .putInt(5)
                .putInt(6);
        packet.putInt(0x81CA_0002).putInt(7).putInt(0x0102_4141); // SDES
        packet.putInt(0x81CB_0001).putInt(7); // BYE

        assertThat(told(Arrays.copyOf(packet.array(), packet.position())))
                .containsExactly(List.of(7L, 0x2233_4455L), List.of(9L, 0x40L, -2L, 0xFFFF_FFFFL, 80L, 5L, 6L));
    }

    @Test
    void shouldTellNothingOfAPacketThatBreaksTheRules() {
        byte[] good = compound(new Random(1));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThat(told(cut)).as("cut to %d", length).isEqualTo(Reference.read(cut));
        }
        assertThat(told(bytes(0x80CA_0001, 7))).as("no report first").isNull();
        assertThat(told(bytes(0xA0C9_0001, 7))).as("the first is padded").isNull();
        assertThat(told(bytes(0x40C9_0001, 7))).as("another version").isNull();
        assertThat(told(bytes(0x81C9_0001, 7))).as("a block that is not there").isNull();
        assertThat(told(bytes(0x80C9_0001, 7, 0xA0CA_0000)))
                .as("padding of itself")
                .isNull();
        assertThat(told(bytes(0x80C9_FFFF, 7))).as("longer than it is").isNull();
        assertThat(told(bytes(0x80C9_0000))).as("shorter than a report").isNull();
    }

    @Test
    void shouldReadWhateverComesAsAPlainReferenceDoes() {
        Random random = new Random(20);
        int good = 0;
        for (int round = 0; round < 300_000; round++) {
            byte[] packet = compound(random);
            for (int change = random.nextInt(3); change > 0; change--) {
                // Mostly heads and lengths: the rest is only numbers.
                packet[random.nextInt(random.nextBoolean() ? 8 : packet.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                packet = Arrays.copyOf(packet, random.nextInt(packet.length + 8));
            }
            List<List<Long>> expected = Reference.read(packet);
            assertThat(told(packet))
                    .as("round %d: %s", round, Arrays.toString(packet))
                    .isEqualTo(expected);
            good += expected == null ? 0 : 1;
        }
        assertThat(good).isBetween(50_000, 250_000);
    }

    private static List<List<Long>> told(byte[] packet) {
        Told told = new Told();
        boolean read = RtcpReader.read(ByteBuffer.wrap(packet), told);
        assertThat(read || told.said.isEmpty()).isTrue();
        return read ? told.said : null;
    }

    private static byte[] bytes(int... words) {
        ByteBuffer packet = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            packet.putInt(word);
        }
        return packet.array();
    }

    private static byte[] compound(Random random) {
        ByteBuffer packet = ByteBuffer.allocate(2_000);
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            int kind = i == 0 ? random.nextInt(2) : random.nextInt(5);
            int count = random.nextInt(4);
            int words = kind == 0 ? 6 + 6 * count : kind == 1 ? 1 + 6 * count : random.nextInt(6);
            int padding = i == parts - 1 && i > 0 && random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
            packet.put((byte) (0x80 | (padding > 0 ? 0x20 : 0) | count));
            packet.put((byte) (200 + kind)).putShort((short) (words + padding));
            for (int word = 0; word < words + padding; word++) {
                packet.putInt(word == words + padding - 1 && padding > 0 ? 4 * padding : random.nextInt());
            }
        }
        return Arrays.copyOf(packet.array(), packet.position());
    }

    /** The same, written without any care for speed: cuts the packet into parts, then looks at each. */
    private static final class Reference {
        static List<List<Long>> read(byte[] packet) {
            List<byte[]> parts = new ArrayList<>();
            int at = 0;
            while (at < packet.length) {
                if (packet.length - at < 4) {
                    return null;
                }
                int length = (number(packet, at + 2, 2).intValue() + 1) * 4;
                if (at + length > packet.length) {
                    return null;
                }
                parts.add(Arrays.copyOfRange(packet, at, at + length));
                at += length;
            }
            if (parts.isEmpty()) {
                return null;
            }
            List<List<Long>> said = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                byte[] part = parts.get(i);
                boolean padded = (part[0] & 0x20) != 0;
                int type = part[1] & 0xFF;
                if ((part[0] & 0xFF) >> 6 != 2 || i == 0 && (padded || type != 200 && type != 201)) {
                    return null;
                }
                int length = part.length;
                if (padded) {
                    int padding = part[part.length - 1] & 0xFF;
                    if (i < parts.size() - 1 || padding == 0 || padding % 4 != 0 || padding > part.length - 4) {
                        return null;
                    }
                    length -= padding;
                }
                if (type != 200 && type != 201) {
                    continue;
                }
                int block = type == 200 ? 28 : 8;
                int count = part[0] & 0x1F;
                if (length < block + 24 * count) {
                    return null;
                }
                if (type == 200) {
                    said.add(List.of(signed(part, 4), signed(part, 10)));
                }
                for (int j = 0; j < count; j++, block += 24) {
                    long lost = number(part, block + 5, 3);
                    said.add(List.of(
                            signed(part, block),
                            number(part, block + 4, 1),
                            lost >= 1 << 23 ? lost - (1 << 24) : lost,
                            number(part, block + 8, 4),
                            number(part, block + 12, 4),
                            signed(part, block + 16),
                            signed(part, block + 20)));
                }
            }
            return said;
        }

        private static Long number(byte[] from, int at, int bytes) {
            long number = 0;
            for (int i = 0; i < bytes; i++) {
                number = number * 256 + (from[at + i] & 0xFF);
            }
            return number;
        }

        private static Long signed(byte[] from, int at) {
            long number = number(from, at, 4);
            return number >= 1L << 31 ? number - (1L << 32) : number;
        }
    }
}
