package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.LinkState.Status;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trunks that want us to register before they take calls. */
class RegistrationTest {
    private static final Account ACCOUNT = new Account("shop-alert", "secret", "voice.example");
    private static final String CHALLENGE =
            "WWW-Authenticate: Digest realm=\"voice.example\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"\r\n";

    private TrunkRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new TrunkRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void shouldTakeCallsOnceRegisteredAndTakeTheRegistrationBackWhenItStops() throws IOException {
        try (SipPeer registrar = registrar("60")) {
            SipTrunk trunk = trunk(registrar);
            assertThat(trunk.available()).isFalse();
            Awaitility.await().until(trunk::available);

            assertThat(rig.call(trunk)).isInstanceOf(Final.class);
            trunk.stop();

            Awaitility.await().until(() -> registrar.received("REGISTER").size() == 4);
            List<SipPeer.Received> all = registrar.received("REGISTER");
            SipPeer.Received first = all.get(0);
            assertThat(first.toString()).startsWith("REGISTER sip:voice.example SIP/2.0\r\n");
            assertThat(first.header("To")).isEqualTo("<sip:shop-alert@voice.example>");
            assertThat(first.header("Route")).isEqualTo("<sip:127.0.0.1:" + registrar.port() + ";lr>");
            assertThat(first.header("Contact")).isEqualTo("<sip:vigie@127.0.0.1:" + rig.port() + ">");
            assertThat(first.header("Expires")).isEqualTo("300");
            assertThat(all.get(1).credential("username")).isEqualTo("shop-alert");
            assertThat(all).extracting(each -> each.header("Call-ID")).containsOnly(first.header("Call-ID"));
            assertThat(all)
                    .extracting(each -> each.header("CSeq"))
                    .containsExactly("1 REGISTER", "2 REGISTER", "3 REGISTER", "4 REGISTER");
            assertThat(all.get(3).header("Expires")).isEqualTo("0");
            assertThat(trunk.available()).isFalse();
        }
    }

    @Test
    void shouldCountTheUsesOfANonceWhenItRefreshesBeforeTheRegistrationLapses() throws IOException {
        try (SipPeer registrar = registrar("2")) {
            SipTrunk trunk = trunk(registrar);
            Awaitility.await().until(trunk::available);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(6))
                    .failFast(() -> !trunk.available())
                    .until(() -> registrar.received("REGISTER").size() >= 6);

            assertThat(registrar.received("REGISTER").stream()
                            .map(each -> each.credential("nc"))
                            .filter(each -> each != null))
                    .startsWith("00000001", "00000002", "00000003");
            trunk.stop();
        }
    }

    @Test
    void shouldTakeNoCallsWhenTheRegistrationLapses() throws IOException {
        int[] answers = {0};
        try (SipPeer registrar = SipPeer.udp((request, peer) -> {
            if (request.method().equals("REGISTER") && answers[0]++ == 0) {
                request.answer("200 OK", "Expires: 2\r\n", "");
            }
        })) {
            SipTrunk trunk = trunk(registrar);
            Awaitility.await().until(trunk::available);

            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !trunk.available());

            assertThat(trunk.links())
                    .singleElement()
                    .returns(Status.CONNECTING, LinkState::status)
                    .returns("REGISTRATION_LAPSED", LinkState::lastError);
            trunk.stop();
        }
    }

    @Test
    void shouldAskForAsLongAsTheRegistrarWants() throws IOException {
        try (SipPeer registrar = SipPeer.udp((request, peer) -> {
            if (request.method().equals("REGISTER")) {
                if (request.header("Expires").equals("300")) {
                    request.answer("423 Interval Too Brief", "Min-Expires: 1800\r\n", "");
                } else {
                    request.answer("200 OK");
                }
            }
        })) {
            SipTrunk trunk = trunk(registrar);

            Awaitility.await().until(trunk::available);

            assertThat(registrar.received("REGISTER"))
                    .extracting(each -> each.header("Expires"))
                    .containsExactly("300", "1800");
            trunk.stop();
        }
    }

    @Test
    void shouldShowThatTheRegistrarRefusesOurPasswordAndNotGuess() throws IOException {
        try (SipPeer registrar = SipPeer.udp((request, peer) -> {
            if (request.method().equals("REGISTER")) {
                request.answer("401 Unauthorized", CHALLENGE, "");
            }
        })) {
            SipTrunk trunk = trunk(registrar);

            Awaitility.await().until(() -> trunk.links().get(0).status() == Status.REFUSED);

            assertThat(trunk.links().get(0).lastError()).isEqualTo("REGISTRATION_REFUSED_401");
            assertThat(trunk.available()).isFalse();
            assertThat(registrar.received("REGISTER")).hasSize(2);
            trunk.stop();
        }
    }

    @Test
    void shouldSayOnceWhyARegistrarCannotBeReached() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        List<String> lines = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(Reachability.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(String.valueOf(line.getMessage()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            SipTrunk trunk =
                    rig.trunk(List.of(new Proxy("127.0.0.1", nobody, Transport.TCP)), ACCOUNT, true, Duration.ZERO);

            Awaitility.await()
                    .during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(9))
                    .until(() -> lines.size() == 1);

            assertThat(trunk.links().get(0).lastError()).isEqualTo("CONNECTION_REFUSED");
            trunk.stop();
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void shouldUseTheProxyThatKnowsUs() throws IOException {
        try (SipPeer silent = SipPeer.udp((request, peer) -> {});
                SipPeer registrar = registrar("60")) {
            SipTrunk trunk = rig.trunk(List.of(silent.proxy(), registrar.proxy()), ACCOUNT, true, Duration.ZERO);
            Awaitility.await().until(trunk::available);

            assertThat(rig.call(trunk)).isInstanceOf(Final.class);

            assertThat(silent.methods()).containsOnly("REGISTER");
            trunk.stop();
        }
    }

    private SipTrunk trunk(SipPeer registrar) {
        return rig.trunk(List.of(registrar.proxy()), ACCOUNT, true, Duration.ZERO);
    }

    /** One that wants the account for each registration, and takes calls. */
    private static SipPeer registrar(String seconds) throws IOException {
        return SipPeer.udp((request, peer) -> {
            if (!request.method().equals("REGISTER")) {
                SipPeer.acknowledge(request, peer);
            } else if (request.credential("response") == null) {
                request.answer("401 Unauthorized", CHALLENGE, "");
            } else {
                String contact = request.header("Contact");
                request.answer(
                        "200 OK",
                        "Contact: <sip:elsewhere@192.0.2.1>;expires=9\r\nContact: " + contact + ";expires=" + seconds
                                + "\r\n",
                        "");
            }
        });
    }
}
