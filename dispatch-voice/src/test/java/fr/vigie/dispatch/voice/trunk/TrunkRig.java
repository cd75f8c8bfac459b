package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
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
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Urgency;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Our side of a call without the service around it: the SIP stack, the sound, and trunks to wherever a test says. */
final class TrunkRig implements AutoCloseable {
    static final String NUMBER = "+33199000001";
    static final CallLimits LIMITS = new CallLimits(
            Duration.ofMillis(1_500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(40),
            Duration.ofSeconds(1),
            Duration.ofSeconds(6));

    /** Sessions that are shorter than any of the standard. */
    static final CallLimits HASTY = new CallLimits(
            LIMITS.silence(),
            LIMITS.ring(),
            LIMITS.cancel(),
            LIMITS.call(),
            LIMITS.quiet(),
            LIMITS.talk(),
            Duration.ofSeconds(1));

    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(4);
    private final CallLimits limits;
    private final int port;
    private final int tlsPort = Sipp.freePort();
    private final MediaClock media;
    private final UserAgent agent;
    private final Scripts scripts;
    private final PaperLog log = new PaperLog();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CallMeters meters = new CallMeters(registry);

    TrunkRig() throws IOException {
        this("vigie", LIMITS);
    }

    TrunkRig(String callerId, CallLimits limits) throws IOException {
        this(callerId, limits, null);
    }

    /** @param tls whom to trust; null for nobody, and no TLS */
    TrunkRig(String callerId, CallLimits limits, SSLContext tls) throws IOException {
        this.limits = limits;
        media = new MediaClock(InetAddress.getLoopbackAddress(), MediaClock.PortRange.parse("0"), 2);
        port = Sipp.freePort();
        agent = UserAgent.start(new UserAgentSettings(
                "127.0.0.1",
                port,
                tlsPort,
                tls == null ? Set.of(Transport.TCP) : Set.of(Transport.TCP, Transport.TLS),
                "127.0.0.1",
                "127.0.0.1",
                callerId,
                tls));
        SpeechCache speech = new SpeechCache(new ToneSpeech("test"), timers, 1 << 24);
        scripts = new Scripts(
                speech,
                Phrases.standard(),
                new Scripts.Limits(2_000, limits.call(), Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    /** Our own port for signalling. */
    int port() {
        return port;
    }

    /** Our own port for signalling over TLS. */
    int tlsPort() {
        return tlsPort;
    }

    SipTrunk trunk(int port, String user, String password) {
        return trunk(port, user, password, Duration.ZERO);
    }

    SipTrunk trunk(int port, String user, String password, Duration keepAlive) {
        return trunk(
                List.of(new Proxy("127.0.0.1", port, Transport.UDP)),
                user == null ? null : new Account(user, password),
                false,
                keepAlive);
    }

    /** Asks its proxies nothing on its own account. */
    SipTrunk trunk(Proxy... proxies) {
        return trunk(List.of(proxies), null, false, Duration.ZERO);
    }

    /** By another clock, and with a bound for new calls. */
    SipTrunk trunk(Clock clock, int maxCallsPerSecond, Proxy... proxies) {
        return trunk(
                new SipTrunk.Settings(
                        "test", List.of(proxies), null, false, 500, maxCallsPerSecond, 1, limits, Duration.ZERO),
                clock);
    }

    SipTrunk trunk(List<Proxy> proxies, Account account, boolean register, Duration keepAlive) {
        return trunk(
                new SipTrunk.Settings("test", proxies, account, register, 500, 0, 1, limits, keepAlive),
                Clock.systemUTC());
    }

    private SipTrunk trunk(SipTrunk.Settings settings, Clock clock) {
        return new SipTrunk(settings, agent, media, scripts, timers, clock, meters, log);
    }

    /** How many values the timers or summaries of this name have taken. */
    long meter(String name) {
        return registry.find(name).meters().stream()
                .mapToLong(
                        meter -> meter instanceof Timer timer ? timer.count() : ((DistributionSummary) meter).count())
                .sum();
    }

    /** The record of a call. */
    CallDetail detail(HandOver handOver) {
        return log.of(handOver.deliveryId()).get(0);
    }

    /** What was known of its calls when they began. */
    List<CallDetail> begun(HandOver handOver) {
        return log.begun(handOver.deliveryId());
    }

    /** One call, from the INVITE to its outcome. */
    HandOverOutcome call(SipTrunk trunk) {
        return call(trunk, handOver(NUMBER));
    }

    HandOverOutcome call(SipTrunk trunk, HandOver handOver) {
        return trunk.handOver(handOver)
                .toCompletableFuture()
                .orTimeout(50, TimeUnit.SECONDS)
                .join();
    }

    static HandOver handOver(String number) {
        return handOver(number, "Un vol.");
    }

    static HandOver saying(String text) {
        return handOver(NUMBER, text);
    }

    private static HandOver handOver(String number, String text) {
        return new HandOver(
                UUID.randomUUID(),
                1,
                UUID.randomUUID(),
                "A15-0412",
                Urgency.URGENT,
                AlertStatus.ACTUAL,
                "Police",
                number,
                text,
                Instant.now().plusSeconds(600),
                false);
    }

    @Override
    public void close() {
        agent.close();
        media.close();
        timers.shutdownNow();
    }
}
