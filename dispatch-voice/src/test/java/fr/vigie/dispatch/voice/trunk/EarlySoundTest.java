package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.events.DeliveryState;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Sound before the answer; SIPp does the signalling, the test the sound. Needs sipp; skipped where there is none. */
@EnabledIf("installed")
class EarlySoundTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Pattern OFFERED = Pattern.compile("m=audio (\\d+) RTP/AVP 8 0 101");
    /** Frames of a tone that would be a machine's beep, were it listened to. */
    private static final int ENOUGH_FOR_A_BEEP = 15;

    private static TrunkRig rig;

    static boolean installed() {
        return Sipp.installed();
    }

    @BeforeAll
    static void start() throws IOException {
        CallLimits usual = TrunkRig.LIMITS;
        // A frame of the early tone may come just after the answer; that nothing follows is not what is tested here.
        rig = new TrunkRig(
                "vigie",
                new CallLimits(
                        usual.silence(), usual.ring(), usual.cancel(), usual.call(), Duration.ZERO, usual.talk()));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldPlayWhereTheAnswerWantsItAndOnlyCountWhatCameBefore() throws Exception {
        try (DatagramSocket early = socket();
                DatagramSocket answered = socket()) {
            CallDetail detail = call("uas_early_then_other", early, answered);

            assertThat(detail.sound().early()).isGreaterThanOrEqualTo(ENOUGH_FOR_A_BEEP);
            assertThat(detail.outcome())
                    .as("a tone before the answer is no machine")
                    .isEqualTo("ANSWERED");
            assertThat(received(answered)).isBetween(50L, detail.sound().sent());
            assertThat(received(early)).isZero();
            assertThat(detail.ringingAt()).isBefore(detail.answeredAt());
        }
    }

    @Test
    void shouldStayWithTheEarlyDescriptionWhereTheAnswerHasNone() throws Exception {
        try (DatagramSocket early = socket()) {
            CallDetail detail = call("uas_early_stands", early, early);

            assertThat(detail.sound().early()).isGreaterThanOrEqualTo(ENOUGH_FOR_A_BEEP);
            assertThat(detail.outcome()).isEqualTo("ANSWERED");
            assertThat(received(early)).isBetween(50L, detail.sound().sent());
        }
    }

    private static CallDetail call(String scenario, DatagramSocket early, DatagramSocket answered) throws Exception {
        try (Sipp telephone =
                Sipp.own(scenario, Map.of("early_port", early.getLocalPort(), "sound_port", answered.getLocalPort()))) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);
            CompletableFuture<HandOverOutcome> outcome =
                    rig.trunk(telephone.port(), null, null).handOver(asked).toCompletableFuture();
            Awaitility.await().until(() -> telephone.messages().contains("183 Session Progress"));
            Matcher offer = OFFERED.matcher(telephone.messages());
            assertThat(offer.find()).isTrue();
            int port = Integer.parseInt(offer.group(1));
            AtomicInteger frames = new AtomicInteger();
            Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
                beep(early, frames.getAndIncrement(), port);
                return telephone.messages().contains("SIP/2.0 200 OK");
            });
            assertThat(outcome.join())
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ANSWERED));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            return rig.detail(asked);
        }
    }

    private static void beep(DatagramSocket from, int number, int to) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(172);
        frame.put((byte) 0x80)
                .put((byte) 8)
                .putShort((short) number)
                .putInt(160 * number)
                .putInt(7);
        for (int i = 0; i < 160; i++) {
            // A-law of a square wave of 1 kHz: eight samples a period.
            frame.put((byte) (i % 8 < 4 ? 0xAA : 0x2A));
        }
        from.send(new DatagramPacket(frame.array(), 172, LOOPBACK, to));
    }

    private static long received(DatagramSocket socket) throws IOException {
        long packets = 0;
        socket.setSoTimeout(50);
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                packets += packet.getLength() == 172 ? 1 : 0;
            }
        } catch (SocketTimeoutException end) {
            return packets;
        }
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
        socket.setReceiveBufferSize(1 << 20);
        return socket;
    }
}
