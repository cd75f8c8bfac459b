package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpSessionTest {
    private static final int OURS = 42;
    private static final long SECOND = 1_000_000_000;

    private final NtpTime time = new NtpTime(Instant.parse("2026-11-22T02:00:00Z"), 0);
    private final Reception reception = new Reception();
    private final RtcpSession session =
            new RtcpSession(OURS, "name".getBytes(StandardCharsets.US_ASCII), time, reception, new Random(1));

    @Test
    void shouldSpreadReportsAsTheStandardAsks() {
        Random random = new Random(9);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            int frames = RtcpSession.interval(5, random.nextDouble());
            // RFC 3550 section 6.3.1: half to one and a half times 5 s, over e - 1.5.
            assertThat(frames).isBetween(102, 308);
            sum += frames;
        }
        assertThat(sum / 100_000).isBetween(203.0, 208.0);
    }

    @Test
    void shouldReportSoonAtFirstAndThenLessOften() {
        assertThat(framesToNextReport()).isBetween(51, 154);
        for (int report = 0; report < 100; report++) {
            assertThat(framesToNextReport()).isBetween(102, 308);
        }
    }

    @Test
    void shouldBeAReceiverWhileItSendsNothingAndASenderUntilTwoReportsAfterIt() {
        assertThat(typeWithSent(0)).isEqualTo(201);
        assertThat(typeWithSent(100)).isEqualTo(200);
        assertThat(typeWithSent(100)).isEqualTo(200);
        assertThat(typeWithSent(100)).isEqualTo(201);
    }

    @Test
    void shouldTellLossJitterAndRoundTripFromTheBlockAboutUs() {
        int sentAt = NtpTime.middle(time.at(10 * SECOND));
        block(OURS, 64, 10, 1_099, 240, sentAt, 3 << 16, 13 * SECOND + SECOND / 4);

        LegReport.Heard heard = session.heard();
        assertThat(heard.worstLossPercent()).isEqualTo(25.0);
        assertThat(heard.averageLossPercent()).isEqualTo(10.0);
        assertThat(heard.jitterMillis()).isEqualTo(30);
        assertThat(heard.roundTripMillis()).isEqualTo(250);

        block(OURS, 0, 10, 1_199, 80, 0, 0, 20 * SECOND);
        assertThat(session.heard()).isEqualTo(new LegReport.Heard(25.0, 5.0, 30, 250));

        block(OURS, 64, 10, 1_099, 240, 0, 0, 21 * SECOND); // the first, once more and late
        assertThat(session.heard()).isEqualTo(new LegReport.Heard(25.0, 5.0, 30, 250));
    }

    @Test
    void shouldPassOverWhatCannotBeTrue() {
        block(7, 255, 1, 1_010, 1, 0, 0, SECOND); // about somebody else
        block(OURS, 255, 1, 1_200, 1, 0, 0, SECOND); // a packet that was never sent
        block(OURS, 255, 1, 999, 1, 0, 0, SECOND); // one from before the first
        block(OURS, 255, 500, 1_010, 1, 0, 0, SECOND); // more lost than sent
        block(OURS, 255, 1, 1_010, 0xFFFF_FFFFL, 0, 0, SECOND); // days of jitter
        assertThat(session.heard()).isNull();

        block(OURS, 0, 0, 1_010, 0, NtpTime.middle(time.at(SECOND)), -1, 2 * SECOND);
        block(OURS, 0, 0, 1_010, 0, NtpTime.middle(time.at(9 * SECOND)), 0, 2 * SECOND);
        block(OURS, 0, 0, 1_010, 0, 0x7FFF_0000, 0, 2 * SECOND);
        assertThat(session.heard().roundTripMillis()).isNull();
    }

    @Test
    void shouldAnswerASenderReportWithItsTimeAndTheDelaySince() {
        reception.packet(7, 1);
        ByteBuffer theirs = ByteBuffer.allocate(28);
        theirs.putInt(0x80C8_0006)
                .putInt(7)
                .putLong(0x0000_1111_2222_0000L)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        session.read(theirs.flip(), SECOND, 1_000, 200);
        ByteBuffer other = ByteBuffer.allocate(28);
        other.putInt(0x80C8_0006).putInt(8).putLong(-1).putInt(0).putInt(0).putInt(0);
        session.read(other.flip(), SECOND, 1_000, 200); // not whose sound we hear

        ByteBuffer out = ByteBuffer.allocate(256);
        session.write(out, 3 * SECOND + SECOND / 2, 5, 100, false);

        assertThat(out.getInt(28)).as("about").isEqualTo(7);
        assertThat(out.getInt(28 + 16)).isEqualTo(0x1111_2222);
        assertThat(out.getInt(28 + 20)).isEqualTo(2 << 16 | 1 << 15);
    }

    private int framesToNextReport() {
        int frames = 1;
        while (!session.due()) {
            frames++;
        }
        return frames;
    }

    private int typeWithSent(long sent) {
        ByteBuffer out = ByteBuffer.allocate(256);
        session.write(out, SECOND, 0, sent, false);
        assertThat(RtcpReader.read(out, session)).isTrue();
        return out.get(1) & 0xFF;
    }

    /** Our first packet had the number 1,000, and 200 were sent. */
    private void block(int about, int fraction, int lost, int highest, long jitter, int last, int delay, long now) {
        ByteBuffer packet = ByteBuffer.allocate(32);
        packet.putInt(0x81C9_0007)
                .putInt(7)
                .putInt(about)
                .putInt(fraction << 24 | lost)
                .putInt(highest);
        packet.putInt((int) jitter).putInt(last).putInt(delay).flip();
        session.read(packet, now, 1_000, 200);
    }
}
