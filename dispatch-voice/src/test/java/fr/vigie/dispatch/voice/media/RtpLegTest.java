package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.voice.speech.Rendering;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpLegTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    /** Of a machine that may stand still for a while. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int HEADER = 12;
    private static final byte SOUND = G711.toAlaw(8_000);
    private static final int EVENTS = 101;
    private static final int FRAME_MILLIS = 20;
    /** Frames of ten seconds: no story is so long. */
    private static final int MANY = 500;

    /** Frames that are late by no more than this are sent all the same. */
    private static final int CAUGHT_UP = 10;

    /** 2 s. */
    private static final int LONG_TALK_FRAMES = 100;

    private static final int NOISE = -1;

    private final Random random = new Random(4);
    private int sampleTime;
    private int packetNumber;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch dead = new CountDownLatch(1);
    private final AtomicInteger beeps = new AtomicInteger();
    private final AtomicInteger longTalks = new AtomicInteger();
    private final StringBuffer keys = new StringBuffer();
    private volatile CountDownLatch freed = new CountDownLatch(0);
    private long connected;
    private MediaClock media;
    private DatagramSocket telephone;
    private RtpLeg leg;

    @BeforeEach
    void open() throws IOException {
        media = new MediaClock(LOOPBACK, MediaClock.PortRange.parse("0"), 1);
        telephone = new DatagramSocket(0, LOOPBACK);
        telephone.setSoTimeout((int) LIMIT.toMillis());
        leg = media.open();
        connected = System.nanoTime();
        leg.connect(destination(RtpLeg.PCMA), LOOPBACK, 0, 10, new Told());
    }

    @AfterEach
    void close() {
        freed.countDown();
        leg.close();
        media.close();
        telephone.close();
    }

    @Test
    void shouldSendNothingOnHoldAndGoOnWhereItWas() throws Exception {
        leg.play(sound(Duration.ofSeconds(3)));
        byte[] first = receive();
        long frames = loud(List.of(first));

        leg.hold(true);
        List<byte[]> meanwhile = untilSilence(300);
        frames += loud(meanwhile);
        assertThat(ended.getCount()).isEqualTo(1);
        leg.hold(false);
        byte[] resumed = receive();
        frames += loud(List.of(resumed));
        for (int i = 0; i < MANY && ended.getCount() > 0; i++) {
            frames += loud(List.of(receive()));
        }

        byte[] last = meanwhile.isEmpty() ? first : meanwhile.get(meanwhile.size() - 1);
        assertThat(frames).isBetween(149L, 150L); // the end may be told before the last one is here
        assertThat(marked(first)).isTrue();
        assertThat(marked(resumed)).isTrue();
        assertThat(number(resumed)).isEqualTo(number(last) + 1 & 0xFFFF);
        assertThat(time(resumed) - time(last)).as("time goes on").isGreaterThan(RtpLeg.FRAME_SAMPLES);
    }

    @Test
    void shouldNumberAndTimeItsFramesOneAfterTheOther() throws Exception {
        byte[] before = receive();
        for (int i = 0; i < 60; i++) {
            byte[] packet = receive();
            assertThat(number(packet)).isEqualTo(number(before) + 1 & 0xFFFF);
            assertThat(time(packet) - time(before) == RtpLeg.FRAME_SAMPLES)
                    .as("marked where time was skipped, and only there")
                    .isNotEqualTo(marked(packet));
            assertThat(packet).hasSize(HEADER + RtpLeg.FRAME_SAMPLES).endsWith(G711.ALAW_SILENCE);
            before = packet;
        }

        assertThat(System.nanoTime() - connected)
                .as("never faster than it is heard")
                .isGreaterThan(TimeUnit.MILLISECONDS.toNanos((60 - CAUGHT_UP - 1) * FRAME_MILLIS));
    }

    @Test
    void shouldNotSendInABurstWhatIsLateByFar() throws Exception {
        // Given: whoever hears of the end of a sound holds up the pacing thread
        freed = new CountDownLatch(1);
        leg.play(sound(Duration.ofMillis(100)));
        assertThat(ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        List<byte[]> before = untilSilence(1_000);
        byte[] last = before.get(before.size() - 1);

        // When
        freed.countDown();

        // Then
        int skipped = 0;
        for (int i = 0; i < 2 * CAUGHT_UP && skipped == 0; i++) {
            byte[] packet = receive();
            int step = time(packet) - time(last);
            skipped = step == RtpLeg.FRAME_SAMPLES ? 0 : step / RtpLeg.FRAME_SAMPLES;
            last = packet;
        }
        assertThat(skipped).isGreaterThan(CAUGHT_UP);
    }

    @Test
    void shouldGoOnInAnotherCodeWhenTheOtherSideAsksForIt() throws Exception {
        leg.play(sound(Duration.ofSeconds(3)));
        assertThat(type(receive())).isEqualTo(RtpLeg.PCMA);

        leg.redirect(destination(RtpLeg.PCMU));

        byte[] packet = receive();
        for (int i = 0; i < MANY && type(packet) == RtpLeg.PCMA; i++) {
            packet = receive();
        }
        assertThat(type(packet)).isEqualTo(RtpLeg.PCMU);
        assertThat(packet[HEADER]).isEqualTo(G711.alawToUlaw(new byte[] {SOUND})[0]);
        assertThat(ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(leg.framesSent()).isGreaterThanOrEqualTo(150);
    }

    @Test
    void shouldTakeTheLineForDeadWhenSoundThatCameStopsComing() throws Exception {
        leg.play(sound(Duration.ofMillis(600)));
        assertThat(ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(dead.getCount()).as("a telephone that only listens").isEqualTo(1);

        send(telephone, header(0x80, RtpLeg.PCMA, 0).limit(HEADER + RtpLeg.FRAME_SAMPLES));

        assertThat(dead.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(leg.packetsReceived()).isEqualTo(1);
    }

    @Test
    void shouldFindAKeyBehindContributorsAndAnExtension() throws Exception {
        ByteBuffer cut = header(0x90, EVENTS, 160).putInt(0xBEDE_FFFF).putInt(0x018A_0140);
        ByteBuffer packet = header(0x92, EVENTS, 1_600).putInt(1).putInt(2);
        packet.putInt(0xBEDE_0002).putInt(0x028A_0140).putInt(0x038A_0140).putInt(0x058A_0140);

        send(telephone, cut.flip());
        send(telephone, packet.flip());

        Awaitility.await().atMost(LIMIT).until(() -> !keys.isEmpty());
        assertThat(keys).hasToString("5");
        assertThat(leg.packetsReceived()).isEqualTo(2);
        assertThat(leg.isClosed()).isFalse();
    }

    @Test
    void shouldHearOnlyWhomTheCallIsWithAndOnlyKeysOfTheAgreedType() throws Exception {
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.9"))) {
            send(stranger, header(0x80, EVENTS, 160).putInt(0x018A_0140).flip());
        }
        send(telephone, header(0x80, 96, 1_600).putInt(0x028A_0140).flip());
        send(telephone, header(0x80, EVENTS, 3_200).putInt(0x038A_0140).flip());

        Awaitility.await().atMost(LIMIT).until(() -> !keys.isEmpty());
        assertThat(keys).hasToString("3");
        assertThat(leg.packetsReceived()).isEqualTo(2);
    }

    @Test
    void shouldTellHowLongAKeyIsHeldThoughItsSourceChanges() throws Exception {
        send(telephone, header(0x80, EVENTS, 160).putInt(0x090A_00A0).flip());
        send(telephone, header(0x80, EVENTS, 160).putInt(0x090A_0140).flip());
        send(
                telephone,
                header(0x80, EVENTS, 160).putInt(8, 4_242).putInt(0x098A_01E0).flip());
        send(
                telephone,
                header(0x80, EVENTS, 3_200).putInt(8, 4_242).putInt(0x018A_0140).flip());

        Awaitility.await().atMost(LIMIT).until(() -> keys.indexOf("1") >= 0);
        assertThat(keys).hasToString("9--1");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60})
    void shouldHearTheBeepWhateverItsPacketsHold(int millis) throws Exception {
        talk(millis, MANY, 1_000, () -> sampleTime > 8_000 * 3);
        talk(millis, MANY, 0, () -> beeps.get() > 0);

        assertThat(beeps).hasPositiveValue();
    }

    @Test
    void shouldNotTakeAPersonForAMachineWhenItsPacketsAreShort() throws Exception {
        leg.connect(destination(RtpLeg.PCMA), LOOPBACK, LONG_TALK_FRAMES, 0, new Told());

        talk(10, MANY, NOISE, () -> sampleTime >= 8_000 * 3 / 2);
        talk(10, MANY, 1_000, () -> sampleTime >= 8_000 * 7 / 2);
        talk(10, MANY, 0, () -> beeps.get() > 0);
        assertThat(longTalks).as("three quarters of the limit").hasValue(0);

        talk(10, MANY, NOISE, () -> longTalks.get() > 0);
        assertThat(longTalks).hasValue(1);
    }

    /** Sends in packets of so many milliseconds, one frame's time for each frame that comes: the leg's clock paces. */
    private void talk(int millis, int most, int hertz, BooleanSupplier enough) throws IOException {
        int due = sampleTime;
        for (int i = 0; i < most && !enough.getAsBoolean(); i++) {
            receive();
            for (due += RtpLeg.FRAME_SAMPLES; due - sampleTime >= millis * 8; ) {
                send(telephone, packet(millis, hertz));
            }
        }
    }

    private ByteBuffer packet(int millis, int hertz) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + millis * 8);
        packet.put((byte) 0x80).put((byte) RtpLeg.PCMA).putShort((short) packetNumber++);
        packet.putInt(sampleTime).putInt(7);
        while (packet.hasRemaining()) {
            double angle = 2 * Math.PI * hertz * sampleTime++ / 8_000;
            packet.put(G711.toAlaw(hertz == NOISE ? random.nextInt(-8_000, 8_000) : (int) (8_000 * Math.sin(angle))));
        }
        return packet.flip();
    }

    private Destination destination(int payloadType) {
        InetSocketAddress to = new InetSocketAddress(LOOPBACK, telephone.getLocalPort());
        return new Destination(to, payloadType, Set.of(EVENTS));
    }

    private static ByteBuffer header(int first, int type, int time) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + RtpLeg.FRAME_SAMPLES);
        return packet.put((byte) first)
                .put((byte) type)
                .putShort((short) 1)
                .putInt(time)
                .putInt(7);
    }

    private void send(DatagramSocket from, ByteBuffer packet) throws IOException {
        from.send(new DatagramPacket(packet.array(), packet.limit(), LOOPBACK, leg.port()));
    }

    private byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        telephone.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** All that comes until for so long nothing does. */
    private List<byte[]> untilSilence(int millis) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        telephone.setSoTimeout(millis);
        try {
            while (packets.size() < MANY) {
                packets.add(receive());
            }
            throw new AssertionError("it is never silent");
        } catch (SocketTimeoutException silence) {
            telephone.setSoTimeout((int) LIMIT.toMillis());
            return packets;
        }
    }

    private static long loud(List<byte[]> packets) {
        return packets.stream().filter(packet -> packet[HEADER] == SOUND).count();
    }

    private static boolean marked(byte[] packet) {
        return (packet[1] & 0x80) != 0;
    }

    private static int type(byte[] packet) {
        return packet[1] & 0x7F;
    }

    private static int number(byte[] packet) {
        return ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
    }

    private static int time(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(4);
    }

    private static Rendering sound(Duration length) {
        byte[] samples = new byte[(int) length.toMillis() * 8];
        Arrays.fill(samples, SOUND);
        return new Rendering(samples);
    }

    private final class Told implements LegListener {
        @Override
        public void keyBegun(char key) {
            keys.append(key);
        }

        @Override
        public void keyHeld(char key) {
            keys.append('-');
        }

        @Override
        public void soundEnded() {
            ended.countDown();
            try {
                freed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void lineDead() {
            dead.countDown();
        }

        @Override
        public void beep() {
            beeps.incrementAndGet();
        }

        @Override
        public void longTalk() {
            longTalks.incrementAndGet();
        }

        @Override
        public void talkOver() {}
    }
}
