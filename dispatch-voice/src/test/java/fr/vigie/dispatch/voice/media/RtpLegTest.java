package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.voice.speech.Rendering;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RtpLegTest {
    private static final int HEADER = 12;
    private static final byte SOUND = G711.toAlaw(8_000);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch dead = new CountDownLatch(1);
    private MediaClock media;
    private DatagramSocket telephone;
    private RtpLeg leg;

    @BeforeEach
    void open() throws IOException {
        media = new MediaClock(InetAddress.getLoopbackAddress(), MediaClock.PortRange.parse("0"), 1);
        telephone = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        telephone.setSoTimeout(2_000);
        leg = media.open();
        leg.connect(
                new Destination(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), telephone.getLocalPort()),
                        RtpLeg.PCMA,
                        Set.of(101)),
                InetAddress.getLoopbackAddress(),
                0,
                10,
                new Ended());
    }

    @AfterEach
    void close() {
        leg.close();
        media.close();
        telephone.close();
    }

    @Test
    void shouldSendNothingOnHoldAndGoOnWhereItWas() throws Exception {
        leg.play(sound(Duration.ofMillis(600)));
        int frames = loud(receive()) ? 1 : 0;

        leg.hold(true);
        telephone.setSoTimeout(300);
        try {
            for (int i = 0; i < 100; i++) {
                frames += loud(receive()) ? 1 : 0;
            }
        } catch (SocketTimeoutException silence) {
            assertThat(frames).isLessThan(30);
        }
        assertThat(ended.getCount()).isEqualTo(1);
        telephone.setSoTimeout(2_000);
        leg.hold(false);
        for (int i = 0; i < 100 && ended.getCount() > 0; i++) {
            frames += loud(receive()) ? 1 : 0;
        }

        assertThat(frames).isBetween(29, 30);
    }

    @Test
    void shouldGoOnInAnotherCodeWhenTheOtherSideAsksForIt() throws Exception {
        leg.play(sound(Duration.ofMillis(600)));
        assertThat(receive()[1] & 0x7F).isEqualTo(RtpLeg.PCMA);

        leg.redirect(new Destination(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), telephone.getLocalPort()),
                RtpLeg.PCMU,
                Set.of(101)));

        byte[] packet = receive();
        for (int i = 0; i < 10 && (packet[1] & 0x7F) == RtpLeg.PCMA; i++) {
            packet = receive();
        }
        assertThat(packet[1] & 0x7F).isEqualTo(RtpLeg.PCMU);
        assertThat(packet[HEADER]).isEqualTo(G711.alawToUlaw(new byte[] {SOUND})[0]);
        assertThat(ended.await(2, TimeUnit.SECONDS)).isTrue();
        assertThat(leg.framesSent()).isGreaterThanOrEqualTo(30);
    }

    @Test
    void shouldTakeTheLineForDeadWhenSoundThatCameStopsComing() throws Exception {
        leg.play(sound(Duration.ofMillis(600)));
        assertThat(ended.await(2, TimeUnit.SECONDS)).isTrue();
        assertThat(dead.getCount()).as("a telephone that only listens").isEqualTo(1);

        byte[] frame = new byte[HEADER + RtpLeg.FRAME_SAMPLES];
        frame[0] = (byte) 0x80;
        frame[1] = RtpLeg.PCMA;
        telephone.send(new DatagramPacket(frame, frame.length, InetAddress.getLoopbackAddress(), leg.port()));

        assertThat(dead.await(2, TimeUnit.SECONDS)).isTrue();
        assertThat(leg.packetsReceived()).isEqualTo(1);
    }

    private byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        telephone.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static boolean loud(byte[] packet) {
        return packet[HEADER] == SOUND;
    }

    private static Rendering sound(Duration length) {
        byte[] samples = new byte[(int) length.toMillis() * 8];
        Arrays.fill(samples, SOUND);
        return new Rendering(samples);
    }

    private final class Ended implements LegListener {
        @Override
        public void key(char key) {}

        @Override
        public void soundEnded() {
            ended.countDown();
        }

        @Override
        public void lineDead() {
            dead.countDown();
        }

        @Override
        public void beep() {}

        @Override
        public void longTalk() {}

        @Override
        public void talkOver() {}
    }
}
