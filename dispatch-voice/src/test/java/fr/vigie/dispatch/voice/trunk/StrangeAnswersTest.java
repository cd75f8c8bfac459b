package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.SdpException;
import fr.vigie.dispatch.voice.sip.SessionDescription;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that no standard knows: each gives an outcome, and a goodbye where somebody picked up. */
class StrangeAnswersTest {
    private static final Temporary NO_COMMON_SOUND =
            new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR, true, null);
    private static final Temporary NOT_THIS_NUMBER =
            new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_REFUSED_US, true, null);
    /** Many calls at once on a busy machine. */
    private static final CallLimits PATIENT = new CallLimits(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(40),
            Duration.ofSeconds(1),
            Duration.ofSeconds(6));

    private static final String SDP = "Content-Type: application/sdp\r\n";

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
    void shouldReadAnySessionDescriptionOrSayWhyNot() {
        int readable = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            byte[] body = mutated(new Random(seed));
            try {
                SessionDescription read = SessionDescription.parse(body);
                assertThat(read.address().getPort()).as("seed %d", seed).isBetween(1, 65_535);
                readable++;
            } catch (SdpException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + new String(body, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(readable).isBetween(1_000, 19_000);
    }

    @Test
    void shouldEndEachCallWhateverItsSessionDescriptionIs() throws IOException {
        int calls = 100;
        Random random = new Random(20_261_122);
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            bodies.add(mutated(random));
        }
        int[] next = {0};
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
                    if (request.method().equals("INVITE")) {
                        request.answer("200 OK", "peer", SipPeer.contact(request) + SDP, bodies.get(next[0]++ % calls));
                    } else if (request.method().equals("ACK")) {
                        // Where it could be read after all, the telephone hangs up.
                        peer.within(request, "BYE", "", "");
                    } else if (request.method().equals("BYE")) {
                        request.answer("200 OK");
                    }
                });
                TrunkRig patient = new TrunkRig("vigie", PATIENT)) {
            SipTrunk carrier = patient.trunk(trunk.proxy());
            List<CompletableFuture<HandOverOutcome>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                all.add(carrier.handOver(TrunkRig.handOver(TrunkRig.NUMBER)).toCompletableFuture());
            }

            assertThat(all)
                    .allSatisfy(call -> assertThat(call.completeOnTimeout(null, 30, TimeUnit.SECONDS)
                                    .join())
                            .as(trunk.methods().toString())
                            .matches(end ->
                                    end instanceof Temporary failed && failed.state() == DeliveryState.UNREACHABLE
                                            // All of it was heard before the telephone came to hanging up.
                                            || end instanceof Final heard && heard.state() == DeliveryState.ANSWERED));
            assertThat(carrier.activeCalls()).isZero();
            assertThat(carrier.available()).isTrue();
        }
    }

    @Test
    void shouldSayGoodbyeToAMegabyteAndKeepTheConnectionForOthers() throws IOException {
        byte[] huge = new byte[1_048_576];
        Arrays.fill(huge, (byte) 'a');
        byte[] start = SipPeer.sdp().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, huge, 0, start.length);
        int[] invites = {0};
        try (SipPeer trunk = SipPeer.tcp((request, peer) -> {
            if (request.method().equals("INVITE") && invites[0]++ == 0) {
                request.answer("200 OK", "peer", SipPeer.contact(request) + SDP, huge);
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            SipTrunk carrier = rig.trunk(trunk.proxy());
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(carrier, asked)).isEqualTo(NO_COMMON_SOUND);

            assertThat(rig.detail(asked).end()).isEqualTo("NO_COMMON_SOUND");
            Awaitility.await().until(() -> trunk.methods().equals(List.of("INVITE", "ACK", "BYE")));
            assertThat(rig.call(carrier)).isInstanceOf(Final.class);
            assertThat(trunk.connectionsSoFar()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayGoodbyeToASecondTelephoneThatIsPickedUp() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            byte[] sdp = SipPeer.sdp().getBytes(StandardCharsets.US_ASCII);
            if (request.method().equals("INVITE")) {
                request.answer("200 OK", "first", SipPeer.contact(request) + SDP, sdp);
            } else if (request.method().equals("ACK") && request.header("To").endsWith("first")) {
                // Sent once: the stack does not see it before its own transaction has gone. Telephones repeat theirs.
                SipPeer.Received invite = peer.received("INVITE").get(0);
                peer.later(() -> invite.answer("200 OK", "second", SipPeer.contact(invite) + SDP, sdp));
            } else if (request.method().equals("BYE")) {
                request.answer("200 OK");
                if (request.header("To").endsWith("second")) {
                    peer.press(peer.acknowledgement("first"));
                }
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));

            Awaitility.await().until(() -> trunk.received("BYE").size() == 2);
            assertThat(trunk.received("BYE"))
                    .extracting(each -> each.header("To").replaceFirst(".*tag=", ""))
                    .containsExactly("second", "first");
        }
    }

    /** The first telephone that rang is the one that the stack takes for the call's own. */
    @Test
    void shouldSayGoodbyeToTheFirstTelephoneThatRangWhenAnotherOneWasFaster() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            byte[] sdp = SipPeer.sdp().getBytes(StandardCharsets.US_ASCII);
            if (request.method().equals("INVITE")) {
                request.answer("180 Ringing", "first", SipPeer.contact(request), new byte[0]);
                request.answer("180 Ringing", "second", SipPeer.contact(request), new byte[0]);
                peer.later(() -> request.answer("200 OK", "second", SipPeer.contact(request) + SDP, sdp));
            } else if (request.method().equals("ACK") && request.header("To").endsWith("second")) {
                SipPeer.Received invite = peer.received("INVITE").get(0);
                peer.later(() -> invite.answer("200 OK", "first", SipPeer.contact(invite) + SDP, sdp));
            } else if (request.method().equals("BYE")) {
                request.answer("200 OK");
                if (request.header("To").endsWith("first")) {
                    peer.press(peer.acknowledgement("second"));
                }
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));

            Awaitility.await().until(() -> trunk.received("BYE").size() == 2);
            assertThat(trunk.acknowledgement("first").header("CSeq")).isEqualTo("1 ACK");
            assertThat(trunk.received("BYE"))
                    .extracting(each -> each.header("To").replaceFirst(".*tag=", ""))
                    .containsExactly("first", "second");
        }
    }

    @Test
    void shouldSpeakToWhoeverPicksUpWhileTheCallIsTakenBack() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            byte[] sdp = SipPeer.sdp().getBytes(StandardCharsets.US_ASCII);
            switch (request.method()) {
                case "INVITE" -> request.answer("180 Ringing", "late", "", new byte[0]);
                case "CANCEL" -> {
                    request.answer("200 OK");
                    SipPeer.Received invite = peer.received("INVITE").get(0);
                    invite.answer("200 OK", "late", SipPeer.contact(invite) + SDP, sdp);
                }
                case "ACK" -> peer.press(request);
                default -> request.answer("200 OK");
            }
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));
            assertThat(trunk.methods()).contains("CANCEL");
        }
    }

    @Test
    void shouldNotFollowWhoeverSendsUsElsewhere() throws IOException {
        try (SipPeer elsewhere = SipPeer.udp((request, peer) -> {});
                SipPeer trunk = SipPeer.udp((request, peer) -> {
                    if (request.method().equals("INVITE")) {
                        request.answer(
                                "302 Moved Temporarily",
                                "Contact: <sip:nobody@127.0.0.1:" + elsewhere.port() + ">\r\n",
                                "");
                    }
                })) {
            assertThat(rig.call(rig.trunk(trunk.proxy())))
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.UNSPECIFIED, true, null));
            Awaitility.await().untilAsserted(() -> assertThat(trunk.methods()).containsExactly("INVITE", "ACK"));
            assertThat(elsewhere.methods()).isEmpty();
        }
    }

    @Test
    void shouldBearAnswersThatAreNone() throws IOException {
        List<String> nonsense = List.of(
                "SIP/2.0\r\n\r\n",
                "SIP/2.0 200\r\nVia\r\n\r\n",
                "SIP/2.0 99999999999 OK\r\n\r\n",
                "SIP/2.0 200 OK\r\nContent-Length: -5\r\n\r\n",
                "\0\0\0\0",
                "HTTP/1.1 200 OK\r\n\r\n",
                "SIP/2.0 180 Ringing\r\n" + "X: y\r\n".repeat(500) + "\r\n");
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                for (String each : nonsense) {
                    request.raw(each);
                }
                // Ours as far as the stack can tell, and without what an answer needs.
                request.raw("SIP/2.0 200 OK\r\nVia: " + request.header("Via") + "\r\nCSeq: 1 INVITE\r\n\r\n");
                request.raw("SIP/2.0 401 Unauthorized\r\nVia: " + request.header("Via") + "\r\nFrom: "
                        + request.header("From") + "\r\nTo: x\r\n\r\n");
                request.answer("180 Ringing", "Session-Expires: a\r\nRetry-After: -1\r\nReason: ;;;\r\n", "");
                request.answer("401 Unauthorized", "WWW-Authenticate: Digest\r\n", "");
            }
        })) {
            SipTrunk carrier = rig.trunk(List.of(trunk.proxy()), null, false, Duration.ZERO);

            // The stack has two threads: the 401 may overtake the 180, and then no telephone rang.
            assertThat(rig.call(carrier))
                    .isIn(NOT_THIS_NUMBER, new Temporary(null, FailureReason.CARRIER_REFUSED_US, false, null));
        }
    }

    @Test
    void shouldTakeChallengesThatCannotBeAnsweredForARefusal() throws IOException {
        for (String challenge : List.of(
                "",
                "WWW-Authenticate: Digest\r\n",
                "WWW-Authenticate: Basic realm=\"x\"\r\n",
                "WWW-Authenticate: Digest realm=\"x\"\r\n",
                "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\", algorithm=AKAv1-MD5\r\n",
                "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\", qop=\"auth-int\"\r\n")) {
            try (SipPeer trunk = SipPeer.udp((request, peer) -> {
                if (request.method().equals("INVITE")) {
                    request.answer("401 Unauthorized", challenge, "");
                }
            })) {
                SipTrunk carrier =
                        rig.trunk(List.of(trunk.proxy()), new Account("vigie", "secret"), false, Duration.ZERO);

                assertThat(rig.call(carrier))
                        .as(challenge)
                        .isEqualTo(new Temporary(null, FailureReason.CARRIER_REFUSED_US, false, null));
                assertThat(trunk.received("INVITE")).hasSize(1);
            }
        }
    }

    @Test
    void shouldBlameAnAccountThatWorkedWhenItIsRefusedToSeveralMerchants() throws IOException {
        int[] invites = {0};
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE") && invites[0]++ > 0) {
                request.answer("407 Proxy Authentication Required");
            } else {
                SipPeer.acknowledge(request, peer);
            }
        })) {
            SipTrunk carrier = rig.trunk(List.of(trunk.proxy()), new Account("vigie", "secret"), false, Duration.ZERO);
            assertThat(rig.call(carrier)).isInstanceOf(Final.class);
            assertThat(rig.call(carrier)).isEqualTo(NOT_THIS_NUMBER);
            assertThat(rig.call(carrier)).isEqualTo(NOT_THIS_NUMBER);
            assertThat(carrier.available()).isTrue();

            assertThat(rig.call(carrier)).isEqualTo(new Temporary(null, FailureReason.CARRIER_REFUSED_US, false, null));

            assertThat(carrier.available()).isFalse();
        }
    }

    @Test
    void shouldNotRefreshASessionMoreOftenThanTheStandardAllows() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            SipPeer.pickUp(request, "Allow: UPDATE\r\nRequire: timer\r\nSession-Expires: 1;refresher=uac\r\n");
        })) {
            assertThat(rig.call(rig.trunk(trunk.proxy()))).isInstanceOf(Final.class);

            // A slow machine sends the same once more.
            Awaitility.await().until(() -> trunk.methods().contains("BYE"));
            assertThat(new LinkedHashSet<>(trunk.methods())).containsExactly("INVITE", "ACK", "BYE");
            assertThat(trunk.received("INVITE"))
                    .extracting(each -> each.header("CSeq"))
                    .containsOnly("1 INVITE");
            assertThat(trunk.received("INVITE").get(0))
                    .returns("90;refresher=uac", invite -> invite.header("Session-Expires"))
                    .returns("90", invite -> invite.header("Min-SE"));
        }
    }

    @Test
    void shouldSayGoodbyeToAnAnswerThatWantsSoundNowhere() throws IOException {
        for (String host : List.of("255.255.255.255", "224.0.0.1", "0.0.0.0")) {
            try (SipPeer trunk = SipPeer.udp((request, peer) -> {
                if (request.method().equals("INVITE")) {
                    String sdp = SipPeer.sdp().replace("c=IN IP4 127.0.0.1", "c=IN IP4 " + host);
                    request.answer("200 OK", SipPeer.contact(request) + SDP, sdp);
                } else if (request.method().equals("BYE")) {
                    request.answer("200 OK");
                }
            })) {
                assertThat(rig.call(rig.trunk(trunk.proxy()))).as(host).isEqualTo(NO_COMMON_SOUND);
            }
        }
    }

    @Test
    void shouldGiveUpOnAnAnswerWithoutAWayBack() throws IOException {
        try (SipPeer trunk = SipPeer.udp((request, peer) -> {
            if (request.method().equals("INVITE")) {
                request.answer("200 OK", SDP, SipPeer.sdp());
            }
        })) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(rig.trunk(trunk.proxy()), asked)).isEqualTo(NO_COMMON_SOUND);

            assertThat(rig.detail(asked).end()).isEqualTo("NO_COMMON_SOUND");
        }
    }

    /** A good answer with a few things wrong, from a byte to a whole line; the same for the same random. */
    private static byte[] mutated(Random random) {
        byte[] body = SipPeer.sdp().getBytes(StandardCharsets.US_ASCII);
        int times = 1 + random.nextInt(6);
        for (int i = 0; i < times; i++) {
            body = once(body, random);
        }
        return body;
    }

    private static byte[] once(byte[] body, Random random) {
        if (body.length == 0) {
            return body;
        }
        int at = random.nextInt(body.length);
        switch (random.nextInt(7)) {
            case 0 -> body[at] = (byte) random.nextInt(256);
            case 1 -> {
                return Arrays.copyOf(body, at);
            }
            case 2 -> {
                return joined(Arrays.copyOf(body, at), body);
            }
            case 3 -> {
                return joined(
                        Arrays.copyOf(body, at), Arrays.copyOfRange(body, Math.min(body.length, at + 5), body.length));
            }
            case 4 -> {
                return text(body, "\\d+", Long.toString(random.nextLong()), random);
            }
            case 5 -> {
                return text(body, "(?m)^.*$", random.nextBoolean() ? "" : "m=audio 0 RTP/AVP", random);
            }
            default -> {
                return text(body, "[a-zA-Z]+", "é\0\u2028=:/ ".repeat(1 + random.nextInt(40)), random);
            }
        }
        return body;
    }

    private static byte[] text(byte[] body, String what, String with, Random random) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<MatchResult> places = Pattern.compile(what).matcher(text).results().toList();
        if (places.isEmpty()) {
            return body;
        }
        MatchResult place = places.get(random.nextInt(places.size()));
        return (text.substring(0, place.start()) + with + text.substring(place.end())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
