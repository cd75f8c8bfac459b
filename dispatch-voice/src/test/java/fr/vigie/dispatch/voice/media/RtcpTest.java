package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports between a leg and a telephone, over real sockets. */
class RtcpTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int THEIRS = 0x0BAD_CAFE;
    /** Of a machine that may stand still for a while. */
    private static final int LIMIT_MILLIS = 30_000;
    /** Minutes of it. */
    private static final long MOST_FLOOD = 20_000_000;

    private MediaClock media;
    private DatagramSocket sound;
    private DatagramSocket control;
    private RtpLeg leg;

    @BeforeEach
    void open() throws IOException {
        media = new MediaClock(LOOPBACK, MediaClock.PortRange.parse("0"), 1);
        sound = new DatagramSocket(0, LOOPBACK);
        control = new DatagramSocket(0, LOOPBACK);
        sound.setSoTimeout(LIMIT_MILLIS);
        control.setSoTimeout(LIMIT_MILLIS);
        leg = media.open();
    }

    @AfterEach
    void close() {
        leg.close();
        media.close();
        sound.close();
        control.close();
    }

    @Test
    void shouldReportWhatItSentAndHeardUnderARandomName() throws Exception {
        connect(false);
        for (int number = 1; number <= 20; number++) {
            if (number % 4 != 2) { // five do not come
                frame(sound, number);
            }
        }

        ByteBuffer report = receive(control, 200);
        Instant now = Instant.now();

        ByteBuffer frame = ByteBuffer.wrap(packet(sound).getData());
        int source = frame.getInt(8);
        assertThat(report.get(0) & 0x1F).as("blocks").isEqualTo(1);
        assertThat(report.getInt(4)).isEqualTo(source);
        long seconds = (report.getInt(8) & 0xFFFF_FFFFL) - 2_208_988_800L;
        assertThat(Instant.ofEpochSecond(seconds)).isBetween(now.minusSeconds(60), now);
        int sent = report.getInt(20);
        assertThat(sent).isBetween(50, 170);
        assertThat(report.getInt(24)).isEqualTo(160 * sent);
        // The frame that left with the report came sent - 1 frames after the first; more where the machine stood still.
        assertThat((report.getInt(16) - frame.getInt(4)) % 160).isZero();
        assertThat((report.getInt(16) - frame.getInt(4)) / 160).isBetween(sent - 1, sent + 100);

        assertThat(report.getInt(28)).isEqualTo(THEIRS);
        assertThat(report.get(32) & 0xFF).isEqualTo(5 * 256 / 20);
        assertThat(report.getInt(32) & 0xFF_FFFF).isEqualTo(5);
        assertThat(report.getInt(36)).isEqualTo(20);

        assertThat(report.get(52 + 1) & 0xFF).as("description").isEqualTo(202);
        assertThat(report.getInt(56)).isEqualTo(source);
        assertThat(report.get(60)).as("CNAME").isEqualTo((byte) 1);
        byte[] name = new byte[report.get(61)];
        report.get(62, name);
        assertThat(new String(name, StandardCharsets.US_ASCII))
                .matches("[A-Za-z0-9+/]{16}")
                .doesNotContain(LOOPBACK.getHostName());
        assertThat(RtcpReader.read(report, new Nobody())).isTrue();
    }

    @Test
    void shouldSayGoodbyeAtTheEndAndNothingWhereNothingWasSent() throws Exception {
        RtpLeg unheard = media.open();
        unheard.preview(destination(false), LOOPBACK);
        connect(false);
        packet(sound);

        unheard.close();
        leg.close();

        ByteBuffer last = receive(control, 200);
        int goodbye = last.limit() - 8;
        assertThat(last.get(goodbye + 1) & 0xFF).isEqualTo(203);
        assertThat(last.getInt(goodbye + 4)).isEqualTo(last.getInt(4));
        control.setSoTimeout(200);
        assertThatThrownBy(() -> packet(control)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldNotSayGoodbyeToWhomItHasSentNothing() throws Exception {
        leg.hold(true);
        connect(false);

        leg.close();

        control.setSoTimeout(500);
        assertThatThrownBy(() -> packet(control)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldShareThePortOfTheSoundWhereThatWasAgreed() throws Exception {
        connect(true);
        ByteBuffer first = ByteBuffer.wrap(packet(sound).getData());

        DatagramPacket packet = next(sound, 200);
        sound.send(block(first.getInt(8), first.getShort(2) & 0xFFFF, leg.port()));

        await().untilAsserted(() -> assertThat(leg.report().heard()).isNotNull());
        assertThat(ByteBuffer.wrap(packet.getData()).getInt(4)).isEqualTo(first.getInt(8));
        assertThat(packet.getPort()).isEqualTo(leg.port());
        assertThat(leg.packetsReceived()).as("no sound").isZero();
    }

    @Test
    void shouldBelieveReportsOnlyFromWhereTheSoundIs() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("127.0.0.9");
        connect(false);
        ByteBuffer first = ByteBuffer.wrap(packet(sound).getData());
        int source = first.getInt(8);
        int number = first.getShort(2) & 0xFFFF;

        try (DatagramSocket stranger = new DatagramSocket(0, elsewhere)) {
            stranger.send(block(source, number, leg.port() + 1));
        }
        control.send(block(source + 1, number, leg.port() + 1)); // not about us
        await().until(() -> media.reportsReceived() == 1);
        assertThat(leg.report().heard()).isNull();
        control.send(block(source, number, leg.port() + 1));

        await().untilAsserted(
                        () -> assertThat(leg.report().heard()).isEqualTo(new LegReport.Heard(25.0, 0.0, 10, null)));
        assertThat(media.reportsReceived()).isEqualTo(2);
    }

    @Test
    void shouldGoOnAsBeforeUnderAFloodOfNonsense() throws Exception {
        connect(false);
        Random random = new Random(4);
        packet(sound);
        long frames = leg.framesSent();

        long flood = 0;
        while ((leg.framesSent() - frames < 50 || flood < 1_000) && flood < MOST_FLOOD) {
            byte[] bytes = new byte[random.nextInt(1_500)];
            random.nextBytes(bytes);
            if (bytes.length > 2) {
                bytes[0] = (byte) (0x80 | bytes[0] & 0x3F);
                bytes[1] = (byte) (200 + random.nextInt(5));
            }
            control.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, leg.port() + 1));
            flood++;
        }

        assertThat(flood).isLessThan(MOST_FLOOD);
        assertThat(leg.framesSent() - frames).isGreaterThanOrEqualTo(50);
        assertThat(leg.report().heard()).isNull();
        assertThat(leg.packetsReceived()).isZero();
        assertThat(leg.isClosed()).isFalse();
    }

    @Test
    void shouldCountEarlySoundAndNeitherAnswerNorListenToIt() throws Exception {
        leg.preview(destination(false), LOOPBACK);
        for (int number = 1; number <= 30; number++) {
            frame(sound, number);
        }
        await().untilAsserted(() -> assertThat(leg.report().early()).isEqualTo(30));
        sound.setSoTimeout(200);
        assertThatThrownBy(() -> packet(sound))
                .as("nothing is played to it")
                .isInstanceOf(SocketTimeoutException.class);

        connect(false);
        sound.setSoTimeout(LIMIT_MILLIS);
        packet(sound);
        frame(sound, 31);

        await().untilAsserted(() -> assertThat(leg.packetsReceived()).isEqualTo(31));
        assertThat(leg.report().early()).isEqualTo(30);
        assertThat(leg.report().lost()).isZero();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMillis(LIMIT_MILLIS));
    }

    private void connect(boolean mux) {
        leg.connect(destination(mux), LOOPBACK, 0, 0, new Nobody());
    }

    private Destination destination(boolean mux) {
        InetSocketAddress to = new InetSocketAddress(LOOPBACK, sound.getLocalPort());
        InetSocketAddress reports = new InetSocketAddress(LOOPBACK, control.getLocalPort());
        return new Destination(to, mux ? to : reports, mux, RtpLeg.PCMA, Set.of(101));
    }

    private void frame(DatagramSocket from, int number) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(172);
        frame.put((byte) 0x80).put((byte) RtpLeg.PCMA).putShort((short) number);
        frame.putInt(160 * number).putInt(THEIRS);
        from.send(new DatagramPacket(frame.array(), 172, LOOPBACK, leg.port()));
    }

    private static DatagramPacket block(int about, int highest, int port) {
        ByteBuffer packet = ByteBuffer.allocate(32);
        packet.putInt(0x81C9_0007)
                .putInt(THEIRS)
                .putInt(about)
                .putInt(0x4000_0000)
                .putInt(highest);
        packet.putInt(80).putInt(0).putInt(0);
        return new DatagramPacket(packet.array(), 32, LOOPBACK, port);
    }

    private static ByteBuffer receive(DatagramSocket socket, int type) throws IOException {
        DatagramPacket packet = next(socket, type);
        return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    }

    /** The next RTCP packet that begins with this type. */
    private static DatagramPacket next(DatagramSocket socket, int type) throws IOException {
        for (int i = 0; i < 400; i++) {
            DatagramPacket packet = packet(socket);
            if ((packet.getData()[1] & 0xFF) == type) {
                return packet;
            }
        }
        throw new AssertionError("no packet of type " + type);
    }

    private static DatagramPacket packet(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        return packet;
    }

    private static final class Nobody implements LegListener, RtcpReader.Sink {
        @Override
        public void keyBegun(char key) {}

        @Override
        public void keyHeld(char key) {}

        @Override
        public void soundEnded() {}

        @Override
        public void beep() {}

        @Override
        public void longTalk() {}

        @Override
        public void lineDead() {}

        @Override
        public void talkOver() {}

        @Override
        public void sender(int source, int ntpMiddle) {}

        @Override
        public void block(int about, int fraction, int lost, long highest, long jitter, int last, int delay) {}
    }
}
