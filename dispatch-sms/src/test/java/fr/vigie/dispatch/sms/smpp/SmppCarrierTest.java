package fr.vigie.dispatch.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import fr.vigie.dispatch.carrier.Carrier.Question;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.LinkState.Status;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.sms.SmsSettings.Concatenation;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscMessage;
import fr.vigie.simulators.smsc.SmscSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The carrier against an SMSC, without the dispatcher. */
class SmppCarrierTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String NUMBER = "+999100000100";
    private static final String LONG = "Vol à main armée, secteur RENNES Nord. ".repeat(10) + "€ [fin]";

    private SmscSimulator smsc;

    @BeforeEach
    void open() throws IOException {
        smsc = SmscSimulator.start(
                SmscSimulator.Options.defaults().withKnobs(SmscKnobs.defaults().withReceiptDelayMillis(5, 20)));
    }

    @AfterEach
    void close() throws IOException {
        smsc.close();
    }

    @Test
    void shouldHaveTheWindowOfEveryLinkThatIsUp() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "sessions=3", "window=40").bound()) {
            assertThat(under.carrier().window()).isEqualTo(120);
            assertThat(under.carrier().widestWindow()).isEqualTo(120);
            assertThat(under.carrier().available()).isTrue();
            assertThat(under.carrier().links())
                    .extracting(LinkState::name, LinkState::kind, LinkState::status, LinkState::inFlight)
                    .containsExactly(
                            tuple("1", "TRANSCEIVER", Status.UP, 0),
                            tuple("2", "TRANSCEIVER", Status.UP, 0),
                            tuple("3", "TRANSCEIVER", Status.UP, 0));
        }
    }

    @Test
    void shouldSubmitOnOneLinkAndReceiveOnTheOtherOfAPair() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "bind=pair").bound()) {
            HandOverOutcome outcome = under.send(NUMBER, "texte");
            assertThat(outcome).isInstanceOf(Accepted.class);
            Awaitility.await().atMost(LIMIT).until(() -> under.receipts.size() == 1);
            assertThat(under.receipts.get(0).carrierMessageId()).isEqualTo(((Accepted) outcome).carrierMessageId());
            assertThat(under.carrier().links())
                    .extracting(LinkState::name, LinkState::kind)
                    .containsExactly(tuple("1-transmitter", "TRANSMITTER"), tuple("1-receiver", "RECEIVER"));
            assertThat(under.carrier().window()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Concatenation.class,
            names = {"UDH8", "UDH16", "SAR"})
    void shouldTellThePartsOfALongTextToBelongTogether(Concatenation form) {
        try (CarrierUnderTest under = new CarrierUnderTest(
                        smsc.port(), "concatenation=" + form.name().toLowerCase(java.util.Locale.ROOT))
                .bound()) {
            // When
            Accepted accepted = (Accepted) under.send(NUMBER, LONG);

            // Then
            List<SmscMessage> parts = smsc.journal();
            assertThat(parts).hasSize(3).extracting(SmscMessage::part).containsExactly(1, 2, 3);
            assertThat(parts).allMatch(part -> part.parts() == 3);
            assertThat(parts)
                    .extracting(SmscMessage::reference)
                    .containsOnly(parts.get(0).reference());
            assertThat(parts.get(0).reference() > 0xFF)
                    .isEqualTo(form != Concatenation.UDH8 && parts.get(0).userMessageReference() > 0xFF);
            assertThat(parts.stream().map(SmscMessage::text).collect(Collectors.joining()))
                    .isEqualTo(LONG);
            Awaitility.await().atMost(LIMIT).until(() -> under.receipts.size() == 1);
            assertThat(under.receipts.get(0))
                    .extracting(Receipt::carrierMessageId, Receipt::state)
                    .containsExactly(accepted.carrierMessageId(), DeliveryState.DELIVERED);
        }
    }

    @Test
    void shouldSendALongTextWholeWhereTheOperatorCutsIt() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "concatenation=payload").bound()) {
            assertThat(under.send(NUMBER, LONG)).isInstanceOf(Accepted.class);
            assertThat(smsc.journal())
                    .singleElement()
                    .satisfies(message -> assertThat(message.text()).isEqualTo(LONG));
            assertThat(under.carrier().cost(CarrierUnderTest.handOver(NUMBER, LONG)))
                    .isEqualTo(3);
        }
    }

    @Test
    void shouldGiveEveryMessageAReference() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port()).bound()) {
            under.send(NUMBER, "texte");
            assertThat(smsc.journal())
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.userMessageReference()).isBetween(1, 0xFFFF));
        }
    }

    @Test
    void shouldTryPartsAgainWhenTheOthersWereTaken() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port()).bound()) {
            assertThat(under.send("+999200000992", LONG)).isInstanceOf(Accepted.class);
            assertThat(smsc.journal()).hasSize(3);
        }
    }

    @Test
    void shouldNotKnowTheFateOfWhatWasUnderWayWhenTheLinkFellAndBindAgain() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port()).bound()) {
            smsc.dropAfter(1);
            assertThat(under.send(NUMBER, "texte")).isEqualTo(new Unknown(FailureReason.CARRIER_SILENT));
            under.bound();
            assertThat(under.send("+999100000200", "texte")).isInstanceOf(Accepted.class);
            assertThat(under.carrier().links().get(0).lastError()).isNull();
        }
    }

    @Test
    void shouldSendOnAnotherLinkWhatWaitedOnTheOneThatFell() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "sessions=2", "window=1").bound()) {
            smsc.dropAfter(5);
            List<CompletionStage<HandOverOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                outcomes.add(
                        under.carrier().handOver(CarrierUnderTest.handOver("+9991000%05d".formatted(i * 10), "texte")));
            }
            assertThat(outcomes.stream().map(CarrierUnderTest::await).filter(Accepted.class::isInstance))
                    .hasSize(39);
            assertThat(smsc.journal()).hasSize(40);
        }
    }

    @Test
    void shouldTakeMoreThanItsWindowAndSendAllOfIt() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "window=2").bound()) {
            List<CompletionStage<HandOverOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                outcomes.add(
                        under.carrier().handOver(CarrierUnderTest.handOver("+9991000%05d".formatted(i * 10), LONG)));
            }
            assertThat(outcomes).extracting(CarrierUnderTest::await).allMatch(Accepted.class::isInstance);
            assertThat(smsc.journal()).hasSize(150);
        }
    }

    @Test
    void shouldFindTheMessageWhenTheReceiptIsDecimalAndTheResponseWasNot() {
        smsc.turn(smsc.knobs().withIdFormat(SmscKnobs.IdFormat.HEX_THEN_DECIMAL));
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "ids=hex-then-decimal").bound()) {
            Accepted accepted = (Accepted) under.send(NUMBER, "texte");
            Awaitility.await().atMost(LIMIT).until(() -> under.receipts.size() == 1);
            assertThat(under.receipts.get(0).carrierMessageId()).isEqualTo(accepted.carrierMessageId());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void shouldAskWhereTheOperatorCanBeAsked(boolean query, boolean known) {
        smsc.turn(smsc.knobs().withReceipts(SmscKnobs.Receipts.NONE));
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "query=" + query).bound()) {
            Accepted accepted = (Accepted) under.send(NUMBER, "texte");
            Question question = new Question(accepted.carrierMessageId(), CarrierUnderTest.handOver(NUMBER, "texte"));
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> CarrierUnderTest.await(under.carrier().query(question))
                                    .filter(answer -> answer.state() == DeliveryState.DELIVERED)
                                    .isPresent()
                            == known);
            assertThat(smsc.counters().getOrDefault("queries", 0L) > 0).isEqualTo(query);
        }
    }

    @Test
    void shouldNotAskAgainWhenTheOperatorDoesNotKnowTheQuestion() {
        smsc.turn(smsc.knobs().withQueries(false));
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port()).bound()) {
            Accepted accepted = (Accepted) under.send(NUMBER, "texte");
            Question question = new Question(accepted.carrierMessageId(), CarrierUnderTest.handOver(NUMBER, "texte"));
            for (int i = 0; i < 3; i++) {
                assertThat(CarrierUnderTest.await(under.carrier().query(question)))
                        .isEmpty();
            }
            assertThat(smsc.counters()).containsEntry("queries", 1L);
        }
    }

    @Test
    void shouldComplainOnceAndPauseLongerWhenThePasswordIsRefused() {
        // Given
        long begun = System.nanoTime();

        // When
        try (LinkLog log = LinkLog.open();
                CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "sessions=4", "password=wrong")) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> under.carrier().counts().bindFailures() >= 8);

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
            assertThat(smsc.counters().get("bindsRefused")).isBetween(8L, 40L);
            assertThat(log.warnings())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .matches("bind refused, trying on carrier=sim link=\\d address=127.0.0.1:" + smsc.port()
                            + " system-id=vigie status=ESME_RINVPASWD \\(0x0E\\):"
                            + " check vigie.sms.carriers.sim.system-id and .password");
            assertThat(under.carrier().available()).isFalse();
            assertThat(under.carrier().window()).isZero();
            assertThat(under.carrier().widestWindow()).isEqualTo(400);
            assertThat(under.carrier().links()).allSatisfy(link -> {
                assertThat(link.status()).isEqualTo(Status.REFUSED);
                assertThat(link.lastError()).isEqualTo("REFUSED_0x0E");
            });
        }
    }

    @Test
    void shouldSayWhereAndWhyWhenTheOperatorDoesNotSpeakTls() {
        try (LinkLog log = LinkLog.open();
                CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "tls=true")) {
            Awaitility.await().atMost(LIMIT).until(() -> !log.warnings().isEmpty());
            assertThat(log.warnings().get(0))
                    .startsWith("not bound, trying on carrier=sim link=1 address=127.0.0.1:" + smsc.port()
                            + " code=UNREACHABLE cause=no TLS connection: ");
            assertThat(under.carrier().available()).isFalse();
        }
    }

    @Test
    void shouldNotStartWhenWhatToTrustIsNoPem(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("trust.pem"), "not a certificate");
        assertThatThrownBy(() -> new CarrierUnderTest(smsc.port(), "tls=true", "tls-trust=" + file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("vigie.sms.carriers.sim.tls-trust must name a file of certificates as PEM");
    }

    @Test
    void shouldSayThatTheMerchantHasLeftWhereTheOperatorSaysSo() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "opted-out-status=0x0B,1040").bound()) {
            assertThat(under.send("+999200000991", "texte"))
                    .isEqualTo(new Final(DeliveryState.REJECTED, FailureReason.OPTED_OUT, null, true));
        }
    }

    @Test
    void shouldUnbindWhenItIsClosed() {
        CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "sessions=2").bound();
        try (LinkLog log = LinkLog.open()) {
            under.close();
            assertThat(log.beginningWith("unbound "))
                    .containsExactlyInAnyOrder(
                            "unbound carrier=sim link=1 end=BY_US", "unbound carrier=sim link=2 end=BY_US");
        }
        Awaitility.await().atMost(LIMIT).until(() -> smsc.counters().get("sessions") == 0);
        assertThat(under.carrier().links()).allMatch(link -> link.status() == Status.CLOSED);
        assertThat(under.carrier().available()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "           | +262639980100 | 0",
                "+262       | +262639980100 | 4",
                "+262,+2626 | +262639980100 | 5",
                "+262       | +33639980100  | -1",
                "+262,+     | +33639980100  | 1"
            })
    void shouldSuitTheNumbersOfItsPrefixes(String prefixes, String number, int affinity) {
        String[] own = prefixes == null ? new String[0] : new String[] {"prefixes=" + prefixes};
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), own)) {
            assertThat(under.carrier().affinity(number)).isEqualTo(affinity);
        }
    }

    @Test
    void shouldCostWhatIsConfigured() {
        try (CarrierUnderTest under = new CarrierUnderTest(smsc.port(), "price-per-part=4.25")) {
            assertThat(under.carrier().pricePerUnit()).isEqualTo(4_250);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "window=0, vigie.sms.carriers.sim.window must be from 1 to 1000",
        "window=1001, vigie.sms.carriers.sim.window must be from 1 to 1000",
        "sessions=0, vigie.sms.carriers.sim.sessions must be from 1 to 100",
        "system-id=abcdefghijklmnop, vigie.sms.carriers.sim.system-id must be at most 15 ASCII characters",
        "tls-trust=nowhere.pem, vigie.sms.carriers.sim.tls-trust needs tls=true",
        "sender=a name too long, vigie.sms.carriers.sim.sender must be a name",
        "prefixes=0262, vigie.sms.carriers.sim.prefixes must be beginnings of international numbers",
        "price-per-part=0.0001, vigie.sms.carriers.sim.price-per-part must be cents",
        "opted-out-status=never, vigie.sms.carriers.sim.opted-out-status must be numbers",
        "urgent-priority=4, vigie.sms.carriers.sim.urgent-priority must be from 0 to 3"
    })
    void shouldSayWhichSettingWillNotDo(String setting, String message) {
        assertThatThrownBy(() -> new CarrierUnderTest(smsc.port(), setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
