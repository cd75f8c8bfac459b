package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.events.DeliveryState;
import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where ACK and BYE go when whoever picked up says that they are to be found somewhere else. */
class RemoteTargetsTest {
    private TrunkRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new TrunkRig();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:gateway@127.0.0.1:9;transport=tcp>",
                "<sip:gateway@127.0.0.1:9;transport=ws>",
                "<sip:gateway@no-such-host.invalid>",
                "<sip:gateway@192.0.2.77;maddr=no-such-host.invalid>",
                "<sip:gateway@[::1]:9>",
                "<sips:gateway@127.0.0.1:9>",
                "<tel:+33199000019>",
                "*"
            })
    void shouldSayGoodbyeByTheCallsProxyWhenTheContactLeadsNowhere(String contact) throws IOException {
        // Given
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            switch (request.method()) {
                case "INVITE" ->
                    request.answer(
                            "200 OK", "Contact: " + contact + "\r\nContent-Type: application/sdp\r\n", SipPeer.sdp());
                case "ACK" -> peer.press(request);
                case "BYE" -> request.answer("200 OK");
                default -> {}
            }
        })) {
            // When
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));

            // Then
            Awaitility.await().until(() -> trunk.received("BYE").size() == 1);
            String target = contact.startsWith("<sip:")
                    ? contact.substring(1, contact.length() - 1)
                    : "sip:" + TrunkRig.NUMBER + "@127.0.0.1:" + trunk.port();
            assertThat(trunk.received("ACK").get(0).start()).isEqualTo("ACK " + target + " SIP/2.0");
            assertThat(trunk.received("BYE").get(0).start()).isEqualTo("BYE " + target + " SIP/2.0");
        }
    }

    /** The stack keeps the ACK, and sends it again by itself. */
    @Test
    void shouldAcknowledgeByTheCallsProxyAgainWhenTheFirstTimeWasLost() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            String headers = "Contact: <sip:gateway@no-such-host.invalid>\r\nContent-Type: application/sdp\r\n";
            switch (request.method()) {
                case "INVITE" -> request.answer("200 OK", headers, SipPeer.sdp());
                case "ACK" -> {
                    if (peer.received("ACK").size() == 1) {
                        SipPeer.Received invite = peer.received("INVITE").get(0);
                        peer.later(() -> invite.answer("200 OK", headers, SipPeer.sdp()));
                    } else {
                        peer.press(request);
                    }
                }
                case "BYE" -> request.answer("200 OK");
                default -> {}
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));

            assertThat(trunk.received("ACK")).hasSize(2);
        }
    }

    @Test
    void shouldGoToTheContactItselfWhenThatIsAnAddress() throws IOException {
        try (SipPeer gateway = SipPeer.udp((request, peer) -> {
                    if (request.method().equals("BYE")) {
                        request.answer("200 OK");
                    }
                });
                SipPeer trunk = SipPeer.udp((request, peer) -> request.answer(
                        "200 OK",
                        "Contact: <sip:gateway@127.0.0.1:" + gateway.port() + ">\r\nContent-Type: application/sdp\r\n",
                        SipPeer.sdp()))) {
            assertThat(rig.call(rig.trunk(trunk.proxy()))).isInstanceOf(Final.class);

            Awaitility.await().until(() -> gateway.methods().equals(List.of("ACK", "BYE")));
            assertThat(trunk.methods()).containsExactly("INVITE");
        }
    }

    @Test
    void shouldKeepTheRouteSetAndGoByTheCallsProxyWhenTheFirstOfItIsAName() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                request.answer(
                        "200 OK",
                        "Record-Route: <sip:edge.no-such-host.invalid;lr>\r\n"
                                + "Contact: <sip:gateway@192.0.2.77>\r\nContent-Type: application/sdp\r\n",
                        SipPeer.sdp());
            } else if (request.method().equals("ACK")) {
                peer.press(request);
            } else if (request.method().equals("BYE")) {
                request.answer("200 OK");
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy()))).isInstanceOf(Final.class);

            Awaitility.await().until(() -> trunk.received("BYE").size() == 1);
            assertThat(trunk.received("BYE").get(0).start()).isEqualTo("BYE sip:gateway@192.0.2.77 SIP/2.0");
            assertThat(trunk.received("BYE").get(0).header("Route")).isEqualTo("<sip:edge.no-such-host.invalid;lr>");
        }
    }
}
