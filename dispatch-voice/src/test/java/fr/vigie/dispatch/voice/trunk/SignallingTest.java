package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What trunks do within a call, played by SIPp. Needs sipp; skipped where there is none. */
@EnabledIf("installed")
class SignallingTest {
    private static TrunkRig rig;

    static boolean installed() {
        return Sipp.installed();
    }

    @BeforeAll
    static void start() throws IOException {
        rig = new TrunkRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldFollowReinviteAndUpdateRefuseWhatIsStrangeAndHearTheCauseOfABye() throws Exception {
        try (Sipp telephone = Sipp.own("uas_renegotiates")) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(rig.trunk(telephone.port(), null, null), asked))
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CALL_LOST, true, null));

            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            CallDetail detail = rig.detail(asked);
            assertThat(detail.end()).isEqualTo("HUNG_UP_THERE");
            assertThat(detail.q850()).isEqualTo(16);
            assertThat(detail.sipStatus()).isNull();
            assertThat(detail.ringingAt()).isNull();
            assertThat(detail.answeredAt()).isBetween(detail.setUpAt(), detail.endedAt());
            assertThat(detail.sound().sent()).isBetween(5L, 200L);
        }
    }

    @Test
    void shouldRefreshTheSessionByUpdateWhereTheTrunkKnowsIt() throws Exception {
        try (Sipp telephone = Sipp.own("uas_wants_update");
                TrunkRig hasty = new TrunkRig("vigie", TrunkRig.HASTY)) {
            assertThat(hasty.call(hasty.trunk(telephone.port(), null, null))).isInstanceOf(Temporary.class);
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    void shouldRefreshTheSessionByReinviteWhereTheTrunkKnowsNoUpdate() throws Exception {
        try (Sipp telephone = Sipp.own("uas_wants_reinvite");
                TrunkRig hasty = new TrunkRig("vigie", TrunkRig.HASTY)) {
            assertThat(hasty.call(hasty.trunk(telephone.port(), null, null))).isInstanceOf(Temporary.class);
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    void shouldHangUpWhenTheTrunkDoesNotRefreshTheSession() throws Exception {
        try (Sipp telephone = Sipp.own("uas_vanishes");
                TrunkRig hasty = new TrunkRig("vigie", TrunkRig.HASTY)) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(hasty.call(hasty.trunk(telephone.port(), null, null), asked))
                    .isInstanceOf(Temporary.class);

            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            CallDetail detail = hasty.detail(asked);
            assertThat(detail.end()).isEqualTo("HUNG_UP_HERE");
            assertThat(Duration.between(detail.answeredAt(), detail.endedAt()))
                    .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(15));
        }
    }

    @Test
    void shouldSayGoodbyeToASessionDescriptionThatNoStandardKnows() throws Exception {
        try (Sipp telephone = Sipp.own("uas_strange_sdp")) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(rig.trunk(telephone.port(), null, null), asked))
                    .isEqualTo(new Temporary(DeliveryState.UNREACHABLE, FailureReason.CARRIER_ERROR, true, null));

            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            assertThat(rig.detail(asked).end()).isEqualTo("NO_COMMON_SOUND");
        }
    }

    @Test
    void shouldBelieveTheCauseRatherThanTheStatusAndRingForAMinuteAtMost() throws Exception {
        try (Sipp telephone = Sipp.own("uas_cause")) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(rig.trunk(telephone.port(), null, null), asked))
                    .isEqualTo(new Final(DeliveryState.FAILED, FailureReason.NUMBER_DEAD, null, false));

            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            CallDetail detail = rig.detail(asked);
            assertThat(detail.sipStatus()).isEqualTo(503);
            assertThat(detail.q850()).isEqualTo(1);
            assertThat(detail.end()).isEqualTo("REFUSED");
            assertThat(detail.ringingAt()).isBetween(detail.setUpAt(), detail.endedAt());
            assertThat(telephone.messages())
                    .containsPattern("\\r?\\nExpires: 60\\r?\\n")
                    .containsPattern("\\r?\\nSupported: timer\\r?\\n")
                    .doesNotContain("P-Asserted-Identity");
        }
    }

    @Test
    void shouldAssertTheNumberThatItShows() throws Exception {
        // No number of the permitted ranges is fiction: this one is put together and stays on loopback.
        String shown = "+33162" + "0".repeat(6);
        try (TrunkRig showing = new TrunkRig(shown, TrunkRig.LIMITS);
                Sipp telephone = Sipp.given("uas_busy")) {
            assertThat(showing.call(showing.trunk(telephone.port(), null, null)))
                    .isInstanceOf(Temporary.class);
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            assertThat(telephone.messages())
                    .contains("P-Asserted-Identity: <sip:" + shown + "@127.0.0.1>")
                    .contains("From: <sip:" + shown + "@127.0.0.1>;tag=");
        }
    }

    @Test
    void shouldNotWriteDownANumberThatSomeoneDialsIntoTheMenu() throws Exception {
        try (Sipp telephone = Sipp.own("uas_dials")) {
            HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);

            assertThat(rig.call(rig.trunk(telephone.port(), null, null), asked))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));

            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            assertThat(rig.detail(asked).keys())
                    .hasSize(3)
                    .containsOnlyOnce("1")
                    .contains("?");
        }
    }

    @Test
    void shouldAnswerATrunkThatAsksWhetherItLives() throws Exception {
        rig.trunk(Sipp.freePort(), null, null); // only trunks may ask
        try (Sipp trunk = Sipp.asking("uac_options", rig.port())) {
            assertThat(trunk.satisfied()).as("%s", trunk).isTrue();
        }
    }

    @Test
    void shouldTakeNoCallsForATrunkThatStopsAnsweringOptions() throws Exception {
        try (Sipp asked = Sipp.own("uas_options")) {
            SipTrunk trunk = rig.trunk(asked.port(), null, null, Duration.ofMillis(300));
            try {
                assertThat(asked.satisfied()).as("%s", asked).isTrue();
                // The answer is on its way.
                Awaitility.await().until(() -> trunk.links().get(0).status() == LinkState.Status.UP);

                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !trunk.available());

                assertThat(trunk.links()).singleElement().satisfies(link -> {
                    assertThat(link.status()).isEqualTo(LinkState.Status.CONNECTING);
                    assertThat(link.lastError()).isEqualTo("NO_ANSWER_TO_OPTIONS");
                });
            } finally {
                trunk.stop();
            }
        }
    }
}
