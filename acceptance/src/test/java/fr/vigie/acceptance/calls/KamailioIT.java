package fr.vigie.acceptance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.acceptance.calls.Baresip.Answering;
import fr.vigie.acceptance.stage.OnStage;
import fr.vigie.acceptance.stage.Skipped;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kamailio as the trunk operator's proxy, and baresip as the telephones behind it: what operators and people really use.
 * What the proxy is strict about stands in acceptance/peers/kamailio.
 */
@Order(0)
@ExtendWith(OnStage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KamailioIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Longer than a second key that only bounced. */
    private static final Duration BETWEEN_KEYS = Duration.ofMillis(1_200);

    private static final String NUMBER = "+33199005001";
    private static final String OTHER_NUMBER = "+33199005002";
    private static final String PUT_OFF_TWICE = "+33199005003";
    private static final int TRIES = 2;

    private final Stage stage;
    private Kamailio operator;
    private Calling calling;

    KamailioIT(Stage stage) {
        this.stage = stage;
    }

    @BeforeAll
    void start() {
        Skipped.where(Kamailio.missing());
        Skipped.where(Baresip.missing());
        operator = Kamailio.start(stage.home(), stage.place("operator"));
        calling = Calling.at(
                stage,
                "registered",
                Map.of(
                        "vigie.voice.trunks.trunk1.user",
                        Kamailio.ACCOUNT,
                        "vigie.voice.trunks.trunk1.password",
                        Kamailio.PASSWORD,
                        "vigie.voice.trunks.trunk1.register",
                        "true",
                        "vigie.voice.tries",
                        String.valueOf(TRIES),
                        "vigie.voice.ring-timeout",
                        "4s"),
                operator.port());
    }

    @AfterAll
    void stop() {
        if (calling != null) {
            calling.close();
        }
        if (operator != null) {
            operator.close();
        }
    }

    @Test
    void shouldBeAcknowledgedWhenOneIsPressed() {
        try (Baresip telephone = telephone(NUMBER, Answering.AUTO)) {
            // When
            UUID delivery = calling.ask(Calling.WORDS, NUMBER);
            telephone.once("CALL_ESTABLISHED");
            telephone.press("1");

            // Then
            JsonNode call = onlyCall(delivery, DeliveryState.ACKNOWLEDGED);
            assertThat(call.path("keys").asText()).isEqualTo("1");
            assertThat(call.path("end").asText()).isEqualTo("HUNG_UP_HERE");
            assertThat(call.path("proxy").asText()).isEqualTo("127.0.0.1:" + operator.port());
            assertThat(call.path("packetsSent").asLong()).isPositive();
            assertThat(call.path("packetsReceived").asLong()).isPositive();
            telephone.once("CALL_CLOSED");
            assertThat(operator.odd()).isEmpty();
        }
    }

    @Test
    void shouldBeHeardToTheLastSampleWhenNothingIsPressed() {
        try (Baresip telephone = telephone(NUMBER, Answering.AUTO)) {
            // When
            UUID delivery = calling.ask(Calling.WORDS, NUMBER);

            // Then
            JsonNode call = onlyCall(delivery, DeliveryState.ANSWERED);
            telephone.once("CALL_CLOSED");
            Sound heard = telephone.heard();
            for (String sentences : List.of(
                    "Bonjour. Message d'alerte aux commerçants, Gendarmerie du Cantal. " + Calling.WORDS,
                    "Je répète. " + Calling.WORDS,
                    "Pour confirmer, tapez 1. Pour réécouter, tapez 2. Pour ne plus être appelé, tapez 9.")) {
                assertThat(heard.contains(spoken(sentences))).as(sentences).isTrue();
            }
            assertThat(call.path("heard").path("averageLossPercent").asDouble(-1))
                    .as("as the telephone reports: %s", call)
                    .isZero();
        }
    }

    @Test
    void shouldOptOutWhenNineIsPressedTwice() {
        try (Baresip telephone = telephone(NUMBER, Answering.AUTO)) {
            // When
            UUID delivery = calling.ask(Calling.WORDS, NUMBER);
            telephone.once("CALL_ESTABLISHED");
            await().atMost(LIMIT).pollInterval(BETWEEN_KEYS).until(() -> {
                telephone.press("9");
                return telephone.count("CALL_CLOSED") > 0;
            });

            // Then
            JsonNode call = onlyCall(delivery, DeliveryState.ANSWERED);
            assertThat(call.path("keys").asText()).startsWith("99");
            await().atMost(LIMIT)
                    .until(() -> calling.told().aboutSubscribers().stream()
                            .anyMatch(each -> each.type() == SubscriberEvent.Type.OPTED_OUT));
        }
    }

    @Test
    void shouldSpeakToWhomeverPicksUpWhenTheTelephoneSoundedBefore() {
        try (Baresip telephone = telephone(NUMBER, Answering.EARLY)) {
            // When
            UUID delivery = calling.ask(Calling.WORDS, NUMBER);
            telephone.pickedUp();
            telephone.press("1");

            // Then
            JsonNode call = onlyCall(delivery, DeliveryState.ACKNOWLEDGED);
            assertThat(call.path("ringingAt").asText()).isNotEmpty();
        }
    }

    @Test
    void shouldGoOnWhenTheCallIsHeldForAWhile() {
        try (Baresip telephone = telephone(NUMBER, Answering.AUTO)) {
            // When
            UUID delivery = calling.ask(Calling.MANY_WORDS, NUMBER);
            telephone.once("CALL_ESTABLISHED");
            telephone.hold();
            telephone.resume();
            telephone.press("1");

            // Then
            JsonNode call = onlyCall(delivery, DeliveryState.ACKNOWLEDGED);
            assertThat(call.path("end").asText()).isEqualTo("HUNG_UP_HERE");
            assertThat(operator.odd()).isEmpty();
        }
    }

    @Test
    void shouldCallAgainWhenTheTelephoneHangsUpInTheMiddle() {
        try (Baresip telephone = telephone(NUMBER, Answering.AUTO)) {
            // When
            UUID delivery = calling.ask(Calling.MANY_WORDS, NUMBER);
            telephone.once("CALL_ESTABLISHED");
            telephone.hangUp();
            telephone.once("CALL_ESTABLISHED", 2);
            telephone.press("1");

            // Then
            List<JsonNode> calls = calls(delivery, DeliveryState.ACKNOWLEDGED, TRIES);
            assertThat(calls.get(0).path("end").asText()).isEqualTo("HUNG_UP_THERE");
            assertThat(calls.get(0).path("reason").asText()).isEqualTo("CALL_LOST");
            assertThat(operator.odd()).isEmpty();
        }
    }

    @Test
    void shouldStopRingingWhenNobodyPicksUp() {
        try (Baresip telephone = telephone(NUMBER, Answering.MANUAL)) {
            // When
            UUID delivery = calling.ask(Calling.WORDS, NUMBER);

            // Then
            List<JsonNode> calls = calls(delivery, DeliveryState.FAILED, TRIES);
            assertThat(calling.standing(delivery).reason()).isEqualTo(FailureReason.NOT_ANSWERED);
            assertThat(calls).allSatisfy(call -> {
                assertThat(call.path("end").asText()).isEqualTo("CANCELLED");
                assertThat(call.path("sipStatus").asInt()).isEqualTo(487);
            });
            telephone.once("CALL_CLOSED", TRIES);
            assertThat(operator.odd()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+33199005086, 486,   , BUSY,        LINE_BUSY,         2",
        "+33199005017, 480, 17, BUSY,        LINE_BUSY,         2",
        "+33199005099, 480, 20, UNREACHABLE, SUBSCRIBER_ABSENT, 2",
        "+33199005004, 404,  1, FAILED,      NUMBER_DEAD,       1"
    })
    void shouldTellWhyWhenTheOperatorRefuses(
            String number, int status, Integer cause, String outcome, FailureReason reason, int tries) {
        // When
        UUID delivery = calling.ask(Calling.WORDS, number);

        // Then
        List<JsonNode> calls = calls(delivery, DeliveryState.FAILED, tries);
        assertThat(calling.standing(delivery).reason()).isEqualTo(reason);
        assertThat(calls.get(0).path("end").asText()).isEqualTo("REFUSED");
        assertThat(calls.get(0).path("outcome").asText()).isEqualTo(outcome);
        assertThat(calls.get(0).path("sipStatus").asInt()).isEqualTo(status);
        assertThat(calls.get(0).path("q850").asInt(0)).isEqualTo(cause == null ? 0 : cause);
    }

    @Test
    void shouldCostNoTryWhenTheOperatorAsksToWait() {
        try (Baresip telephone = telephone(PUT_OFF_TWICE, Answering.AUTO)) {
            // When
            UUID delivery = calling.ask(Calling.WORDS, PUT_OFF_TWICE);
            telephone.once("CALL_ESTABLISHED");
            telephone.press("1");

            // Then
            List<JsonNode> calls = calls(delivery, DeliveryState.ACKNOWLEDGED, 3);
            assertThat(calls.subList(0, 2))
                    .allSatisfy(
                            call -> assertThat(call.path("sipStatus").asInt()).isEqualTo(503));
            assertThat(calling.told().course(delivery))
                    .extracting(DeliveryEvent::state)
                    .doesNotContain(DeliveryState.UNREACHABLE);
        }
    }

    @Test
    void shouldSayGoodbyeWhenAskedToEnd() {
        try (Baresip ringing = telephone(NUMBER, Answering.MANUAL);
                Baresip up = telephone(OTHER_NUMBER, Answering.AUTO)) {
            UUID first = calling.ask(Calling.WORDS, NUMBER);
            UUID second = calling.ask(Calling.MANY_WORDS, OTHER_NUMBER);
            ringing.once("CALL_INCOMING");
            up.once("CALL_ESTABLISHED");

            // When
            calling.dispatcher().stop();

            // Then
            ringing.once("CALL_CLOSED");
            up.once("CALL_CLOSED");

            // And
            calling.dispatcher().startAgain();
            ringing.pickedUp();
            ringing.press("1");
            up.once("CALL_ESTABLISHED", 2);
            up.press("1");
            calling.onceFinal(List.of(first, second), LIMIT);
            assertThat(calling.standing(first).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            assertThat(calling.standing(second).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            assertThat(operator.odd()).isEmpty();
        }
    }

    private Baresip telephone(String number, Answering answering) {
        return Baresip.start(number, answering, operator, calling.place());
    }

    private JsonNode onlyCall(UUID delivery, DeliveryState state) {
        return calls(delivery, state, 1).get(0);
    }

    /** The records of all tries, the first one first, once the delivery has ended so. */
    private List<JsonNode> calls(UUID delivery, DeliveryState state, int tries) {
        calling.onceFinal(List.of(delivery), LIMIT);
        assertThat(calling.standing(delivery).state()).isEqualTo(state);
        return await().atMost(LIMIT).until(() -> ended(delivery), records -> records.size() == tries);
    }

    /** A record is completed a fraction of a second after its call. */
    private List<JsonNode> ended(UUID delivery) {
        return calling.records(delivery).stream()
                .filter(call -> call.hasNonNull("endedAt"))
                .toList();
    }

    private Sound spoken(String sentences) {
        return Sound.of(calling.read(
                "/api/v1/speech?text=" + URLEncoder.encode(sentences, StandardCharsets.UTF_8), "referent"));
    }
}
