package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceptionTest {
    private static final int SOURCE = 0x1234_5678;

    private final Reception reception = new Reception();
    private final ByteBuffer block = ByteBuffer.allocate(RtcpReader.BLOCK_BYTES);

    @Test
    void shouldCountWhatIsLostInDisorderAndOverTheEndOfTheNumbers() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Reception each = new Reception();
            int first = random.nextInt(65_536);
            int count = 500 + random.nextInt(200_000);
            int lost = 0;
            int late = -1;
            for (int i = 0; i < count; i++) {
                int number = first + i & 0xFFFF;
                boolean edge = i < 3 || i > count - 3;
                if (!edge && random.nextInt(50) == 0) {
                    lost++;
                } else if (!edge && late < 0 && random.nextInt(50) == 0) {
                    late = number;
                } else {
                    each.packet(SOURCE, number);
                    if (late >= 0) {
                        each.packet(SOURCE, late);
                        late = -1;
                    }
                }
            }
            assertThat(each.lost()).as("round %d", round).isEqualTo(lost);
        }
    }

    @Test
    void shouldReportTheShareThatWasLostSinceTheLastReport() {
        packets(100, 199);
        report(0, 0);
        assertThat(block.getInt(4)).as("nothing lost").isZero();

        packets(200, 249);
        packets(300, 349); // 50 of 150 did not come
        report(7, 9);

        assertThat(block.getInt(0)).isEqualTo(SOURCE);
        assertThat(block.get(4) & 0xFF).isEqualTo(50 * 256 / 150);
        assertThat(block.getInt(4) & 0xFF_FFFF).isEqualTo(50);
        assertThat(block.getInt(8)).isEqualTo(349);
        assertThat(block.getInt(16)).isEqualTo(7);
        assertThat(block.getInt(20)).isEqualTo(9);

        packets(350, 360);
        report(0, 0);
        assertThat(block.get(4)).as("of this interval").isZero();
        assertThat(block.getInt(4) & 0xFF_FFFF).as("of all").isEqualTo(50);
    }

    @Test
    void shouldCountCyclesAndReportDuplicatesAsLessThanNothingLost() {
        packets(65_530, 65_540);
        reception.packet(SOURCE, 4);
        report(0, 0);

        assertThat(block.getInt(8)).isEqualTo(65_540);
        assertThat(block.getInt(4)).isEqualTo(0x00FF_FFFF);
        assertThat(reception.lost()).isZero();
    }

    @Test
    void shouldTellJitterAsTheStandardDoes() {
        Random random = new Random(5);
        double expected = 0;
        int before = 0;
        for (int i = 0; i < 2_000; i++) {
            int transit = random.nextInt(400);
            reception.packet(SOURCE, i & 0xFFFF);
            reception.sound(i * 160 - 100_000, i * 160 + transit);
            if (i > 0) {
                expected += (Math.abs(transit - before) - expected) / 16;
            }
            before = transit;
        }
        report(0, 0);

        assertThat((double) block.getInt(12)).isCloseTo(expected, org.assertj.core.data.Offset.offset(2.0));
    }

    @Test
    void shouldFollowAnotherSourceOnlyFromItsSecondPacketInSequence() {
        packets(10, 19);

        assertThat(reception.packet(7, 900)).isFalse();
        assertThat(reception.packet(8, 901)).as("a stray each").isFalse();
        assertThat(reception.packet(SOURCE, 30)).isTrue();
        assertThat(reception.packet(7, 5)).isFalse();
        assertThat(reception.packet(7, 6)).isTrue();

        assertThat(reception.follows(7)).isTrue();
        assertThat(reception.lost())
                .as("what the first source lost is not forgotten")
                .isEqualTo(10);
    }

    @Test
    void shouldTellALongGapFromAJump() {
        packets(10, 19);

        assertThat(reception.packet(SOURCE, 19 + 3_000)).as("a jump").isFalse();
        assertThat(reception.packet(SOURCE, 19 + 2_999)).as("a gap").isTrue();
        assertThat(reception.lost()).isEqualTo(2_998);
        assertThat(reception.packet(SOURCE, 19 + 2_999 - 99)).as("late").isTrue();
        assertThat(reception.lost()).isEqualTo(2_997);
        assertThat(reception.packet(SOURCE, 19 + 2_999 - 101)).as("too late").isFalse();
    }

    @Test
    void shouldRememberTheGreatestJitterInMilliseconds() {
        assertThat(reception.worstJitterMillis()).isEqualTo(-1);
        for (int i = 0; i < 400; i++) {
            reception.packet(SOURCE, i);
            reception.sound(i * 160, i * 160 + (i < 200 ? i % 2 * 80 : 0));
        }

        // Ten milliseconds of difference each time, to which the estimate comes near; then none.
        assertThat(reception.worstJitterMillis()).isBetween(9, 10);
    }

    @Test
    void shouldStartAgainWhenTheNumbersJump() {
        packets(10, 19);

        assertThat(reception.packet(SOURCE, 30_000)).isFalse();
        assertThat(reception.packet(SOURCE, 30_001)).isTrue();
        packets(30_002, 30_010);

        assertThat(reception.lost()).isZero();
    }

    private void packets(int from, int to) {
        for (int i = from; i <= to; i++) {
            reception.packet(SOURCE, i & 0xFFFF);
        }
    }

    private void report(int lastReport, int delay) {
        block.clear();
        reception.report(block, lastReport, delay);
    }
}
