package fr.vigie.simulators.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.vigie.simulators.PortTakenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelephoneSimulatorTest {

    @TempDir
    Path folder;

    private TelephoneSimulator network;
    private final List<SipPhone> phones = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        network = TelephoneSimulator.start(options());
    }

    @AfterEach
    void stop() throws IOException {
        phones.forEach(SipPhone::close);
        network.close();
    }

    private TelephoneSimulator.Options options() {
        return TelephoneSimulator.Options.defaults()
                .withJournalDirectory(folder)
                .withMaxAnswerDelay(Duration.ofMillis(100));
    }

    private SipPhone phone(String called) throws IOException {
        SipPhone phone = new SipPhone(network.port(), called);
        phones.add(phone);
        return phone;
    }

    @Test
    void shouldRingAnswerAndPressOneWhenNumberIsOrdinary() throws Exception {
        SipPhone phone = phone("+33639980001");

        phone.connect();
        phone.speak(30, true);
        phone.loseRtpPackets(3);
        phone.speak(20, false);
        List<SipPhone.KeyPacket> key = phone.awaitKeys(1).get(0);
        phone.request("BYE");
        phone.await(200);

        assertThat(key).extracting(SipPhone.KeyPacket::event).containsOnly(1);
        assertThat(key)
                .extracting(SipPhone.KeyPacket::timestamp)
                .containsOnly(key.get(0).timestamp());
        assertThat(key)
                .extracting(SipPhone.KeyPacket::duration)
                .containsExactly(160, 320, 480, 640, 800, 960, 960, 960);
        assertThat(key)
                .extracting(SipPhone.KeyPacket::marker)
                .containsExactly(true, false, false, false, false, false, false, false);
        CallRecord call = ended();
        assertThat(call.called()).isEqualTo("+33639980001");
        assertThat(call.callerId()).isEqualTo("+33199000001");
        assertThat(call.outcome()).isEqualTo(CallOutcome.HUNG_UP_BY_CALLER);
        assertThat(call.keys()).isEqualTo("1");
        assertThat(call.rtpPackets()).isEqualTo(50);
        assertThat(call.silentPackets()).isEqualTo(20);
        assertThat(call.lostPackets()).isEqualTo(3);
        network.close();
        assertThat(Files.readAllLines(folder.resolve("calls.jsonl")))
                .extracting(line -> line.replaceAll(".*\"event\":\"(\\w+)\".*", "$1"))
                .containsExactly("invite", "ringing", "answered", "key", "ended");
    }

    @ParameterizedTest
    @CsvSource({
        "+33639980971, 486, BUSY",
        "+33639980975, 404, UNALLOCATED",
        "+33639980976, 480, UNAVAILABLE",
        "+33639980977, 503, OUT_OF_SERVICE",
        "+33612345678, 404, REFUSED",
        "17, 404, REFUSED"
    })
    void shouldRefuseWhenNumberSaysSo(String number, int status, CallOutcome outcome) throws Exception {
        SipPhone phone = phone(number);

        phone.invite();
        phone.await(status);
        phone.ackRefusal();

        assertThat(ended().outcome()).isEqualTo(outcome);
    }

    @Test
    void shouldAnswerThirdCallWhenNumberIsBusyTwice() throws Exception {
        for (int i = 0; i < 2; i++) {
            SipPhone busy = phone("0639980970");
            busy.invite();
            busy.await(486);
            busy.ackRefusal();
        }

        phone("0639980970").connect();

        assertThat(network.counters()).containsEntry("busy", 2L).containsEntry("answered", 1L);
    }

    @Test
    void shouldEndTheInviteWhenCallerCancels() throws Exception {
        SipPhone phone = phone("+33639980972");
        phone.invite();
        phone.await(180);

        phone.cancel();
        String first = phone.await(200);
        phone.await(487);
        phone.ackRefusal();

        assertThat(first).contains("CANCEL");
        assertThat(ended().outcome()).isEqualTo(CallOutcome.CANCELLED);
    }

    @Test
    void shouldTalkAndPressNothingWhenNumberIsVoicemail() throws Exception {
        SipPhone phone = phone("+33639980973");
        phone.connect();

        for (int i = 0; i < 50; i++) {
            byte[] packet = phone.awaitRtp();
            assertThat(packet[1] & 0x7F).isEqualTo(8);
            assertThat(packet).hasSize(172);
            assertThat(Sound.isSilence(8, packet, 12, 172)).isFalse();
        }
        assertThat(network.counters()).containsEntry("keysPressed", 0L);
    }

    @Test
    void shouldHangUpWhenMessageHasEndedAndNoKeyIsWanted() throws Exception {
        SipPhone phone = phone("+33639980974");
        phone.connect();
        phone.speak(20, true);

        phone.awaitRequest("BYE");

        assertThat(ended().outcome()).isEqualTo(CallOutcome.HUNG_UP_BY_TELEPHONE);
        assertThat(ended().keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"+33639980978, 9, 9", "+33639980979, 2, 1"})
    void shouldPressTwoKeysWhenNumberSaysSo(String number, int first, int second) throws Exception {
        SipPhone phone = phone(number);
        phone.connect();

        List<List<SipPhone.KeyPacket>> keys = phone.awaitKeys(2);

        assertThat(keys).extracting(key -> key.get(0).event()).containsExactly(first, second);
        assertThat(keys.get(0).get(0).timestamp())
                .isNotEqualTo(keys.get(1).get(0).timestamp());
    }

    @Test
    void shouldPressOneByInfoWhenNumberSaysSo() throws Exception {
        SipPhone phone = phone("+33639980980");
        phone.connect();

        String info = phone.awaitRequest("INFO");

        assertThat(info).contains("Content-Type: application/dtmf-relay").contains("Signal=1\r\n");
        assertThat(phone.hearsNothingFor(200)).isTrue();
    }

    @Test
    void shouldRepeatTheAnswerUntilItIsAcknowledged() throws Exception {
        SipPhone phone = phone("+33639980001");
        phone.invite();
        phone.await(200);

        phone.await(200);
        phone.ack();

        assertThat(phone.awaitKeys(1)).hasSize(1);
    }

    @Test
    void shouldStayOneCallWhenInviteIsRepeated() throws Exception {
        SipPhone phone = phone("+33639980001");
        phone.invite();
        phone.repeatInvite();
        phone.await(180);
        phone.repeatInvite();
        phone.await(200);
        phone.ack();

        assertThat(network.journal()).hasSize(1);
        assertThat(network.counters()).containsEntry("calls", 1L).containsEntry("active", 1L);
    }

    @Test
    void shouldGoOnWhenCallerInvitesAgainInsideTheCall() throws Exception {
        SipPhone phone = phone("+33639980973");
        phone.connect();

        phone.invite();
        String response = phone.await(200);
        phone.ack();

        assertThat(response).contains("m=audio");
        assertThat(network.counters()).containsEntry("calls", 1L).containsEntry("active", 1L);
    }

    @Test
    void shouldAnswerOptionsAndRefuseStrangeMethods() throws Exception {
        phone("+33639980001").request("OPTIONS");
        SipPhone asking = phones.get(0);
        assertThat(asking.await(200)).contains("Allow: INVITE");

        phone("+33639980001").request("MESSAGE");
        phones.get(1).await(405);
        phone("+33639980001").request("BYE");
        phones.get(2).await(481);
    }

    @Test
    void shouldLetInOnlyWhoKnowsThePasswordWhenCredentialsAreAsked() throws Exception {
        network.close();
        network = TelephoneSimulator.start(options().withCredentials("vigie", "geheim"));
        SipPhone phone = phone("+33639980001");

        phone.invite();
        String challenge = phone.await(401);
        phone.ackRefusal();
        phone.invite(authorization(challenge, "wrong"));
        challenge = phone.await(401);
        phone.ackRefusal();
        phone.invite(authorization(challenge, "geheim"));
        phone.await(200);
        phone.ack();

        assertThat(network.counters()).containsEntry("unauthorized", 2L).containsEntry("answered", 1L);
    }

    @Test
    void shouldNameThePortWhenItIsTaken() {
        assertThatThrownBy(() -> TelephoneSimulator.start(
                        TelephoneSimulator.Options.defaults().withPort(network.port())))
                .isInstanceOf(PortTakenException.class)
                .hasMessage("port " + network.port() + " on 127.0.0.1 (SIP, UDP) is taken");
    }

    @Test
    void shouldFreeThePortAndEndCallsWhenClosed() throws Exception {
        network.close();
        network = onPortThatNobodyIsGiven();
        SipPhone phone = phone("+33639980001");
        phone.connect();
        int port = network.port();
        await().untilAsserted(() -> assertThat(network.journal()).isNotEmpty());

        network.close();

        phone.awaitRequest("BYE");
        network = TelephoneSimulator.start(options().withPort(port));
        phone("+33639980002").connect();
        assertThat(network.journal()).extracting(CallRecord::called).containsExactly("+33639980002");
    }

    /** Below the ports that systems give away by themselves: no one else takes it between our end and our start. */
    private TelephoneSimulator onPortThatNobodyIsGiven() throws IOException {
        for (int port = 20_000; port < 32_000; port++) {
            try {
                return TelephoneSimulator.start(options().withPort(port));
            } catch (PortTakenException e) {
                continue;
            }
        }
        throw new IOException("no free port between 20000 and 32000");
    }

    private CallRecord ended() {
        await().untilAsserted(() -> assertThat(network.journal())
                .singleElement()
                .extracting(CallRecord::endedAt)
                .isNotNull());
        return network.journal().get(0);
    }

    private static String authorization(String challenge, String password) throws Exception {
        Matcher nonce = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge);
        assertThat(nonce.find()).isTrue();
        String who = md5("vigie:" + DigestGate.REALM + ":" + password);
        String what = md5("INVITE:sip:x@127.0.0.1");
        String response = md5(who + ":" + nonce.group(1) + ":00000001:abc:auth:" + what);
        return "Authorization: Digest username=\"vigie\",realm=\"" + DigestGate.REALM + "\",nonce=\"" + nonce.group(1)
                + "\",uri=\"sip:x@127.0.0.1\",qop=auth,nc=00000001,cnonce=\"abc\",algorithm=MD5,response=\"" + response
                + "\"";
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
