package fr.vigie.simulators.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final long FRAME = 20_000_000;

    @Test
    void shouldTellLatenessOfEachFrameAsPlainArithmeticDoes() {
        Random random = new Random(4);
        int first = 65_000; // the sequence number begins again on the way
        long[] delays = new long[1_500];
        Arrivals arrivals = new Arrivals();
        for (int n = 0; n < delays.length; n++) {
            delays[n] = 3_000_000 + (long) (random.nextDouble() * 30_000_000);
            arrivals.add(first + n & 0xFFFF, stamp(n), 77 + n * FRAME + delays[n]);
        }

        List<Long> late = lateness(arrivals);

        long earliest = Arrays.stream(delays).min().orElseThrow();
        assertThat(late).hasSameSizeAs(Arrays.stream(delays).boxed().toList());
        for (int n = 0; n < delays.length; n++) {
            assertThat(late.get(n)).isCloseTo((delays[n] - earliest) / 1_000, within(1L));
        }
        assertThat(arrivals.lost()).isZero();
    }

    @Test
    void shouldCountAGapAsLostWhenRepeatedFramesMakeUpForItInNumber() {
        Arrivals arrivals = new Arrivals();

        arrivals.add(10, stamp(10), 0);
        arrivals.add(11, stamp(11), FRAME);
        arrivals.add(11, stamp(11), FRAME + 5);
        arrivals.add(11, stamp(11), FRAME + 6);
        arrivals.add(14, stamp(14), 4 * FRAME);

        assertThat(arrivals.frames()).isEqualTo(3);
        assertThat(arrivals.repeated()).isEqualTo(2);
        assertThat(arrivals.lost()).isEqualTo(2);
    }

    @Test
    void shouldCountAFrameThatWasOvertakenAsLateAndNotAsLost() {
        Arrivals arrivals = new Arrivals();

        arrivals.add(0, stamp(0), 0);
        arrivals.add(2, stamp(2), 2 * FRAME);
        arrivals.add(1, stamp(1), 2 * FRAME + 1_000_000);

        assertThat(arrivals.lost()).isZero();
        assertThat(lateness(arrivals)).containsExactly(0L, 21_000L, 0L);
    }

    @Test
    void shouldHoldAPauseAgainstAllFramesThatFollow() {
        Arrivals arrivals = new Arrivals();

        for (int n = 0; n < 10; n++) {
            arrivals.add(n, stamp(n), n * FRAME + (n < 5 ? 0 : 50_000_000));
        }

        assertThat(lateness(arrivals)).containsExactly(0L, 0L, 0L, 0L, 0L, 50_000L, 50_000L, 50_000L, 50_000L, 50_000L);
    }

    @Test
    void shouldNameTheQuantilesOfASortedListToATenthOfAMillisecond() {
        Random random = new Random(5);
        Histogram histogram = new Histogram();
        List<Long> plain = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long micros = (long) (Math.abs(random.nextGaussian()) * 20_000);
            histogram.add(micros);
            plain.add(micros);
        }

        plain.sort(Long::compare);
        for (double share : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = plain.get((int) Math.ceil(share * plain.size()) - 1) / 1_000.0;
            assertThat(histogram.within(share)).isCloseTo(exact, within(0.1));
        }
        assertThat(histogram.above(40))
                .isEqualTo(plain.stream().filter(each -> each >= 40_000).count());
    }

    @Test
    void shouldCountFramesThatTheSenderLeftOutAsSkippedAndTheNextOnesAsOnTime() {
        Arrivals arrivals = new Arrivals();

        for (int n = 0; n < 10; n++) {
            int place = n < 5 ? n : n + 15;
            arrivals.add(n, stamp(place), place * FRAME);
        }

        assertThat(arrivals.skipped()).isEqualTo(15);
        assertThat(arrivals.lost()).isZero();
        assertThat(lateness(arrivals)).containsOnly(0L);
    }

    /** Of a stream whose timestamps begin anew on the way. */
    private static int stamp(int frame) {
        return Integer.MAX_VALUE - 300 + 160 * frame;
    }

    private static List<Long> lateness(Arrivals arrivals) {
        List<Long> late = new ArrayList<>();
        arrivals.lateness(late::add);
        return late;
    }
}
