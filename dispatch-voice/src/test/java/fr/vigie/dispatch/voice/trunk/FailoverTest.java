package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.LinkState.Status;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A trunk with two proxies: which one rings, and that never both do. */
class FailoverTest {
    private static final Temporary NO_TRY = new Temporary(null, FailureReason.CARRIER_REFUSED_US, false, null);

    private static TrunkRig rig;

    @BeforeAll
    static void start() throws IOException {
        rig = new TrunkRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldCallWithinTheTrunksDomainByItsProxyAndWriteDownTheCallId() throws IOException {
        List<SipPeer.Received> invites = new CopyOnWriteArrayList<>();
        try (SipPeer only = SipPeer.udp((request, peer) -> {
            switch (request.method()) {
                case "INVITE" -> {
                    invites.add(request);
                    String contact =
                            "Contact: <sip:gateway@127.0.0.1:" + peer.proxy().port() + ">\r\n";
                    request.answer("200 OK", contact + "Content-Type: application/sdp\r\n", SipPeer.sdp());
                }
                case "ACK" -> peer.press(request);
                default -> SipPeer.pickUp(request);
            }
        })) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);
            Account account = new Account("v", "secret", "trunk.example");

            assertThat(rig.call(rig.trunk(List.of(only.proxy()), account, false, Duration.ZERO), asked))
                    .satisfies(FailoverTest::acknowledged);

            SipPeer.Received invite = invites.get(0);
            assertThat(invite.start()).isEqualTo("INVITE sip:" + TrunkRig.NUMBER + "@trunk.example SIP/2.0");
            assertThat(invite.header("From")).contains("<sip:vigie@trunk.example>");
            assertThat(invite.header("To")).isEqualTo("<sip:" + TrunkRig.NUMBER + "@trunk.example>");
            assertThat(invite.header("Route"))
                    .contains("<sip:127.0.0.1:" + only.proxy().port())
                    .contains(";lr>");
            assertThat(rig.detail(asked).sipCallId()).isNotNull().isEqualTo(invite.header("Call-ID"));
        }
    }

    @Test
    void shouldAskTheSecondProxyWithinTheTryWhenTheFirstHasNoService() throws IOException {
        try (SipPeer first = refusing("503 Service Unavailable", "");
                SipPeer second = SipPeer.udp(SipPeer::acknowledge)) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(rig.trunk(first.proxy(), second.proxy()), asked))
                    .satisfies(FailoverTest::acknowledged);

            Awaitility.await().untilAsserted(() -> assertThat(first.methods()).containsExactly("INVITE", "ACK"));
            assertThat(rig.detail(asked).sipStatus()).isNull();
        }
    }

    @Test
    void shouldLeaveAProxyAloneForAsLongAsItAsks() throws IOException {
        try (SipPeer first = refusing("503 Service Unavailable", "Retry-After: 30\r\n");
                SipPeer second = SipPeer.udp(SipPeer::acknowledge)) {
            SipTrunk trunk = rig.trunk(first.proxy(), second.proxy());
            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);

            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);

            assertThat(first.received("INVITE")).hasSize(1);
            assertThat(second.received("INVITE")).hasSize(2);
            assertThat(trunk.links()).extracting(LinkState::inFlight).containsExactly(0, 0);
            assertThat(trunk.links()).extracting(LinkState::status).containsExactly(Status.CONNECTING, Status.UP);
            assertThat(trunk.links()).extracting(LinkState::name).containsExactly("1", "2");
            assertThat(trunk.available()).isTrue();
        }
    }

    @Test
    void shouldAskTheSecondProxyWithinTheTryWhenTheFirstRefusesTheConnection() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        try (SipPeer second = SipPeer.tcp(SipPeer::acknowledge)) {
            SipTrunk trunk = rig.trunk(new Proxy("127.0.0.1", nobody, Transport.TCP), second.proxy());

            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);

            assertThat(trunk.links())
                    .extracting(LinkState::status, LinkState::lastError)
                    .containsExactly(tuple(Status.CONNECTING, "CONNECTION_REFUSED"), tuple(Status.UP, null));
        }
    }

    @Test
    void shouldNotRingTwiceWhenTheFirstProxySaysNothingButGoElsewhereTheNextTime() throws IOException {
        try (SipPeer first = SipPeer.udp((request, peer) -> {});
                SipPeer second = SipPeer.udp(SipPeer::acknowledge)) {
            SipTrunk trunk = rig.trunk(first.proxy(), second.proxy());

            assertThat(rig.call(trunk)).isEqualTo(new Temporary(null, FailureReason.CARRIER_SILENT, false, null));
            assertThat(second.methods()).isEmpty();
            assertThat(trunk.available()).isTrue();

            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);
        }
    }

    @Test
    void shouldNotRingTwiceWhenTheTelephoneRangBeforeTheFirstProxyGaveUp() throws IOException {
        try (SipPeer first = SipPeer.udp((request, peer) -> {
                    if (request.method().equals("INVITE")) {
                        request.answer("180 Ringing");
                        peer.later(() -> request.answer("503 Service Unavailable"));
                    }
                });
                SipPeer second = SipPeer.udp(SipPeer::acknowledge)) {
            assertThat(rig.call(rig.trunk(first.proxy(), second.proxy())))
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR, true, null));
            assertThat(second.methods()).isEmpty();
        }
    }

    @Test
    void shouldBelieveTheFirstProxyWhenItKnowsTheNumber() throws IOException {
        try (SipPeer busy = refusing("486 Busy Here", "");
                SipPeer dead = refusing("503 Service Unavailable", "Reason: Q.850;cause=1\r\n");
                SipPeer second = SipPeer.udp(SipPeer::acknowledge)) {
            assertThat(rig.call(rig.trunk(busy.proxy(), second.proxy())))
                    .isEqualTo(new Temporary(DeliveryState.BUSY, FailureReason.LINE_BUSY, true, null));
            assertThat(rig.call(rig.trunk(dead.proxy(), second.proxy())))
                    .isEqualTo(new Final(DeliveryState.FAILED, FailureReason.NUMBER_DEAD, null, false));
            assertThat(second.methods()).isEmpty();
        }
    }

    @Test
    void shouldGiveUpSoonWhenTheSecondProxySaysNothing() throws IOException {
        try (SipPeer first = SipPeer.udp((request, peer) -> {
                    if (request.method().equals("INVITE")) {
                        request.answer("100 Trying");
                        request.answer("503 Service Unavailable");
                    }
                });
                SipPeer second = SipPeer.udp((request, peer) -> {})) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(rig.trunk(first.proxy(), second.proxy()), asked))
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_SILENT, false, null));

            CallDetail detail = rig.detail(asked);
            assertThat(Duration.between(detail.setUpAt(), detail.endedAt()))
                    .as("the stack's own timer lasts 32 s")
                    .isBetween(Duration.ofMillis(1_400), Duration.ofSeconds(20));
        }
    }

    @Test
    void shouldEndWhereEveryProxyHasNoService() throws IOException {
        try (SipPeer first = refusing("503 Service Unavailable", "Retry-After: 2\r\n");
                SipPeer second = refusing("503 Service Unavailable", "Retry-After: 7\r\n")) {
            SipTrunk trunk = rig.trunk(first.proxy(), second.proxy());

            assertThat(rig.call(trunk))
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofSeconds(7)));

            assertThat(trunk.available()).isFalse();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(trunk::available);
        }
    }

    @Test
    void shouldCountATryWhenTheTrunkHasTroubleWithOneNumberWhateverWaitItWants() throws IOException {
        try (SipPeer only = refusing("500 Server Internal Error", "Retry-After: 3600\r\n")) {
            SipTrunk trunk = rig.trunk(only.proxy());

            assertThat(rig.call(trunk))
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR, true, null));
            assertThat(trunk.available()).isTrue();
        }
    }

    @Test
    void shouldWaitAMinuteAtMostWhereTheTrunkWantsAnHour() throws IOException {
        try (SipPeer only = refusing("503 Service Unavailable", "Retry-After: 3600\r\n")) {
            assertThat(rig.call(rig.trunk(only.proxy())))
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofMinutes(1)));
        }
    }

    @Test
    void shouldCountATryWhenOneNumberIsPutOffWithoutAPauseForAQuarterOfAMinuteWhileOthersPass() throws IOException {
        String alone = "+33199000002";
        try (SipPeer only = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE") && request.header("To").contains(alone.substring(1))) {
                request.answer("503 Service Unavailable", "Retry-After: 0\r\n", "");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            SipTrunk trunk = rig.trunk(only.proxy());
            HandOver refused = TrunkRig.handOver(alone);
            assertThat(rig.call(trunk, refused))
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ZERO));
            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(rig.call(trunk, refused))
                            .isEqualTo(new Temporary(
                                    DeliveryState.UNREACHABLE, FailureReason.CARRIER_THROTTLED, true, null)));
            assertThat(only.received("INVITE").stream()
                            .filter(each -> each.header("To").contains(alone.substring(1)))
                            .count())
                    .isGreaterThan(3);
        }
    }

    @Test
    void shouldCountTriesOfTheNumberThatIsForbiddenWhileOthersPass() throws IOException {
        String alone = "+33199000002";
        try (SipPeer only = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE") && request.header("To").contains(alone.substring(1))) {
                request.answer("403 Forbidden");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            SipTrunk trunk = rig.trunk(only.proxy());
            HandOver refused = TrunkRig.handOver(alone);
            assertThat(rig.call(trunk, refused)).isEqualTo(NO_TRY);
            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);

            for (int tries = 1; tries <= 3; tries++) {
                assertThat(rig.call(trunk, refused))
                        .isEqualTo(
                                new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_REFUSED_US, true, null));
            }
            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);
        }
    }

    @Test
    void shouldGiveNoNumberUpWhenTheTrunkSaysOfSeveralThatTheyAreNobodys() throws IOException {
        boolean[] lost = {true};
        try (SipPeer only = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE") && lost[0]) {
                request.answer("404 Not Found");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            SipTrunk trunk = rig.trunk(only.proxy());
            HandOverOutcome givenUp = new Final(DeliveryState.FAILED, FailureReason.NUMBER_DEAD, null, false);
            HandOverOutcome aTry = new Temporary(DeliveryState.UNREACHABLE, FailureReason.NUMBER_DEAD, true, null);
            assertThat(rig.call(trunk)).isEqualTo(givenUp);
            assertThat(rig.call(trunk)).isEqualTo(givenUp);

            assertThat(rig.call(trunk)).isEqualTo(aTry);
            assertThat(rig.call(trunk)).isEqualTo(aTry);

            lost[0] = false;
            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);
            lost[0] = true;
            assertThat(rig.call(trunk)).isEqualTo(givenUp);
        }
    }

    @Test
    void shouldCountNobodysTriesWhenTheTrunkForbidsEverybody() throws IOException {
        boolean[] closed = {false};
        try (SipPeer only = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE") && closed[0]) {
                request.answer("403 Forbidden");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            SipTrunk trunk = rig.trunk(only.proxy());
            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);
            closed[0] = true;
            List<HandOver> all = Stream.generate(() -> TrunkRig.handOver(TrunkRig.NUMBER))
                    .limit(4)
                    .toList();

            for (int round = 0; round < 5; round++) {
                assertThat(all)
                        .allSatisfy(each -> assertThat(rig.call(trunk, each)).isEqualTo(NO_TRY));
            }
        }
    }

    @Test
    void shouldCountATryWhenTheConnectionBreaksWhileATelephoneRings() throws IOException {
        try (SipPeer only = SipPeer.tcp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                request.answer("180 Ringing");
                peer.later(() -> peer.hangUpConnections());
            }
        })) {
            assertThat(rig.call(rig.trunk(only.proxy())))
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_UNAVAILABLE, true, null));
        }
    }

    @Test
    void shouldComeBackToTheFirstProxyWhenItAnswersOptionsAgain() throws IOException {
        boolean[] silent = {true};
        try (SipPeer first = SipPeer.udp((request, peer) -> {
                    if (!silent[0]) {
                        SipPeer.acknowledge(request, peer);
                    }
                });
                SipPeer second = SipPeer.udp(SipPeer::acknowledge)) {
            SipTrunk trunk = rig.trunk(first.proxy(), second.proxy());
            assertThat(rig.call(trunk)).isInstanceOf(Temporary.class);
            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);
            assertThat(second.received("INVITE")).hasSize(1);

            silent[0] = false;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> trunk.links().get(0).status() == Status.UP);

            assertThat(rig.call(trunk)).satisfies(FailoverTest::acknowledged);
            assertThat(second.received("INVITE")).hasSize(1);
        }
    }

    @Test
    void shouldNotRepeatACallThatItGaveUpAndStopTheTelephoneThatRingsForIt() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("CANCEL")) {
                request.answer("200 OK");
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_SILENT, false, null));
            int sent = trunk.received("INVITE").size();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        trunk.received("INVITE").get(0).answer("180 Ringing");
                        return trunk.methods().contains("CANCEL");
                    });

            assertThat(trunk.received("CANCEL").get(0).header("Via"))
                    .isEqualTo(trunk.received("INVITE").get(0).header("Via"));
            // The next repetition would have been due two seconds after the last.
            Awaitility.await()
                    .during(Duration.ofMillis(2_500))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> trunk.received("INVITE").size() == sent);
        }
    }

    @Test
    void shouldSayGoodbyeToWhoeverPicksUpForACallThatItGaveUp() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("BYE")) {
                request.answer("200 OK");
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy()))).isInstanceOf(Temporary.class);
            SipPeer.Received invite = trunk.received("INVITE").get(0);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        SipPeer.pickUp(invite);
                        return trunk.methods().contains("BYE");
                    });
        }
    }

    private static SipPeer refusing(String status, String headers) throws IOException {
        return SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                request.answer(status, headers, "");
            }
        });
    }

    private static void acknowledged(HandOverOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));
    }
}
