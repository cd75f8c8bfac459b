package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Against SIPp and scenarios that we did not write (acceptance/peers/sip). Needs sipp; skipped where there is none. */
@EnabledIf("installed")
class SippTest {
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
    void shouldBeAnsweredAndHangUpWhenNobodyPressesAKey() throws Exception {
        try (Sipp telephone = Sipp.given("uas_answer")) {
            assertThat(rig.call(rig.trunk(telephone.port(), null, null)))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ANSWERED));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    void shouldProveItsAccountWhenChallengedBy401() throws Exception {
        try (Sipp telephone = Sipp.given("uas_auth401")) {
            assertThat(rig.call(rig.trunk(telephone.port(), "mif", "secret")))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ANSWERED));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    void shouldProveItsAccountWhenChallengedBy407() throws Exception {
        try (Sipp telephone = Sipp.own("uas_auth407")) {
            assertThat(rig.call(rig.trunk(telephone.port(), "mif", "secret")))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ANSWERED));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            String said = telephone.messages();
            String ha1 = md5("mif:trunk.example:secret");
            String ha2 = md5("INVITE:" + parameter(said, "uri"));
            assertThat(parameter(said, "response"))
                    .isEqualTo(md5(ha1 + ":abc123def:00000001:" + parameter(said, "cnonce") + ":auth:" + ha2));
        }
    }

    @Test
    void shouldBlameTheCarrierWhenItRefusesOurPassword() throws Exception {
        try (Sipp telephone = Sipp.given("uas_auth401")) {
            SipTrunk trunk = rig.trunk(telephone.port(), "mif", "wrong");

            assertThat(rig.call(trunk)).isEqualTo(new Temporary(null, FailureReason.CARRIER_REFUSED_US, false, null));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    void shouldTryAgainLaterWhenTheLineIsBusy() throws Exception {
        try (Sipp telephone = Sipp.given("uas_busy")) {
            assertThat(rig.call(rig.trunk(telephone.port(), null, null)))
                    .isEqualTo(new Temporary(DeliveryState.BUSY, FailureReason.LINE_BUSY, true, null));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    void shouldTakeTheCallBackWhenNobodyAnswers() throws Exception {
        try (Sipp telephone = Sipp.given("uas_noanswer")) {
            assertThat(rig.call(rig.trunk(telephone.port(), null, null)))
                    .isEqualTo(new Temporary(DeliveryState.NO_ANSWER, FailureReason.NOT_ANSWERED, true, null));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    @Test
    void shouldBeAcknowledgedWhenSomeonePressesOneByTelephoneEvent() throws Exception {
        assumeTrue(Sipp.maySendRecordedSound(), "sipp needs raw sockets to play the key");
        try (Sipp telephone = Sipp.given("uas_dtmf_pcap")) {
            assertThat(rig.call(rig.trunk(telephone.port(), null, null)))
                    .isInstanceOfSatisfying(
                            Final.class, end -> assertThat(end.state()).isEqualTo(DeliveryState.ACKNOWLEDGED));
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
        }
    }

    private static String parameter(String messages, String name) {
        Matcher match = Pattern.compile("Proxy-Authorization: Digest .*?\\b" + name + "=\"([^\"]*)\"")
                .matcher(messages);
        assertThat(match.find()).as(name).isTrue();
        return match.group(1);
    }

    private static String md5(String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
