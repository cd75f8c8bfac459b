package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.LinkState.Status;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.NotReached;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What calls tell of their proxy. Nothing is asked here: the questions are in {@link SignallingTest}. */
class ProxyHealthTest {
    private final Watch watch = new Watch();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final ProxyHealth health =
            new ProxyHealth("test", new Proxy("127.0.0.1", 9, Transport.UDP), null, Duration.ZERO, null, timers, watch);

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void shouldRestWhenSeveralMerchantsMeetTroubleThatACauseNames() {
        for (int i = 0; i < 3; i++) {
            assertThat(health.up()).isTrue();
            health.judge(UUID.randomUUID(), new CallEnd.Refused(480, 34, null, false));
        }

        assertThat(health.troubled()).isTrue();
        assertThat(health.up()).isFalse();
        assertThat(link()).returns(Status.CONNECTING, LinkState::status).returns("SIP_480", LinkState::lastError);
        watch.now = watch.now.plusSeconds(3);
        assertThat(link().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldNotBlameTheTrunkForNumbersThatDoNotExist() {
        for (int i = 0; i < 10; i++) {
            health.judge(UUID.randomUUID(), new CallEnd.Refused(503, 1, null, false));
        }

        assertThat(health.troubled()).isFalse();
        assertThat(link()).returns(Status.UP, LinkState::status).returns(null, LinkState::lastError);
    }

    @Test
    void shouldWaitAsLongAsItIsAskedButAMinuteAtMost() {
        health.judge(UUID.randomUUID(), new CallEnd.Refused(503, -1, Duration.ofHours(1), false));

        watch.now = watch.now.plusSeconds(59);
        assertThat(health.up()).isFalse();
        watch.now = watch.now.plusSeconds(2);
        assertThat(health.up()).isTrue();
    }

    @Test
    void shouldNotKeepOthersWaitingForWhatItSaysOfOneNumberAgainAndAgain() {
        UUID alone = UUID.randomUUID();
        health.judge(alone, new CallEnd.Refused(503, -1, Duration.ofSeconds(30), false));
        watch.now = watch.now.plusSeconds(31);

        health.judge(alone, new CallEnd.Refused(503, -1, Duration.ofSeconds(30), false));

        assertThat(health.up()).isTrue();
    }

    @Test
    void shouldNotRestForTheTroubleOfOneNumberWhateverItsWish() {
        health.judge(UUID.randomUUID(), new CallEnd.Refused(500, -1, Duration.ofHours(1), false));

        assertThat(health.up()).isTrue();
    }

    @Test
    void shouldBlameTheNumberThatAloneIsPutOffForLong() {
        UUID alone = UUID.randomUUID();
        for (int second = 0; second < 15; second++) {
            health.judge(alone, new CallEnd.Refused(503, -1, Duration.ZERO, false));
            health.judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1));
            assertThat(health.putOffAlone(alone)).isFalse();
            watch.now = watch.now.plusSeconds(1);
        }

        assertThat(health.putOffAlone(alone)).isTrue();
        assertThat(health.putOffAlone(alone)).isFalse();
    }

    @Test
    void shouldNotBlameANumberWhileOthersArePutOffToo() {
        UUID one = UUID.randomUUID();
        for (int second = 0; second < 60; second++) {
            health.judge(one, new CallEnd.Refused(503, -1, Duration.ZERO, false));
            health.judge(UUID.randomUUID(), new CallEnd.Refused(503, -1, Duration.ZERO, false));
            watch.now = watch.now.plusSeconds(1);
        }

        assertThat(health.putOffAlone(one)).isFalse();
        assertThat(health.troubled()).isTrue();
    }

    @Test
    void shouldShowThatTheAccountIsRefused() {
        health.judge(UUID.randomUUID(), new CallEnd.NotAuthorized(407));

        assertThat(health.accountRefused()).isTrue();
        assertThat(link()).returns(Status.REFUSED, LinkState::status).returns("SIP_407", LinkState::lastError);
        watch.now = watch.now.plusSeconds(31);
        health.judge(UUID.randomUUID(), new CallEnd.HungUpHere());
        assertThat(link().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldNotShowItAsUpBeforeItHasAnsweredAnything() {
        assertThat(health.up()).isTrue();
        assertThat(link().status()).isEqualTo(Status.CONNECTING);

        health.judge(UUID.randomUUID(), new CallEnd.HungUpHere());
        assertThat(link().status()).isEqualTo(Status.UP);

        health.judge(UUID.randomUUID(), new CallEnd.NotSent(NotReached.TLS_NOT_TRUSTED));
        assertThat(link())
                .returns(Status.CONNECTING, LinkState::status)
                .returns("TLS_NOT_TRUSTED", LinkState::lastError);
    }

    @Test
    void shouldNotTakeTheAccountForRefusedWhenItWorksForAllButOne() {
        health.judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1));
        UUID alone = UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            health.judge(alone, new CallEnd.NotAuthorized(401));
            assertThat(health.up()).isTrue();
        }

        health.judge(UUID.randomUUID(), new CallEnd.NotAuthorized(401));
        health.judge(UUID.randomUUID(), new CallEnd.NotAuthorized(401));
        assertThat(link().status()).isEqualTo(Status.REFUSED);
    }

    private LinkState link() {
        return health.link("1", false);
    }

    private static final class Watch extends Clock {
        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
