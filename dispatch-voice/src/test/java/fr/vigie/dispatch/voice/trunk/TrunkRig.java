package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.voice.dialogue.Scripts;
import fr.vigie.dispatch.voice.media.MediaClock;
import fr.vigie.dispatch.voice.sip.TrunkAddress;
import fr.vigie.dispatch.voice.sip.UserAgent;
import fr.vigie.dispatch.voice.sip.UserAgentSettings;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.ToneSpeech;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Urgency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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

    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(4);
    private final CallLimits limits;
    private final int port;
    private final MediaClock media;
    private final UserAgent agent;
    private final Scripts scripts;
    private final PaperLog log = new PaperLog();
    private final CallMeters meters = new CallMeters(new SimpleMeterRegistry());

    TrunkRig() throws IOException {
        this("vigie", LIMITS);
    }

    TrunkRig(String callerId, CallLimits limits) throws IOException {
        this.limits = limits;
        media = new MediaClock(InetAddress.getLoopbackAddress(), MediaClock.PortRange.parse("0"), 2);
        port = Sipp.freePort();
        agent = UserAgent.start(new UserAgentSettings("127.0.0.1", port, "127.0.0.1", "127.0.0.1", callerId));
        SpeechCache speech = new SpeechCache(new ToneSpeech("test"), timers, 2_000, 1 << 24);
        scripts = new Scripts(speech, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** Our own port for signalling. */
    int port() {
        return port;
    }

    SipTrunk trunk(int port, String user, String password) {
        return trunk(port, user, password, Duration.ZERO);
    }

    SipTrunk trunk(int port, String user, String password, Duration keepAlive) {
        return new SipTrunk(
                new SipTrunk.Settings(
                        "test", new TrunkAddress("127.0.0.1", port, user, password), 500, 0, 1, limits, keepAlive),
                agent,
                media,
                scripts,
                timers,
                Clock.systemUTC(),
                meters,
                log);
    }

    /** The record of a call. */
    CallDetail detail(HandOver handOver) {
        return log.of(handOver.deliveryId()).get(0);
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
        return new HandOver(
                UUID.randomUUID(),
                1,
                UUID.randomUUID(),
                "A15-0412",
                Urgency.URGENT,
                AlertStatus.ACTUAL,
                "Police",
                number,
                "Un vol.",
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
