package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Trunks over TCP (SIPp, where it is installed) and TLS, and what becomes of calls whose connection breaks. */
class TransportTest {
    @TempDir
    private static Path folder;

    private static TestCertificate certificate;
    private static TrunkRig rig;

    static boolean sippInstalled() {
        return Sipp.installed();
    }

    @BeforeAll
    static void start() throws Exception {
        certificate = new TestCertificate(folder, "localhost");
        rig = new TrunkRig("vigie", TrunkRig.LIMITS, certificate.trusting());
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    @EnabledIf("sippInstalled")
    void shouldCallOverTcp() throws Exception {
        try (Sipp telephone = Sipp.ownOverTcp("uas_auth407")) {
            SipTrunk carrier =
                    rig.trunk(List.of(tcp(telephone.port())), new Account("mif", "secret"), false, Duration.ZERO);

            assertThat(rig.call(carrier))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ANSWERED));

            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            assertThat(telephone.messages())
                    .contains("Via: SIP/2.0/TCP 127.0.0.1:" + rig.port())
                    .contains("Contact: <sip:vigie@127.0.0.1:" + rig.port() + ";transport=tcp>");
        }
    }

    @Test
    @EnabledIf("sippInstalled")
    void shouldTakeTheCallBackOverTcp() throws Exception {
        try (Sipp telephone = Sipp.ownOverTcp("uas_rings")) {
            assertThat(rig.call(rig.trunk(tcp(telephone.port()))))
                    .isEqualTo(new Temporary(DeliveryState.NO_ANSWER, FailureReason.NOT_ANSWERED, true, null));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    @EnabledIf("sippInstalled")
    void shouldRenegotiateOverTcp() throws Exception {
        try (Sipp telephone = Sipp.ownOverTcp("uas_renegotiates")) {
            assertThat(rig.call(rig.trunk(tcp(telephone.port())))).isInstanceOf(Temporary.class);
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    void shouldCallOverTlsWhereTheCertificateShowsTheName() throws Exception {
        try (SipPeer trunk = SipPeer.tls(certificate.server(), SipPeer::acknowledge)) {
            SipTrunk carrier = rig.trunk(trunk.proxy("localhost"));

            assertThat(rig.call(carrier))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));

            Awaitility.await().until(() -> trunk.methods().equals(List.of("INVITE", "ACK", "200", "BYE")));
            SipPeer.Received invite = trunk.received("INVITE").get(0);
            assertThat(invite.header("Via")).startsWith("SIP/2.0/TLS 127.0.0.1:");
            assertThat(invite.header("Contact")).endsWith(";transport=tls>");
            assertThat(trunk.openConnections()).isEqualTo(1);
            assertThat(carrier.links().get(0).kind()).isEqualTo("SIP over TLS");
        }
    }

    @Test
    void shouldNotCallWhereTheCertificateShowsAnotherName() throws Exception {
        TestCertificate other = new TestCertificate(folder, "other.example");
        try (SipPeer trunk = SipPeer.tls(other.server(), (request, peer) -> SipPeer.pickUp(request));
                TrunkRig trusting = new TrunkRig("vigie", TrunkRig.LIMITS, other.trusting())) {
            assertNotCalled(trusting, trunk, "TLS_NAME_MISMATCH");
        }
    }

    @Test
    void shouldNotCallWhomNobodyVouchesFor() throws Exception {
        TestCertificate stranger = new TestCertificate(folder, "stranger.example");
        try (SipPeer trunk = SipPeer.tls(certificate.server(), (request, peer) -> SipPeer.pickUp(request));
                TrunkRig trusting = new TrunkRig("vigie", TrunkRig.LIMITS, stranger.trusting())) {
            SipTrunk carrier = assertNotCalled(trusting, trunk, "TLS_NOT_TRUSTED");
            // Nor is it hoped that it has changed, as of one that keeps silent.
            Awaitility.await()
                    .during(Duration.ofSeconds(21))
                    .atMost(Duration.ofSeconds(25))
                    .until(() -> !carrier.available());
        }
    }

    private static SipTrunk assertNotCalled(TrunkRig trusting, SipPeer trunk, String why) {
        SipTrunk carrier = trusting.trunk(trunk.proxy("localhost"));

        HandOverOutcome outcome = trusting.call(carrier);

        assertThat(outcome).isEqualTo(new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, null));
        assertThat(trunk.methods()).isEmpty();
        assertThat(carrier.available()).isFalse();
        assertThat(carrier.links().get(0).lastError()).isEqualTo(why);
        return carrier;
    }

    @Test
    void shouldNotWaitForATrunkThatRefusesTheConnection() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        SipTrunk carrier = rig.trunk(tcp(nobody));
        HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

        assertThat(rig.call(carrier, asked))
                .isEqualTo(new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, null));

        CallDetail detail = rig.detail(asked);
        assertThat(detail.end()).isEqualTo("NOT_SENT");
        assertThat(carrier.links())
                .singleElement()
                .returns(LinkState.Status.CONNECTING, LinkState::status)
                .returns(0, LinkState::inFlight)
                .returns("CONNECTION_REFUSED", LinkState::lastError);
    }

    @Test
    void shouldTakeATrunkForDeadWhenTheConnectionBreaksBeforeAnAnswer() throws Exception {
        try (SipPeer trunk = SipPeer.tcp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                peer.hangUpConnections();
            }
        })) {
            SipTrunk carrier = rig.trunk(trunk.proxy());
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(carrier, asked))
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, null));

            CallDetail detail = rig.detail(asked);
            assertThat(detail.end()).isEqualTo("CONNECTION_LOST");
            assertThat(carrier.available()).isFalse();
        }
    }

    @Test
    void shouldStopATelephoneThatRingsWhenItsConnectionBreaks() throws Exception {
        try (SipPeer trunk = SipPeer.tcp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                request.answer("180 Ringing");
            } else if (request.method().equals("CANCEL")) {
                request.answer("200 OK");
            }
        })) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);
            CompletableFuture<HandOverOutcome> call =
                    rig.trunk(trunk.proxy()).handOver(asked).toCompletableFuture();
            Awaitility.await().until(() -> trunk.methods().contains("INVITE"));
            Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> trunk.openConnections() == 1);

            trunk.hangUpConnections();

            assertThat(call.orTimeout(2, TimeUnit.SECONDS).join())
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_UNAVAILABLE, true, null));
            Awaitility.await().untilAsserted(() -> assertThat(trunk.methods()).containsExactly("INVITE", "CANCEL"));
        }
    }

    @Test
    void shouldKeepACallThatIsUpWhenItsConnectionBreaks() throws Exception {
        try (SipPeer trunk = SipPeer.tcp((request, peer) -> {
            SipPeer.pickUp(request);
            if (request.method().equals("ACK")) {
                peer.hangUpConnections();
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ANSWERED));
            Awaitility.await().until(() -> trunk.methods().equals(List.of("INVITE", "ACK", "BYE")));
        }
    }

    @Test
    void shouldOpenANewConnectionWhenTheOldOneLostItsWay() throws IOException {
        // Given: a trunk that hears everything on its first connection and says nothing there
        try (SipPeer trunk = SipPeer.tcp((request, peer) -> {
            if (peer.connectionsSoFar() > 1) {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            SipTrunk carrier = rig.trunk(trunk.proxy());
            assertThat(rig.call(carrier)).isEqualTo(new Temporary(null, FailureReason.CARRIER_SILENT, false, null));

            // When: it is asked, and does not answer
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(carrier::available);

            // Then
            assertThat(trunk.connectionsSoFar()).isGreaterThan(1);
            assertThat(rig.call(carrier)).isInstanceOf(Final.class);
        }
    }

    private static Proxy tcp(int port) {
        return new Proxy("127.0.0.1", port, Transport.TCP);
    }
}
