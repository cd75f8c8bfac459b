package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trunk that accepts connections and reads nothing holds up nobody else's calls. */
class DeafTrunkTest {
    /** More than the buffers of both sides hold. */
    private static final int MANY = 500;

    @TempDir
    private Path folder;

    private TestCertificate certificate;
    private TrunkRig rig;

    @BeforeEach
    void start() throws Exception {
        certificate = new TestCertificate(folder, "localhost");
        rig = new TrunkRig("vigie", TrunkRig.LIMITS, certificate.trusting());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void shouldCallOverOtherTrunksWhileOneReadsNothing() throws IOException {
        try (DeafPeer deaf = new DeafPeer(null)) {
            assertOthersAreCalled(rig.trunk(new Proxy("127.0.0.1", deaf.port(), Transport.TCP)));
        }
    }

    @Test
    void shouldCallOverOtherTrunksWhileOneReadsNothingBehindItsHandshake() throws IOException {
        try (DeafPeer deaf = new DeafPeer(certificate.server())) {
            assertOthersAreCalled(rig.trunk(new Proxy("localhost", deaf.port(), Transport.TLS)));
        }
    }

    private void assertOthersAreCalled(SipTrunk deaf) throws IOException {
        try (SipPeer well = SipPeer.udp(SipPeer::acknowledge)) {
            SipTrunk other = rig.trunk(well.proxy());
            List<CompletableFuture<HandOverOutcome>> lost = Stream.generate(() ->
                            deaf.handOver(TrunkRig.handOver(TrunkRig.NUMBER)).toCompletableFuture())
                    .limit(MANY)
                    .toList();

            CompletableFuture<HandOverOutcome> call =
                    other.handOver(TrunkRig.handOver("+33199000002")).toCompletableFuture();

            assertThat(call.orTimeout(8, TimeUnit.SECONDS).join()).isInstanceOf(Final.class);
            assertThat(lost)
                    .allSatisfy(each -> assertThat(
                                    each.orTimeout(15, TimeUnit.SECONDS).join())
                            .isInstanceOfSatisfying(
                                    Temporary.class,
                                    end -> assertThat(end.countsAsTry()).isFalse()));
            assertThat(deaf.links().get(0).lastError()).isEqualTo("NOT_READ");
            assertThat(deaf.available()).isFalse();
            assertThat(deaf.activeCalls()).isZero();
        }
    }

    @Test
    void shouldCallWhileATrunkAsksWithoutReadingOurAnswers() throws Exception {
        try (SipPeer well = SipPeer.tcp(SipPeer::acknowledge);
                Socket asking = new Socket()) {
            SipTrunk trunk = rig.trunk(well.proxy());
            assertThat(rig.call(trunk)).isInstanceOf(Final.class);
            asking.setReceiveBufferSize(1_024);
            asking.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.port()));
            AtomicInteger questions = new AtomicInteger();
            CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> askForEver(asking, questions));
            Awaitility.await().until(() -> questions.get() > MANY);

            CompletableFuture<HandOverOutcome> call =
                    trunk.handOver(TrunkRig.handOver(TrunkRig.NUMBER)).toCompletableFuture();

            assertThat(call.orTimeout(8, TimeUnit.SECONDS).join()).isInstanceOf(Final.class);
            Awaitility.await().atMost(Duration.ofSeconds(8)).until(asked::isDone);
        }
    }

    /** Until the connection is closed to it. */
    private void askForEver(Socket socket, AtomicInteger questions) {
        try {
            while (true) {
                socket.getOutputStream()
                        .write(("OPTIONS sip:vigie@127.0.0.1:" + rig.port() + " SIP/2.0\r\n"
                                        + "Via: SIP/2.0/TCP 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bK"
                                        + UUID.randomUUID() + "\r\n"
                                        + "From: <sip:trunk@127.0.0.1>;tag=1\r\n"
                                        + "To: <sip:vigie@127.0.0.1>\r\n"
                                        + "Call-ID: " + UUID.randomUUID() + "\r\n"
                                        + "CSeq: 1 OPTIONS\r\n"
                                        + "Max-Forwards: 70\r\n"
                                        + "Content-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                questions.incrementAndGet();
            }
        } catch (IOException e) {
            // Its end.
        }
    }

    /** Accepts, shakes hands where that is wanted, and reads nothing any more. */
    private static final class DeafPeer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket();
        private final List<Socket> connections = new CopyOnWriteArrayList<>();

        DeafPeer(SSLContext tls) throws IOException {
            server.setReceiveBufferSize(1_024);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread thread = new Thread(() -> accept(tls), "deaf-peer");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept(SSLContext tls) {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    connections.add(socket);
                    if (tls != null) {
                        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
                        secured.setUseClientMode(false);
                        secured.startHandshake();
                    }
                } catch (IOException e) {
                    // Closed, or a handshake that failed.
                }
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket each : connections) {
                each.close();
            }
        }
    }
}
