package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.LinkState.Status;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.NotReached;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What calls tell of their proxy. Nothing is asked here: the questions are in {@link SignallingTest}. */
class ProxyHealthTest {
    private static final CallEnd TROUBLE = new CallEnd.Refused(503, -1, null, false);
    private static final CallEnd FORBIDDEN = new CallEnd.Refused(403, -1, null, false);

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
            judge(UUID.randomUUID(), new CallEnd.Refused(480, 34, null, false));
        }

        assertThat(health.troubled()).isTrue();
        assertThat(health.up()).isFalse();
        assertThat(link()).returns(Status.CONNECTING, LinkState::status).returns("SIP_480", LinkState::lastError);
        watch.pass(Duration.ofSeconds(3));
        assertThat(link().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldNotBelieveThatCallsAreTakenAgainWhenOneOfBeforeEndsWell() {
        long up = begin();
        for (int i = 0; i < 3; i++) {
            judge(UUID.randomUUID(), TROUBLE);
        }

        health.judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1), up);

        assertThat(health.troubled()).isTrue();
        watch.pass(Duration.ofSeconds(2));
        assertThat(health.wideOpen()).isFalse();
        health.judge(UUID.randomUUID(), TROUBLE, begin());
        assertThat(health.up()).isFalse();
    }

    @Test
    void shouldAskForAnotherProbeWhenTheFirstTellsNothing() {
        for (int i = 0; i < 3; i++) {
            judge(UUID.randomUUID(), TROUBLE);
        }
        watch.pass(Duration.ofSeconds(2));

        judge(UUID.randomUUID(), new CallEnd.CancelUnconfirmed());

        assertThat(health.up()).isTrue();
        assertThat(health.wideOpen()).isFalse();
        judge(UUID.randomUUID(), new CallEnd.HungUpHere());
        assertThat(health.wideOpen()).isTrue();
        assertThat(health.troubled()).isFalse();
    }

    @Test
    void shouldTryAgainAtOnceWhenTheProbeIsTheNumberThatIsAlwaysPutOff() {
        UUID alone = UUID.randomUUID();
        CallEnd later = new CallEnd.Refused(503, -1, Duration.ofSeconds(30), false);
        judge(alone, later);
        watch.pass(Duration.ofSeconds(30));

        judge(alone, later);

        assertThat(health.up()).isTrue();
        judge(UUID.randomUUID(), new CallEnd.Refused(486, -1, null, false));
        assertThat(health.wideOpen()).isTrue();
    }

    @Test
    void shouldTryARefusedAccountWithOneCallAfterARest() {
        judge(UUID.randomUUID(), new CallEnd.NotAuthorized(407));
        watch.pass(Duration.ofSeconds(30));

        long probe = begin();

        assertThat(health.up()).isFalse();
        health.judge(UUID.randomUUID(), new CallEnd.NotAuthorized(407), probe);
        watch.pass(Duration.ofSeconds(29));
        assertThat(health.up()).isFalse();
        watch.pass(Duration.ofSeconds(1));
        assertThat(health.up()).isTrue();
        assertThat(health.wideOpen()).isFalse();
    }

    @Test
    void shouldNotBlameTheTrunkForNumbersThatDoNotExist() {
        for (int i = 0; i < 10; i++) {
            judge(UUID.randomUUID(), new CallEnd.Refused(503, 1, null, false));
        }

        assertThat(health.troubled()).isFalse();
        assertThat(link()).returns(Status.UP, LinkState::status).returns(null, LinkState::lastError);
    }

    @Test
    void shouldNotBelieveThatSeveralMerchantsNumbersInARowAreNobodys() {
        CallEnd nobodys = new CallEnd.Refused(404, -1, null, false);
        UUID one = UUID.randomUUID();
        judge(one, nobodys);
        judge(one, nobodys);
        judge(UUID.randomUUID(), nobodys);
        assertThat(health.knowsNobody()).isFalse();

        judge(UUID.randomUUID(), nobodys);

        assertThat(health.knowsNobody()).isTrue();
        assertThat(health.up()).isTrue();
        judge(UUID.randomUUID(), new CallEnd.Refused(486, -1, null, false));
        assertThat(health.knowsNobody()).isFalse();
    }

    @Test
    void shouldWaitAsLongAsItIsAskedButAMinuteAtMost() {
        judge(UUID.randomUUID(), new CallEnd.Refused(503, -1, Duration.ofHours(1), false));

        watch.pass(Duration.ofSeconds(59));
        assertThat(health.up()).isFalse();
        watch.pass(Duration.ofSeconds(2));
        assertThat(health.up()).isTrue();
    }

    @Test
    void shouldNotKeepOthersWaitingForWhatItSaysOfOneNumberAgainAndAgain() {
        UUID alone = UUID.randomUUID();
        judge(alone, new CallEnd.Refused(503, -1, Duration.ofSeconds(30), false));
        watch.pass(Duration.ofSeconds(31));

        judge(alone, new CallEnd.Refused(503, -1, Duration.ofSeconds(30), false));

        assertThat(health.up()).isTrue();
    }

    @Test
    void shouldNotRestForTheTroubleOfOneNumberWhateverItsWish() {
        judge(UUID.randomUUID(), new CallEnd.Refused(500, -1, Duration.ofHours(1), false));

        assertThat(health.up()).isTrue();
    }

    @Test
    void shouldBlameTheNumberThatAloneIsPutOffForLong() {
        UUID alone = UUID.randomUUID();
        for (int second = 0; second < 15; second++) {
            judge(alone, new CallEnd.Refused(503, -1, Duration.ZERO, false));
            judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1));
            assertThat(health.putOffAlone(alone)).isFalse();
            watch.pass(Duration.ofSeconds(1));
        }

        assertThat(health.putOffAlone(alone)).isTrue();
        assertThat(health.putOffAlone(alone)).isFalse();
    }

    @Test
    void shouldNotBlameANumberWhileOthersArePutOffToo() {
        UUID one = UUID.randomUUID();
        for (int second = 0; second < 60; second++) {
            judge(one, new CallEnd.Refused(503, -1, Duration.ZERO, false));
            judge(UUID.randomUUID(), new CallEnd.Refused(503, -1, Duration.ZERO, false));
            watch.pass(Duration.ofSeconds(1));
        }

        assertThat(health.putOffAlone(one)).isFalse();
        assertThat(health.troubled()).isTrue();
    }

    @Test
    void shouldShowThatTheAccountIsRefused() {
        judge(UUID.randomUUID(), new CallEnd.NotAuthorized(407));

        assertThat(health.accountRefused()).isTrue();
        assertThat(link()).returns(Status.REFUSED, LinkState::status).returns("SIP_407", LinkState::lastError);
        watch.pass(Duration.ofSeconds(31));
        judge(UUID.randomUUID(), new CallEnd.HungUpHere());
        assertThat(link().status()).isEqualTo(Status.UP);
    }

    @Test
    void shouldNotShowItAsUpBeforeItHasAnsweredAnything() {
        assertThat(health.up()).isTrue();
        assertThat(link().status()).isEqualTo(Status.CONNECTING);

        judge(UUID.randomUUID(), new CallEnd.HungUpHere());
        assertThat(link().status()).isEqualTo(Status.UP);

        judge(UUID.randomUUID(), new CallEnd.NotSent(NotReached.TLS_NOT_TRUSTED));
        assertThat(link())
                .returns(Status.CONNECTING, LinkState::status)
                .returns("TLS_NOT_TRUSTED", LinkState::lastError);
    }

    @Test
    void shouldNotTakeTheAccountForRefusedWhenItWorksForAllButOne() {
        judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1));
        UUID alone = UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            judge(alone, new CallEnd.NotAuthorized(401));
            assertThat(health.up()).isTrue();
        }

        judge(UUID.randomUUID(), new CallEnd.NotAuthorized(401));
        judge(UUID.randomUUID(), new CallEnd.NotAuthorized(401));
        assertThat(link().status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void shouldBlameTheNumberThatIsForbiddenWhileACallThatBeganLaterIsTaken() {
        UUID alone = UUID.randomUUID();
        judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1));
        judge(alone, FORBIDDEN);
        assertThat(health.refusedAlone(alone)).isFalse();
        judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1));

        judge(alone, FORBIDDEN);

        assertThat(health.refusedAlone(alone)).isTrue();
        assertThat(health.up()).isTrue();
    }

    @Test
    void shouldGoOnBlamingNumbersThatAreForbiddenWhenOnlySuchAreLeft() {
        List<UUID> forbidden = Stream.generate(UUID::randomUUID).limit(5).toList();
        forbidden.forEach(each -> judge(each, FORBIDDEN));
        judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1));

        for (int round = 0; round < 3; round++) {
            assertThat(forbidden).allSatisfy(each -> {
                judge(each, FORBIDDEN);
                assertThat(health.refusedAlone(each)).isTrue();
            });
        }
    }

    @Test
    void shouldBlameTheOnlyNumberThatIsForbiddenTheThirdTimeWhenCallsWereTakenBefore() {
        UUID alone = UUID.randomUUID();
        judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1));
        judge(alone, FORBIDDEN);
        judge(alone, FORBIDDEN);
        assertThat(health.refusedAlone(alone)).isFalse();

        judge(alone, FORBIDDEN);

        assertThat(health.refusedAlone(alone)).isTrue();
    }

    @Test
    void shouldNotBlameAnybodyWhenTheTrunkHasNeverTakenACall() {
        UUID one = UUID.randomUUID();
        for (int i = 0; i < 10; i++) {
            judge(one, FORBIDDEN);
            assertThat(health.refusedAlone(one)).isFalse();
        }
    }

    @Test
    void shouldNotBlameAnybodyWhenTheTrunkForbidsAllAlthoughCallsOfBeforeEndWell() {
        long up = begin();
        List<UUID> all = Stream.generate(UUID::randomUUID).limit(3).toList();
        all.forEach(each -> judge(each, FORBIDDEN));
        health.judge(UUID.randomUUID(), new CallEnd.HungUpThere(-1), up);

        for (int round = 0; round < 5; round++) {
            assertThat(all).allSatisfy(each -> {
                judge(each, FORBIDDEN);
                assertThat(health.refusedAlone(each)).isFalse();
            });
        }
    }

    /** A call that ends at once. */
    private void judge(UUID deliveryId, CallEnd end) {
        health.judge(deliveryId, end, begin());
    }

    private long begin() {
        health.begun();
        return health.enter();
    }

    private LinkState link() {
        return health.link("1", false);
    }
}
