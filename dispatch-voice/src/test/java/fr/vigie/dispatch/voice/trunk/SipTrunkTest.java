package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.dialogue.Phrases;
import fr.vigie.dispatch.voice.dialogue.Scripts;
import fr.vigie.dispatch.voice.media.MediaClock;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import fr.vigie.dispatch.voice.sip.UserAgent;
import fr.vigie.dispatch.voice.sip.UserAgentSettings;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.ToneSpeech;
import fr.vigie.dispatch.voice.speech.Turn;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import fr.vigie.simulators.telephony.CallOutcome;
import fr.vigie.simulators.telephony.CallRecord;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real calls, SIP and RTP, to the telephone simulator. Words are tones here: espeak-ng need not be installed. */
class SipTrunkTest {
    private static final CallLimits LIMITS = new CallLimits(
            Duration.ofMillis(1_500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(40),
            Duration.ZERO,
            Duration.ofSeconds(6));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private static TelephoneSimulator telephones;
    private static ScheduledExecutorService timers;
    private static MediaClock media;
    private static UserAgent agent;
    private static Scripts scripts;

    @BeforeAll
    static void start() throws IOException {
        telephones = TelephoneSimulator.start(
                TelephoneSimulator.Options.defaults().withMaxAnswerDelay(Duration.ofMillis(200)));
        timers = Executors.newScheduledThreadPool(4);
        media = new MediaClock(InetAddress.getLoopbackAddress(), MediaClock.PortRange.parse("0"), 2);
        agent = UserAgent.start(new UserAgentSettings("127.0.0.1", freePort(), "127.0.0.1", "127.0.0.1", "vigie"));
        SpeechCache speech = new SpeechCache(new ToneSpeech("test"), timers, 1 << 24);
        scripts = new Scripts(
                speech,
                Phrases.standard(),
                new Scripts.Limits(2_000, LIMITS.call(), Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    @AfterAll
    static void stop() throws IOException {
        agent.close();
        media.close();
        timers.shutdownNow();
        telephones.close();
    }

    @Test
    void shouldBeAcknowledgedWhenTheTelephonePressesOne() {
        HandOverOutcome outcome = call("+33199000001");

        assertThat(outcome).isInstanceOfSatisfying(Final.class, end -> {
            assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            assertThat(end.reason()).isNull();
            assertThat(end.handedOverAt()).isCloseTo(Instant.now(), within(10));
            assertThat(end.optedOut()).isFalse();
        });
        CallRecord record = journal("+33199000001").get(0);
        assertThat(record.keys()).isEqualTo("1");
        assertThat(record.rtpPackets()).isGreaterThan(20);
        assertThat(record.lostPackets()).isZero();
        assertThat(record.silentPackets()).isLessThan(record.rtpPackets() / 2);
        assertThat(meters.counter(CallMeters.CALLS, "trunk", "test", "outcome", "acknowledged", "reason", "none")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldBeAcknowledgedWhenTheKeyComesBySipInfo() {
        assertThat(call("+33199000980"))
                .isInstanceOfSatisfying(
                        Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));
    }

    @Test
    void shouldSayItAgainWhenTheTelephonePressesTwoAndBeAcknowledgedByOne() {
        assertThat(call("+33199000979"))
                .isInstanceOfSatisfying(
                        Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));
        assertThat(journal("+33199000979").get(0).keys()).isEqualTo("21");
    }

    @Test
    void shouldOptOutWhenTheTelephonePressesNineTwice() {
        assertThat(call("+33199000978")).isInstanceOfSatisfying(Final.class, end -> {
            assertThat(end.state()).isEqualTo(DeliveryState.ANSWERED);
            assertThat(end.optedOut()).isTrue();
        });
    }

    @Test
    void shouldOnlyBeAnsweredWhenNoKeyIsPressed() {
        assertThat(call("+33199000974"))
                .isInstanceOfSatisfying(
                        Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ANSWERED));
    }

    @Test
    void shouldLeaveTheNeutralSentenceWhenAMachinePicksUp() {
        assertThat(call("+33199000973"))
                .isInstanceOfSatisfying(
                        Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.VOICEMAIL));

        byte[] neutral = scripts.of("Gendarmerie du Cantal", AlertStatus.ACTUAL, "Un vol. Composez le 17.", Turn.URGENT)
                .join()
                .neutral()
                .alaw();
        // Nothing of the alert's own words; a sender that was stopped leaves some frames out.
        assertThat(journal("+33199000973").get(0).recordedPackets())
                .isBetween(framesWithSound(neutral) * 3 / 4, framesWithSound(neutral) + 3);
    }

    @Test
    void shouldTryAgainLaterWhenTheLineIsBusy() {
        assertThat(call("+33199000971"))
                .isEqualTo(new Temporary(DeliveryState.BUSY, FailureReason.LINE_BUSY, true, null));
    }

    @Test
    void shouldTakeTheCallBackWhenNobodyAnswers() {
        assertThat(call("+33199000972"))
                .isEqualTo(new Temporary(DeliveryState.NO_ANSWER, FailureReason.NOT_ANSWERED, true, null));
        // The telephone writes it down when it has seen our ACK.
        Awaitility.await().until(() -> journal("+33199000972").get(0).outcome() == CallOutcome.CANCELLED);
    }

    @Test
    void shouldGiveUpOnANumberThatDoesNotExist() {
        assertThat(call("+33199000975"))
                .isEqualTo(new Final(DeliveryState.FAILED, FailureReason.NUMBER_DEAD, null, false));
    }

    @Test
    void shouldBlameTheCarrierAndLeaveItAloneWhenSeveralMerchantsInARowMeet503() {
        SipTrunk trunk = trunk(telephones.port(), 10, null);

        for (int i = 0; i < 2; i++) {
            assertThat(handOver(trunk, "+33199000977").join())
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR, true, null));
            assertThat(trunk.available()).isTrue();
        }
        assertThat(handOver(trunk, "+33199000977").join())
                .isEqualTo(new Temporary(null, FailureReason.CARRIER_ERROR, false, null));

        assertThat(trunk.available()).isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(trunk::available);
    }

    @Test
    void shouldBlameTheNumberWhenItAloneMeets503HoweverOften() {
        SipTrunk trunk = trunk(telephones.port(), 10, null);
        HandOver sameEachTime = handOver("+33199000977", "Un vol. Composez le 17.");

        for (int i = 0; i < 5; i++) {
            assertThat(trunk.handOver(sameEachTime).toCompletableFuture().join())
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR, true, null));
            assertThat(trunk.available()).isTrue();
        }
    }

    @Test
    void shouldGiveUpOnASilentTrunkSoonAndAskWhetherItLives() throws IOException {
        int port;
        SipTrunk trunk;
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            trunk = trunk(port, 10, null);
            assertThat(handOver(trunk, "+33199000001").join())
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_SILENT, false, null));
            assertThat(trunk.available()).isFalse();
        }

        try (TelephoneSimulator revived =
                TelephoneSimulator.start(TelephoneSimulator.Options.defaults().withPort(port))) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(trunk::available);
            assertThat(revived.port()).isEqualTo(port);
        }
    }

    @Test
    void shouldCallAfterAChallengeWhenTheAccountIsRight() throws IOException {
        try (TelephoneSimulator guarded = TelephoneSimulator.start(TelephoneSimulator.Options.defaults()
                .withMaxAnswerDelay(Duration.ofMillis(200))
                .withCredentials("vigie", "secret"))) {
            assertThat(handOver(trunk(guarded.port(), 10, "secret"), "+33199000001")
                            .join())
                    .isInstanceOf(Final.class);
            SipTrunk wrong = trunk(guarded.port(), 10, "wrong");
            assertThat(handOver(wrong, "+33199000001").join())
                    .isEqualTo(new Temporary(null, FailureReason.CARRIER_REFUSED_US, false, null));
            assertThat(wrong.available()).isFalse();
        }
    }

    @Test
    void shouldTakeFiftyCallsAtOnce() {
        SipTrunk trunk = trunk(telephones.port(), 50, null);
        List<CompletableFuture<HandOverOutcome>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(handOver(trunk, "+331990001%02d".formatted(i)));
        }
        assertThat(handOver(trunk, "+33199000200").join())
                .isInstanceOfSatisfying(
                        Temporary.class,
                        refused -> assertThat(refused.reason()).isEqualTo(FailureReason.CARRIER_THROTTLED));

        assertThat(calls)
                .allSatisfy(call -> assertThat(
                                call.orTimeout(10, TimeUnit.SECONDS).join())
                        .isInstanceOfSatisfying(
                                Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED)));
        assertThat(telephones.journal().stream().filter(call -> call.called().startsWith("+331990001")))
                .hasSize(50)
                .allSatisfy(call -> assertThat(call.lostPackets()).isZero());
    }

    @Test
    void shouldSayGoodbyeToEveryTelephoneWhenTheServiceStops() {
        SipTrunk trunk = trunk(telephones.port(), 10, null);
        CompletableFuture<HandOverOutcome> up = handOver(trunk, "+33199001974");
        CompletableFuture<HandOverOutcome> ringing = handOver(trunk, "+33199001972");
        Awaitility.await()
                .until(() -> !journal("+33199001972").isEmpty()
                        && journal("+33199001974").stream().anyMatch(call -> call.answeredAt() != null));

        trunk.stop();

        assertThat(up.orTimeout(5, TimeUnit.SECONDS).join())
                .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.INTERRUPTED, false, null));
        assertThat(ringing.orTimeout(5, TimeUnit.SECONDS).join())
                .isEqualTo(new Temporary(null, FailureReason.INTERRUPTED, false, null));
        Awaitility.await().untilAsserted(() -> {
            assertThat(journal("+33199001974").get(0).outcome()).isEqualTo(CallOutcome.HUNG_UP_BY_CALLER);
            assertThat(journal("+33199001972").get(0).outcome()).isEqualTo(CallOutcome.CANCELLED);
        });
        assertThat(trunk.available()).isFalse();
    }

    @Test
    void shouldKeepItsLinesWhenReadingATextBreaksSomething() {
        SipTrunk trunk = trunk(telephones.port(), 1, null);
        HandOver breaking = handOver("+33199000001", null);

        for (int i = 0; i < 2; i++) {
            assertThat(trunk.handOver(breaking).toCompletableFuture().join())
                    .isEqualTo(new Final(DeliveryState.FAILED, FailureReason.CONTENT_UNUSABLE, null, false));
        }
    }

    @Test
    void shouldFailTheTextThatCannotBeSpoken() {
        HandOver dots = handOver("+33199000001", " … !!! ");
        SipTrunk trunk = trunk(telephones.port(), 10, null);

        assertThat(trunk.handOver(handOver("+33199000001", "a".repeat(1_000_000)))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Final(DeliveryState.FAILED, FailureReason.CONTENT_UNUSABLE, null, false));
        assertThat(trunk.handOver(dots).toCompletableFuture().join())
                .isEqualTo(new Final(DeliveryState.FAILED, FailureReason.CONTENT_UNUSABLE, null, false));
    }

    private static long framesWithSound(byte[] alaw) {
        long frames = 0;
        for (int from = 0; from < alaw.length; from += 160) {
            for (int i = from; i < Math.min(from + 160, alaw.length); i++) {
                if (((alaw[i] ^ 0x55) & 0x7F) > 1) {
                    frames++;
                    break;
                }
            }
        }
        return frames;
    }

    private HandOverOutcome call(String number) {
        return handOver(trunk(telephones.port(), 10, null), number)
                .orTimeout(40, TimeUnit.SECONDS)
                .join();
    }

    private List<CallRecord> journal(String number) {
        return telephones.journal().stream()
                .filter(call -> call.called().equals(number))
                .toList();
    }

    private SipTrunk trunk(int port, int maxCalls, String password) {
        Proxy proxy = new Proxy("127.0.0.1", port, Transport.UDP);
        Account account = password == null ? null : new Account("vigie", password);
        return new SipTrunk(
                new SipTrunk.Settings("test", proxy, account, maxCalls, 0, 1, LIMITS, Duration.ZERO),
                agent,
                media,
                scripts,
                timers,
                Clock.systemUTC(),
                new CallMeters(meters),
                new PaperLog());
    }

    private static CompletableFuture<HandOverOutcome> handOver(SipTrunk trunk, String number) {
        return trunk.handOver(handOver(number, "Un vol. Composez le 17.")).toCompletableFuture();
    }

    private static HandOver handOver(String number, String text) {
        return new HandOver(
                UUID.randomUUID(),
                1,
                UUID.randomUUID(),
                "A15-0412",
                Urgency.URGENT,
                AlertStatus.ACTUAL,
                "Gendarmerie du Cantal",
                number,
                text,
                Instant.now().plusSeconds(600),
                false);
    }

    private static org.assertj.core.data.TemporalUnitOffset within(long seconds) {
        return new org.assertj.core.data.TemporalUnitWithinOffset(seconds, java.time.temporal.ChronoUnit.SECONDS);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
