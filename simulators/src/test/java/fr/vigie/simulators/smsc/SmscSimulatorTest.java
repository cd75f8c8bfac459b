package fr.vigie.simulators.smsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import fr.vigie.simulators.PortTakenException;
import fr.vigie.simulators.smsc.SmscKnobs.IdFormat;
import fr.vigie.simulators.smsc.SmscKnobs.Receipts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmscSimulatorTest {

    @TempDir
    Path folder;

    private SmscSimulator smsc;
    private SmppClient client;

    @BeforeAll
    static void pollOften() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void start() throws Exception {
        smsc = SmscSimulator.start(options());
        client = SmppClient.of(smsc);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        smsc.close();
    }

    private SmscSimulator.Options options() {
        return SmscSimulator.Options.defaults()
                .withJournalDirectory(folder)
                .withKnobs(SmscKnobs.defaults().withReceiptDelayMillis(5, 20));
    }

    @Test
    void shouldDeliverAndReportWhenNumberIsOrdinary() throws Exception {
        String id = client.submit("33639980101", 0, 0, "Bonjour".getBytes(StandardCharsets.US_ASCII), reference(4711));

        await().untilAsserted(() -> assertThat(client.receipts).hasSize(1));
        SmppClient.Seen receipt = client.receipts.get(0);
        assertThat(receipt.textId()).isEqualTo(id);
        assertThat(receipt.tlvId()).isEqualTo(id);
        assertThat(receipt.status()).isEqualTo("DELIVRD");
        assertThat(receipt.error()).isEqualTo("000");
        assertThat(receipt.state()).isEqualTo(2);
        assertThat(receipt.reference()).isEqualTo(4711);
        await().untilAsserted(() -> assertThat(smsc.journal()).singleElement().satisfies(message -> {
            assertThat(message.destination()).isEqualTo("+33639980101");
            assertThat(message.text()).isEqualTo("Bonjour");
            assertThat(message.source()).isEqualTo("VIGIE");
            assertThat(message.userMessageReference()).isEqualTo(4711);
            assertThat(message.receiptsAcknowledged()).isEqualTo(1);
        }));
    }

    @Test
    void shouldAnswerQueryWithFinalStateWhenMessageWasDelivered() throws Exception {
        String id = client.submit("33639980101");
        await().untilAsserted(() -> assertThat(client.receipts).hasSize(1));

        assertThat(client.query(id).getMessageState()).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void shouldRefuseQueryWhenMessageIdIsUnknown() {
        NegativeResponseException refused =
                catchThrowableOfType(NegativeResponseException.class, () -> client.query("42"));

        assertThat(refused.getCommandStatus()).isEqualTo(Smpp.ESME_RINVMSGID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3363998000", "336399800000", "3319900000", "999123", "9990000000001", "17", ""})
    void shouldRefuseWhenNumberIsNotFiction(String number) throws Exception {
        NegativeResponseException refused =
                catchThrowableOfType(NegativeResponseException.class, () -> client.submit(number));

        assertThat(refused.getCommandStatus()).isEqualTo(Smpp.ESME_RINVDSTADR);
        assertThat(smsc.journal()).isEmpty();
        smsc.close();
        assertThat(Files.readString(folder.resolve("smsc.jsonl")))
                .contains("\"destination\":\"not fiction (" + number.length() + " digits)\"")
                .contains("refused: not fiction");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+33199001234", "0033261910000", "0353010001", "33465710002", "33536490003", "999000000001"})
    void shouldAcceptWhenNumberIsFictionInAnyForm(String number) throws Exception {
        client.submit(number);

        assertThat(smsc.acceptedPerDestination()).hasSize(1);
    }

    @Test
    void shouldRefuseBindWhenPasswordIsWrong() {
        assertThatThrownBy(() -> new SmppClient(smsc.port(), "wrong")).hasMessageContaining("0000000e");
        assertThat(smsc.counters()).containsEntry("bindsRefused", 1L);
    }

    @ParameterizedTest
    @CsvSource({"33639980990, UNDELIV, 027, 5", "33639980997, EXPIRED, 034, 3"})
    void shouldReportFailureWhenNumberSaysSo(String number, String status, String error, int state) throws Exception {
        client.submit(number);

        await().untilAsserted(() -> assertThat(client.receipts).hasSize(1));
        assertThat(client.receipts.get(0).status()).isEqualTo(status);
        assertThat(client.receipts.get(0).error()).isEqualTo(error);
        assertThat(client.receipts.get(0).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"33639980991, 11, 3", "33639980992, 88, 2", "33639980998, 20, 1"})
    void shouldRefuseSoOftenWhenNumberSaysSo(String number, int status, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            NegativeResponseException refused =
                    catchThrowableOfType(NegativeResponseException.class, () -> client.submit(number));
            assertThat(refused.getCommandStatus()).isEqualTo(status);
        }
        if (status != Smpp.ESME_RINVDSTADR) {
            assertThat(client.submit(number)).isNotEmpty();
        }
    }

    @Test
    void shouldSendReceiptAfterTwoSecondsWhenNumberIsSlow() throws Exception {
        long before = System.nanoTime();
        client.submit("33639980993");

        await().untilAsserted(() -> assertThat(client.receipts).hasSize(1));
        assertThat(Duration.ofNanos(client.receipts.get(0).atNanos() - before)).isGreaterThan(Duration.ofMillis(1_950));
    }

    @Test
    void shouldSendReceiptBeforeResponseWhenNumberIsEarly() throws Exception {
        String id = client.submit("33639980994");
        long answered = System.nanoTime();

        assertThat(client.receipts).hasSize(1);
        assertThat(client.receipts.get(0).textId()).isEqualTo(id);
        assertThat(client.receipts.get(0).atNanos()).isLessThan(answered);
    }

    @Test
    void shouldSendReceiptTwiceWhenNumberIsDouble() throws Exception {
        String id = client.submit("33639980995");

        await().untilAsserted(() ->
                assertThat(client.receipts).extracting(SmppClient.Seen::textId).containsExactly(id, id));
    }

    @Test
    void shouldStayEnrouteWithoutReceiptWhenNumberIsSilent() throws Exception {
        String id = client.submit("33639980996");
        client.submit("33639980101");

        await().untilAsserted(() -> assertThat(client.receipts).hasSize(1));
        assertThat(client.receipts.get(0).textId()).isNotEqualTo(id);
        assertThat(client.query(id).getMessageState()).isEqualTo(MessageState.ENROUTE);
    }

    @Test
    void shouldAcceptWithoutResponseOnceWhenNumberLosesIt() throws Exception {
        assertThatThrownBy(() -> client.submit("33639980999")).isInstanceOf(ResponseTimeoutException.class);
        await().untilAsserted(() -> assertThat(client.receipts).hasSize(1));
        assertThat(smsc.journal()).hasSize(1);

        assertThat(client.submit("33639980999")).isNotEmpty();
    }

    @Test
    void shouldShowPartsWhenTextIsConcatenated() throws Exception {
        byte[] header = {5, 0, 3, 77, 2, 1};
        byte[] gsm = {(byte) 'a', 0x1B, 0x65, 0x05};
        byte[] first = new byte[header.length + gsm.length];
        System.arraycopy(header, 0, first, 0, header.length);
        System.arraycopy(gsm, 0, first, header.length, gsm.length);

        client.submit("33639980101", 0x40, 0, first);
        client.submit(
                "33639980101",
                0,
                8,
                "çà Δ".getBytes(StandardCharsets.UTF_16BE),
                new OptionalParameter.Sar_msg_ref_num((short) 513),
                new OptionalParameter.Sar_total_segments((byte) 3),
                new OptionalParameter.Sar_segment_seqnum((byte) 2));
        client.submit(
                "33639980101",
                0,
                0,
                new byte[0],
                new OptionalParameter.Message_payload("x".repeat(900).getBytes(StandardCharsets.US_ASCII)));

        List<SmscMessage> parts = smsc.journal();
        assertThat(parts).extracting(SmscMessage::text).containsExactly("a€é", "çà Δ", "x".repeat(900));
        assertThat(parts).extracting(SmscMessage::reference).containsExactly(77, 513, -1);
        assertThat(parts).extracting(SmscMessage::part).containsExactly(1, 2, 1);
        assertThat(parts).extracting(SmscMessage::parts).containsExactly(2, 3, 1);
    }

    @ParameterizedTest
    @CsvSource({"DECIMAL, true", "HEX, true", "PADDED, false", "HEX_THEN_DECIMAL, false"})
    void shouldWriteIdsAlikeOrNotWhenFormatSaysSo(IdFormat format, boolean alike) throws Exception {
        smsc.turn(smsc.knobs().withIdFormat(format));

        String id = client.submit("33639980101");

        await().untilAsserted(() -> assertThat(client.receipts).hasSize(1));
        assertThat(client.receipts.get(0).textId().equals(id)).isEqualTo(alike);
        assertThat(client.query(id).getMessageState()).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void shouldThrottleWhenMoreThanTheLimitComes() throws Exception {
        smsc.turn(smsc.knobs().withTps(10));
        List<Integer> refusals = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            try {
                client.submit("33639980101");
            } catch (NegativeResponseException e) {
                refusals.add(e.getCommandStatus());
            }
        }

        assertThat(refusals).isNotEmpty().containsOnly(Smpp.ESME_RTHROTTLED);
        assertThat(smsc.counters()).containsEntry("throttled", (long) refusals.size());
    }

    @Test
    void shouldCutConnectionBeforeResponseWhenToldTo() throws Exception {
        smsc.dropAfter(2);
        client.submit("33639980101");

        assertThatThrownBy(() -> client.submit("33639980102")).isInstanceOf(Exception.class);

        await().untilAsserted(() -> assertThat(smsc.counters()).containsEntry("sessions", 0L));
        assertThat(smsc.acceptedPerDestination()).containsEntry("+33639980102", 1);
    }

    @Test
    void shouldBringReceiptToNextSessionWhenFirstOneWentAway() throws Exception {
        smsc.turn(smsc.knobs().withReceiptDelayMillis(200, 200));
        String id = client.submit("33639980101");
        client.close();
        await().untilAsserted(() -> assertThat(smsc.counters()).containsEntry("receiptsOutstanding", 1L));

        client = SmppClient.of(smsc);

        await().untilAsserted(() ->
                assertThat(client.receipts).extracting(SmppClient.Seen::textId).containsExactly(id));
    }

    @Test
    void shouldContinueFromJournalWhenStartedAgain() throws Exception {
        smsc.turn(smsc.knobs().withReceiptDelayMillis(60_000, 60_000));
        String before = client.submit("33639980101");
        client.close();
        smsc.close();

        smsc = SmscSimulator.start(options());
        client = SmppClient.of(smsc);
        String after = client.submit("33639980101");

        assertThat(after).isNotEqualTo(before);
        assertThat(smsc.journal()).extracting(SmscMessage::messageId).containsExactly(before, after);
        await().untilAsserted(() -> assertThat(client.receipts)
                .extracting(SmppClient.Seen::textId)
                .containsExactlyInAnyOrder(before, after));
        assertThat(client.query(before).getMessageState()).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void shouldAnswerNothingWhileStalled() throws Exception {
        smsc.stall(Duration.ofMillis(300));
        long before = System.nanoTime();

        client.submit("33639980101");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void shouldOnlyTellQueriesWhenReceiptsAreOff() throws Exception {
        smsc.turn(smsc.knobs().withReceipts(Receipts.NONE));

        String id = client.submit("33639980101");

        await().untilAsserted(
                        () -> assertThat(client.query(id).getMessageState()).isEqualTo(MessageState.DELIVERED));
        assertThat(client.receipts).isEmpty();
    }

    @Test
    void shouldBringWhatATelephoneWrites() {
        smsc.write("+33639980101", "33199000017", "STOP");
        smsc.write("+33639980102", "33199000017", "Arrêt");

        await().untilAsserted(() -> assertThat(client.written)
                .containsExactly(
                        new SmppClient.Written("33639980101", "33199000017", 0, "STOP"),
                        new SmppClient.Written("33639980102", "33199000017", 8, "Arrêt")));
        await().untilAsserted(() -> assertThat(smsc.counters())
                .containsEntry("textsAcknowledged", 2L)
                .containsEntry("receiptsOutstanding", 0L));
        assertThatThrownBy(() -> smsc.write("+3363998010", "33199000017", "STOP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("from must be a fiction number in E.164");
    }

    @Test
    void shouldWriteStopBackToANumberAndNotToAName() throws Exception {
        client.submit("33639980989");
        client.submitFromNumber("33199000017", "33639981989");

        await().untilAsserted(() -> assertThat(client.written)
                .containsExactly(new SmppClient.Written("33639981989", "33199000017", 0, "STOP")));
        assertThat(client.receipts).hasSize(2);
    }

    @Test
    void shouldNameThePortWhenItIsTaken() {
        assertThatThrownBy(() ->
                        SmscSimulator.start(SmscSimulator.Options.defaults().withPort(smsc.port())))
                .isInstanceOf(PortTakenException.class)
                .hasMessage("port " + smsc.port() + " on 127.0.0.1 (SMPP) is taken");
    }

    private static OptionalParameter reference(int value) {
        return new OptionalParameter.User_message_reference((short) value);
    }
}
