package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What trunks ask for before and while a call is up: our account, and sessions of a certain length. */
class DialogTest {
    private static final Account ACCOUNT = new Account("vigie", "secret");

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
    void shouldProveItsAccountAgainWhenItSaysGoodbye() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("BYE") && request.credential("response") == null) {
                request.answer("407 Proxy Authentication Required", challenge("Proxy", "n1", false), "");
            } else {
                askFirst(request, peer, "n1");
            }
        })) {
            assertThat(rig.call(withAccount(trunk)))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));

            Awaitility.await().ignoreExceptions().until(() -> last(trunk, "BYE").credential("response") != null);
            SipPeer.Received goodbye = last(trunk, "BYE");
            assertThat(goodbye.credential("nc")).isEqualTo("00000002");
            assertThat(goodbye.credential("cnonce"))
                    .isNotEqualTo(trunk.received("INVITE").get(1).credential("cnonce"));
            assertThat(goodbye.header("To")).endsWith(";tag=peer");
            assertThat(goodbye.header("CSeq"))
                    .isNotEqualTo(trunk.received("BYE").get(0).header("CSeq"));
        }
    }

    @Test
    void shouldAnswerOnceMoreWhenOnlyTheNonceWasStale() throws IOException {
        AtomicInteger invites = new AtomicInteger();
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE") && invites.incrementAndGet() < 3) {
                request.answer("401 Unauthorized", challenge("WWW", "n" + invites.get(), invites.get() == 2), "");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            assertThat(rig.call(withAccount(trunk))).isInstanceOf(Final.class);

            assertThat(trunk.received("INVITE"))
                    .extracting(each -> each.credential("nonce"))
                    .containsExactly(null, "n1", "n2");
            assertThat(trunk.received("INVITE").get(2).credential("nc")).isEqualTo("00000001");
        }
    }

    @Test
    void shouldGiveUpWhenEveryNonceIsStale() throws IOException {
        AtomicInteger invites = new AtomicInteger();
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                request.answer("401 Unauthorized", challenge("WWW", "n" + invites.incrementAndGet(), true), "");
            }
        })) {
            assertThat(rig.call(withAccount(trunk)))
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_REFUSED_US, false, null));
            assertThat(trunk.received("INVITE")).hasSize(3);
        }
    }

    @Test
    void shouldProveItsAccountToAProxyAndToTheEndOfTheLine() throws IOException {
        AtomicInteger invites = new AtomicInteger();
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            int invite = request.method().equals("INVITE") ? invites.incrementAndGet() : 0;
            if (invite == 1) {
                request.answer("407 Proxy Authentication Required", challenge("Proxy", "p1", false), "");
            } else if (invite == 2) {
                request.answer("401 Unauthorized", challenge("WWW", "w1", false), "");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            assertThat(rig.call(withAccount(trunk))).isInstanceOf(Final.class);

            SipPeer.Received last = trunk.received("INVITE").get(2);
            assertThat(last.header("Authorization")).contains("nonce=\"w1\"");
            // The proxy, too, may count what it is shown.
            assertThat(last.header("Proxy-Authorization")).contains("nonce=\"p1\"", "nc=00000002");
            // RFC 3261 section 13.2.2.4
            SipPeer.Received ack = trunk.received("ACK").get(2);
            assertThat(ack.header("Authorization")).isEqualTo(last.header("Authorization"));
            assertThat(ack.header("Proxy-Authorization")).isEqualTo(last.header("Proxy-Authorization"));
        }
    }

    @Test
    void shouldAnswerTheTopmostChallengeThatItCanWhenARealmOffersSeveral() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE") && request.credential("response") == null) {
                request.answer(
                        "401 Unauthorized",
                        challenge("WWW", "n1", false).replace("MD5", "SHA-512-256")
                                + challenge("WWW", "n2", false).replace("MD5", "SHA-256")
                                + challenge("WWW", "n3", false),
                        "");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            assertThat(rig.call(withAccount(trunk))).isInstanceOf(Final.class);

            SipPeer.Received again = trunk.received("INVITE").get(1);
            assertThat(again.credential("nonce")).isEqualTo("n2");
            assertThat(again.credential("algorithm")).isEqualTo("SHA-256");
        }
    }

    @Test
    void shouldProveItsAccountToTwoProxiesThatAskAtOnce() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE")
                    && request.headers("Proxy-Authorization").size() < 2) {
                request.answer(
                        "407 Proxy Authentication Required",
                        challenge("Proxy", "n1", false)
                                + challenge("Proxy", "n2", false).replace("Proxy.example", "other.example"),
                        "");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            assertThat(rig.call(withAccount(trunk))).isInstanceOf(Final.class);

            List<String> shown = trunk.received("INVITE").get(1).headers("Proxy-Authorization");
            assertThat(shown)
                    .hasSize(2)
                    .anySatisfy(one -> assertThat(one).contains("realm=\"Proxy.example\"", "nonce=\"n1\""))
                    .anySatisfy(one -> assertThat(one).contains("realm=\"other.example\"", "nonce=\"n2\""));
            assertThat(trunk.received("ACK").get(1).headers("Proxy-Authorization"))
                    .containsExactlyElementsOf(shown);
        }
    }

    /** As trunks say who is called meanwhile (RFC 3311). */
    @Test
    void shouldTakeAnUpdateWhileItRings() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            switch (request.method()) {
                case "INVITE" -> {
                    request.answer("180 Ringing", SipPeer.contact(request), "");
                    peer.later(() -> peer.within(request, "UPDATE", "", ""));
                }
                case "200" -> {
                    SipPeer.Received invite = peer.received("INVITE").get(0);
                    if (request.header("CSeq").endsWith("UPDATE")) {
                        peer.within(invite, "UPDATE", "Content-Type: application/sdp\r\n", SipPeer.sdp());
                    }
                }
                case "491" -> SipPeer.acknowledge(peer.received("INVITE").get(0), peer);
                default -> SipPeer.acknowledge(request, peer);
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));

            assertThat(trunk.received("491")).hasSize(1);
            assertThat(trunk.received("200").get(0).header("CSeq")).endsWith("UPDATE");
        }
    }

    @Test
    void shouldProveItsAccountAndLengthenTheSessionWhenItRefreshes() throws IOException {
        AtomicInteger updates = new AtomicInteger();
        try (TrunkRig hasty = new TrunkRig("vigie", TrunkRig.HASTY);
                SipPeer trunk = SipPeer.udp((request, peer) -> {
                    int update = request.method().equals("UPDATE") ? updates.incrementAndGet() : 0;
                    if (request.method().equals("INVITE")) {
                        SipPeer.pickUp(
                                request, "Allow: INVITE, ACK, BYE, UPDATE\r\nSession-Expires: 1;refresher=uac\r\n");
                    } else if (update == 1) {
                        request.answer("401 Unauthorized", challenge("WWW", "n1", false), "");
                    } else if (update == 2) {
                        request.answer("422 Session Interval Too Small", "Min-SE: 100\r\n", "");
                    } else if (update == 3) {
                        request.answer("200 OK", "Session-Expires: 100;refresher=uac\r\n", "");
                        peer.press(request);
                    } else if (request.method().equals("BYE")) {
                        request.answer("200 OK");
                    }
                })) {
            assertThat(hasty.call(withAccount(hasty, trunk))).isInstanceOf(Final.class);

            List<SipPeer.Received> all = trunk.received("UPDATE");
            assertThat(all).hasSize(3);
            assertThat(all.get(1).credential("nonce")).isEqualTo("n1");
            assertThat(all.get(2).credential("nc")).isEqualTo("00000002");
            assertThat(all.get(2).header("Session-Expires")).isEqualTo("100;refresher=uac");
            assertThat(all.get(2).header("Min-SE")).isEqualTo("100");
        }
    }

    @Test
    void shouldAskForALongerSessionWhenSomebodyOnTheWayWantsOne() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE") && request.header("Min-SE").equals("90")) {
                request.answer("422 Session Interval Too Small", "Min-SE: 1800\r\n", "");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy()))).isInstanceOf(Final.class);

            SipPeer.Received again = trunk.received("INVITE").get(1);
            assertThat(again.header("Session-Expires")).isEqualTo("1800;refresher=uac");
            assertThat(again.header("Min-SE")).isEqualTo("1800");
        }
    }

    /** As Kamailio does with nonce_count and a least session. */
    @Test
    void shouldProveItsAccountAnewWhenItAsksForALongerSession() throws IOException {
        AtomicInteger invites = new AtomicInteger();
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            int invite = request.method().equals("INVITE") ? invites.incrementAndGet() : 0;
            if (invite == 1) {
                request.answer("401 Unauthorized", challenge("WWW", "n1", false), "");
            } else if (invite == 2) {
                request.answer("422 Session Interval Too Small", "Min-SE: 1800\r\n", "");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            assertThat(rig.call(withAccount(trunk))).isInstanceOf(Final.class);

            SipPeer.Received second = trunk.received("INVITE").get(1);
            SipPeer.Received third = trunk.received("INVITE").get(2);
            assertThat(second.credential("nc")).isEqualTo("00000001");
            assertThat(third.credential("nonce")).isEqualTo("n1");
            assertThat(third.credential("nc")).isEqualTo("00000002");
            assertThat(third.credential("response")).isNotEqualTo(second.credential("response"));
        }
    }

    @Test
    void shouldEndWhenTheSessionIsNeverLongEnough() throws IOException {
        AtomicInteger wanted = new AtomicInteger(90);
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                request.answer("422 Session Interval Too Small", "Min-SE: " + wanted.addAndGet(10) + "\r\n", "");
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy()))).isInstanceOf(Temporary.class);
            assertThat(trunk.received("INVITE")).hasSize(4);
        }
    }

    @Test
    void shouldRefuseSessionsThatAreTooShortForUs() throws IOException {
        AtomicInteger refusals = new AtomicInteger();
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("ACK") && refusals.get() == 0) {
                peer.within(request, "UPDATE", "Supported: timer\r\nSession-Expires: 30;refresher=uas\r\n", "");
            } else if (request.method().equals("422")) {
                refusals.incrementAndGet();
                peer.press(peer.received("ACK").get(0));
            } else {
                SipPeer.pickUp(request);
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy()))).isInstanceOf(Final.class);

            assertThat(trunk.received("422"))
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.header("Min-SE")).isEqualTo("90"));
        }
    }

    private static SipTrunk withAccount(SipPeer trunk) {
        return withAccount(rig, trunk);
    }

    private static SipTrunk withAccount(TrunkRig rig, SipPeer trunk) {
        return rig.trunk(List.of(trunk.proxy()), ACCOUNT, false, Duration.ZERO);
    }

    private static void askFirst(SipPeer.Received request, SipPeer peer, String nonce) throws IOException {
        if (request.method().equals("INVITE") && request.credential("response") == null) {
            request.answer("407 Proxy Authentication Required", challenge("Proxy", nonce, false), "");
        } else {
            SipPeer.acknowledge(request, peer);
        }
    }

    private static SipPeer.Received last(SipPeer trunk, String method) {
        List<SipPeer.Received> all = trunk.received(method);
        return all.get(all.size() - 1);
    }

    private static String challenge(String kind, String nonce, boolean stale) {
        return kind + "-Authenticate: Digest realm=\"" + kind + ".example\", nonce=\"" + nonce + "\", "
                + (stale ? "stale=true, " : "") + "algorithm=MD5, qop=\"auth\"\r\n";
    }
}
