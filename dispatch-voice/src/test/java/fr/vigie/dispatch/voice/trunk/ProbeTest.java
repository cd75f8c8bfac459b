package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.LinkState.Status;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A trunk that refused everybody: who calls first, and what the others do meanwhile. */
class ProbeTest {
    private static final Temporary NOT_NOW =
            new Temporary(null, FailureReason.CARRIER_THROTTLED, false, Duration.ofSeconds(1));
    /** A probe is answered when the test says so, however busy the machine is. */
    private static final CallLimits PATIENT = new CallLimits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            TrunkRig.LIMITS.cancel(),
            TrunkRig.LIMITS.call(),
            TrunkRig.LIMITS.quiet(),
            TrunkRig.LIMITS.talk());

    private static final Duration REST = Duration.ofSeconds(2);

    private static TrunkRig rig;

    private final Watch watch = new Watch();

    @BeforeAll
    static void start() throws IOException {
        rig = new TrunkRig("vigie", PATIENT);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldSendOneCallAfterARestAndAllOthersWhenItRings() throws IOException {
        try (Gateway gateway = new Gateway(Gateway::refuses)) {
            SipTrunk trunk = rig.trunk(watch, 0, gateway.peer.proxy());
            closed(trunk);
            watch.pass(REST);
            gateway.does = (request, peer) -> {};
            assertThat(trunk.available()).isTrue();
            assertThat(trunk.window()).as("what is claimed for it").isEqualTo(2);

            var unused = begin(trunk);

            assertThat(trunk.available()).isFalse();
            assertThat(rig.call(trunk)).isEqualTo(NOT_NOW);
            Awaitility.await().until(() -> gateway.invites() == 4);
            gateway.peer.received("INVITE").get(3).answer("180 Ringing");
            Awaitility.await().until(trunk::available);
            assertThat(trunk.window()).isEqualTo(trunk.widestWindow());
            gateway.does = SipPeer::acknowledge;
            SipPeer.pickUp(gateway.peer.received("INVITE").get(3));
            assertThat(rig.call(trunk)).isInstanceOf(Final.class);
            assertThat(rig.call(trunk)).isInstanceOf(Final.class);
        }
    }

    @Test
    void shouldOpenForAllWhenTheProbeIsPickedUpWithoutARing() throws IOException {
        try (Gateway gateway = new Gateway(Gateway::refuses)) {
            SipTrunk trunk = rig.trunk(watch, 0, gateway.peer.proxy());
            closed(trunk);
            watch.pass(REST);
            gateway.does = (request, peer) -> {
                if (request.method().equals("INVITE")) {
                    request.answer("100 Trying");
                    SipPeer.pickUp(request);
                }
            };

            var unused = begin(trunk);

            Awaitility.await().untilAsserted(() -> assertThat(trunk.window()).isEqualTo(trunk.widestWindow()));
            assertThat(trunk.available()).isTrue();
        }
    }

    @Test
    void shouldOpenForAllWhenTheProbeIsRefusedForItsNumber() throws IOException {
        try (Gateway gateway = new Gateway(Gateway::refuses)) {
            SipTrunk trunk = rig.trunk(watch, 0, gateway.peer.proxy());
            closed(trunk);
            watch.pass(REST);
            gateway.does = (request, peer) -> request.answer("486 Busy Here");

            rig.call(trunk);

            assertThat(trunk.available()).isTrue();
            assertThat(trunk.window()).isEqualTo(trunk.widestWindow());
        }
    }

    @Test
    void shouldCostTheProbeNoTryAndRestLongerWhenItIsRefusedAgain() throws IOException {
        try (Gateway gateway = new Gateway(Gateway::refuses)) {
            SipTrunk trunk = rig.trunk(watch, 0, gateway.peer.proxy());
            closed(trunk);
            watch.pass(REST);

            assertThat(rig.call(trunk)).isEqualTo(new Temporary(null, FailureReason.CARRIER_ERROR, false, null));

            watch.pass(REST);
            assertThat(trunk.available()).isFalse();
            watch.pass(REST);
            assertThat(trunk.available()).isTrue();
            assertThat(gateway.invites()).isEqualTo(4);
        }
    }

    @Test
    void shouldSendBackWhatWaitsInTheTrunkWhenTheRestBegins() throws IOException {
        try (Gateway gateway = new Gateway(Gateway::refuses)) {
            SipTrunk trunk = rig.trunk(watch, 3, gateway.peer.proxy());

            List<CompletableFuture<HandOverOutcome>> all =
                    Stream.generate(() -> begin(trunk)).limit(12).toList();

            List<HandOverOutcome> outcomes = all.stream()
                    .map(each -> each.orTimeout(30, TimeUnit.SECONDS).join())
                    .toList();
            assertThat(outcomes).filteredOn(NOT_NOW::equals).hasSize(9);
            assertThat(gateway.invites()).isEqualTo(3);
        }
    }

    @Test
    void shouldLetTheNextProbeGoWhenThereAreNoWordsForTheFirst() throws IOException {
        try (Gateway gateway = new Gateway(Gateway::refuses)) {
            SipTrunk trunk = rig.trunk(watch, 0, gateway.peer.proxy());
            closed(trunk);
            watch.pass(REST);
            gateway.does = SipPeer::acknowledge;

            assertThat(rig.call(trunk, TrunkRig.saying(" … "))).isInstanceOf(Final.class);

            assertThat(rig.call(trunk)).isInstanceOf(Final.class);
            assertThat(gateway.invites()).isEqualTo(4);
        }
    }

    @Test
    void shouldTryTheFirstProxyWithOneCallAndServeTheOthersByTheSecond() throws IOException {
        try (Gateway first = new Gateway(Gateway::refuses);
                Gateway second = new Gateway(SipPeer::acknowledge)) {
            SipTrunk trunk = rig.trunk(watch, 0, first.peer.proxy(), second.peer.proxy());
            for (int i = 0; i < InARow.SEVERAL; i++) {
                assertThat(rig.call(trunk)).isInstanceOf(Final.class);
            }
            watch.pass(REST);
            first.does = (request, peer) -> {};

            CompletableFuture<HandOverOutcome> probe = begin(trunk);

            assertThat(trunk.window()).isEqualTo(trunk.widestWindow());
            assertThat(rig.call(trunk)).isInstanceOf(Final.class);
            assertThat(first.invites()).isEqualTo(4);
            assertThat(second.invites()).isEqualTo(4);
            assertThat(trunk.links()).extracting(LinkState::status).containsExactly(Status.CONNECTING, Status.UP);
            first.peer.received("INVITE").get(3).answer("503 Service Unavailable");
            assertThat(probe.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Final.class);
        }
    }

    /** Three merchants, and then it is clear. */
    private static void closed(SipTrunk trunk) {
        for (int i = 0; i < InARow.SEVERAL; i++) {
            rig.call(trunk);
        }
        assertThat(trunk.available()).isFalse();
    }

    private static CompletableFuture<HandOverOutcome> begin(SipTrunk trunk) {
        return trunk.handOver(TrunkRig.handOver(TrunkRig.NUMBER)).toCompletableFuture();
    }

    /** A proxy that changes its mind about INVITEs. */
    private static final class Gateway implements AutoCloseable {
        private final SipPeer peer;
        private volatile SipPeer.Behaviour does;

        Gateway(SipPeer.Behaviour does) throws IOException {
            this.does = does;
            this.peer = SipPeer.udp((request, self) -> this.does.on(request, self));
        }

        static void refuses(SipPeer.Received request, SipPeer peer) throws IOException {
            if (request.method().equals("INVITE")) {
                request.answer("503 Service Unavailable");
            }
        }

        /** How many calls came; a repetition is none. */
        long invites() {
            return peer.received("INVITE").stream()
                    .map(each -> each.header("Call-ID"))
                    .distinct()
                    .count();
        }

        @Override
        public void close() throws IOException {
            peer.close();
        }
    }
}
