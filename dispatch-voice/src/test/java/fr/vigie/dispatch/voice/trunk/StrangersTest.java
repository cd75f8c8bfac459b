package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.events.DeliveryState;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the SIP port from elsewhere than the trunks. Needs a second loopback address, as Linux has it. */
@EnabledOnOs(OS.LINUX)
class StrangersTest {
    private static final int FLOOD = 20_000;
    private static final long MEGABYTE = 1 << 20;
    /** What the flood left behind before it was kept out: more than 200. */
    private static final long GROWTH_MEGABYTES = 30;

    private TrunkRig rig;
    private DatagramSocket stranger;

    @BeforeEach
    void start() throws IOException {
        rig = new TrunkRig();
        stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
        stranger.setSoTimeout(300);
    }

    @AfterEach
    void stop() {
        stranger.close();
        rig.close();
    }

    @Test
    void shouldKeepAndAnswerNothingOfAFloodFromAStranger() throws Exception {
        try (SipPeer telephone = SipPeer.udp(SipPeer::acknowledge)) {
            // Given
            SipTrunk trunk = rig.trunk(telephone.proxy());
            assertThat(acknowledged(rig.call(trunk))).isTrue();
            long before = heap();

            // When
            for (int i = 0; i < FLOOD; i++) {
                send(stranger, request("INVITE", "127.0.0.1:" + telephone.port(), UUID.randomUUID() + "@x", ""));
            }

            // Then
            assertSilence(stranger);
            assertThat((heap() - before) / MEGABYTE).isLessThan(GROWTH_MEGABYTES);
            assertThat(telephone.received("403"))
                    .as("answers to where the Via says")
                    .isEmpty();
            assertThat(acknowledged(rig.call(trunk))).isTrue();
        }
    }

    @Test
    void shouldAnswerATrunkOnceAndKeepNothing() throws Exception {
        try (SipPeer telephone = SipPeer.udp(SipPeer::acknowledge);
                DatagramSocket neighbour = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            // Given
            SipTrunk trunk = rig.trunk(telephone.proxy());
            assertThat(acknowledged(rig.call(trunk))).isTrue();
            neighbour.setSoTimeout(2_000);
            String via = "127.0.0.1:" + neighbour.getLocalPort();

            // When, Then
            send(neighbour, request("INVITE", via, "a@x", ""));
            assertThat(receive(neighbour)).startsWith("SIP/2.0 403").containsPattern("To: .*;tag=");
            send(neighbour, request("OPTIONS", via, "b@x", ""));
            assertThat(receive(neighbour)).startsWith("SIP/2.0 200").contains("Allow: ");
            send(neighbour, request("BYE", via, "c@x", ";tag=none"));
            assertThat(receive(neighbour)).startsWith("SIP/2.0 481");
            send(neighbour, request("MESSAGE", via, "d@x", ""));
            assertThat(receive(neighbour)).startsWith("SIP/2.0 405");
            send(
                    neighbour,
                    request("INVITE", "127.0.0.2:" + stranger.getLocalPort(), "e@x", "")
                            .replace(";branch", ";received=127.0.0.2;branch"));
            assertSilence(stranger);
            assertSilence(neighbour);
        }
    }

    @Test
    void shouldBeHungUpByAnotherHostThatKnowsTheCallAndByNobodyElse() throws Exception {
        try (SipPeer telephone = SipPeer.udp((request, peer) -> SipPeer.pickUp(request))) {
            // Given: a call that is up
            SipTrunk trunk = rig.trunk(telephone.proxy());
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);
            CompletableFuture<HandOverOutcome> call = trunk.handOver(asked).toCompletableFuture();
            Awaitility.await().until(() -> !telephone.received("ACK").isEmpty());
            SipPeer.Received ack = telephone.received("ACK").get(0);
            String via = "127.0.0.2:" + stranger.getLocalPort();
            String bye = request("BYE", via, ack.header("Call-ID"), "")
                    .replaceFirst("From: .*", "From: " + ack.header("To"))
                    .replaceFirst("To: .*", "To: " + ack.header("From"));

            // When, Then
            send(stranger, bye.replace(ack.header("Call-ID"), UUID.randomUUID() + "@127.0.0.1"));
            send(stranger, bye.replaceFirst("(From: .*tag=).*", "$1forged"));
            assertSilence(stranger);
            assertThat(call).isNotDone();
            send(stranger, bye);
            stranger.setSoTimeout(2_000);
            assertThat(receive(stranger)).startsWith("SIP/2.0 200");
            Awaitility.await().until(call::isDone);
            assertThat(rig.detail(asked).end()).isEqualTo("HUNG_UP_THERE");
        }
    }

    @Test
    void shouldCloseTheConnectionOfAStrangerAndAnswerOverATrunks() throws Exception {
        try (SipPeer telephone = SipPeer.udp(SipPeer::acknowledge)) {
            // Given
            assertThat(acknowledged(rig.call(rig.trunk(telephone.proxy())))).isTrue();

            // When, Then
            assertThat(overTcp("127.0.0.2")).isEmpty();
            assertThat(overTcp("127.0.0.1")).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void shouldCloseTheConnectionOfAStrangerBeforeItsHandshake(@TempDir Path folder) throws Exception {
        TestCertificate certificate = new TestCertificate(folder, "localhost");
        try (SipPeer telephone = SipPeer.udp(SipPeer::acknowledge);
                TrunkRig serving = new TrunkRig("vigie", TrunkRig.LIMITS, certificate.server())) {
            // Given
            assertThat(acknowledged(serving.call(serving.trunk(telephone.proxy()))))
                    .isTrue();

            // When, Then
            SSLSocketFactory client = certificate.trusting().getSocketFactory();
            try (SSLSocket trunk =
                    (SSLSocket) client.createSocket(connected("127.0.0.1", serving.tlsPort()), "localhost", 0, true)) {
                trunk.startHandshake();
            }
            try (SSLSocket other =
                    (SSLSocket) client.createSocket(connected("127.0.0.2", serving.tlsPort()), "localhost", 0, true)) {
                assertThatThrownBy(other::startHandshake)
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    private String overTcp(String from) throws IOException {
        try (Socket socket = connected(from, rig.port())) {
            return ask(socket, "TCP");
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            return "";
        }
    }

    private static Socket connected(String from, int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(3_000);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
        return socket;
    }

    private String ask(Socket socket, String transport) throws IOException {
        String from = socket.getLocalAddress().getHostAddress();
        String options = request("OPTIONS", from + ":" + socket.getLocalPort(), "t@x", "");
        socket.getOutputStream()
                .write(options.replace("SIP/2.0/UDP", "SIP/2.0/" + transport).getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[2_048];
        int length = socket.getInputStream().read(answer);
        return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.US_ASCII);
    }

    private static boolean acknowledged(HandOverOutcome outcome) {
        return outcome instanceof Final end && end.state() == DeliveryState.ACKNOWLEDGED;
    }

    private String request(String method, String via, String callId, String toTag) {
        return method + " sip:vigie@127.0.0.1:" + rig.port() + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP " + via + ";branch=z9hG4bK" + UUID.randomUUID() + "\r\n"
                + "From: <sip:someone@127.0.0.1>;tag=1\r\n"
                + "To: <sip:vigie@127.0.0.1>" + toTag + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 1 " + method + "\r\n"
                + "Contact: <sip:someone@" + via + ">\r\n"
                + "Max-Forwards: 70\r\n"
                + "Content-Length: 0\r\n\r\n";
    }

    private void send(DatagramSocket from, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        from.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), rig.port()));
    }

    private static String receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    /** Longer than an answer's first repetition takes (T1, half a second). */
    private static void assertSilence(DatagramSocket at) throws IOException {
        at.setSoTimeout((int) Duration.ofMillis(800).toMillis());
        assertThatThrownBy(() -> receive(at)).isInstanceOf(SocketTimeoutException.class);
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
