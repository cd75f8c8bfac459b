package fr.vigie.acceptance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.acceptance.calls.Heard.End;
import fr.vigie.acceptance.stage.Dispatcher;
import fr.vigie.acceptance.stage.OnStage;
import fr.vigie.acceptance.stage.Skipped;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
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

/** What the scenarios of acceptance/peers/sip, which are not ours, come to; and telephones that vanish. */
@Order(0)
@ExtendWith(OnStage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenariosIT {
    private static final int TRIES = 3;
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration AT_ONCE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stage stage;
    private final int port = Dispatcher.freeUdpPort();
    private Calling calling;

    ScenariosIT(Stage stage) {
        this.stage = stage;
    }

    @BeforeAll
    void start() {
        Skipped.where(SippTelephone.missing());
        Map<String, String> settings = Map.of(
                "vigie.voice.trunks.trunk1.user", "mif",
                "vigie.voice.trunks.trunk1.password", "secret",
                "vigie.voice.quiet-limit", "3s");
        calling = Calling.at(stage, "scenarios", settings, port);
    }

    @AfterAll
    void stop() {
        if (calling != null) {
            calling.close();
        }
    }

    @Test
    void shouldBeAnsweredWhenTheTelephonePressesNothing() {
        UUID delivery = played("uas_answer", 1);

        assertThat(states(delivery)).containsExactly(DeliveryState.CALLING, DeliveryState.ANSWERED);
        assertThat(calls(delivery, 1))
                .allSatisfy(call -> assertThat(call.path("end").asText()).isEqualTo("HUNG_UP_HERE"));
        assertThat(calling.fallback(delivery)).isEmpty();
    }

    @Test
    void shouldProveTheAccountWhenChallenged() {
        UUID delivery = played("uas_auth401", 1);

        assertThat(states(delivery)).containsExactly(DeliveryState.CALLING, DeliveryState.ANSWERED);
    }

    @Test
    void shouldBeAcknowledgedWhenOneIsPressed() {
        Skipped.where(SippTelephone.mayNotPlayKeys());

        UUID delivery = played("uas_dtmf_pcap", 1);

        assertThat(states(delivery)).containsExactly(DeliveryState.CALLING, DeliveryState.ACKNOWLEDGED);
        assertThat(calls(delivery, 1))
                .allSatisfy(call -> assertThat(call.path("keys").asText()).isEqualTo("1"));
    }

    @Test
    void shouldTryThreeTimesAndThenWriteWhenTheLineIsBusy() {
        UUID delivery = played("uas_busy", TRIES);

        assertFailedAfterAllTries(delivery, DeliveryState.BUSY, FailureReason.LINE_BUSY);
        assertThat(calls(delivery, TRIES)).allSatisfy(call -> {
            assertThat(call.path("end").asText()).isEqualTo("REFUSED");
            assertThat(call.path("sipStatus").asInt()).isEqualTo(486);
        });
    }

    @Test
    void shouldTryThreeTimesAndThenWriteWhenNobodyPicksUp() {
        UUID delivery = played("uas_noanswer", TRIES);

        assertFailedAfterAllTries(delivery, DeliveryState.NO_ANSWER, FailureReason.NOT_ANSWERED);
        assertThat(calls(delivery, TRIES)).allSatisfy(call -> {
            assertThat(call.path("end").asText()).isEqualTo("CANCELLED");
            assertThat(call.path("sipStatus").asInt()).isEqualTo(487);
        });
    }

    @Test
    void shouldEndTheCallAndWaitForTheTrunkWhenItVanishesWhileItRings() {
        // Given
        UUID delivery;
        try (SippTelephone telephone = playing("uas_noanswer", TRIES)) {
            delivery = calling.ask(1).get(0);
            await().atMost(LIMIT).until(() -> !calling.told().course(delivery).isEmpty());

            // When
            telephone.vanish();
            await().atMost(LIMIT).until(() -> !calls(delivery).isEmpty());
        }

        // Then it comes back
        assertThat(calls(delivery).get(0).path("end").asText()).isIn("CANCEL_UNCONFIRMED", "SILENT");
        try (Telephones telephones = Telephones.at(port, PATIENCE, number -> Manners.confirming(AT_ONCE))) {
            calling.onceFinal(List.of(delivery), LIMIT);
            assertThat(calling.standing(delivery).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            assertThat(telephones.journal()).hasSize(1);
        }
    }

    @Test
    void shouldTakeTheCallForLostAndCallAgainWhenATelephoneVanishesInTheMiddle() {
        // Given a telephone from which sound comes
        UUID delivery;
        try (Telephones telephones = Telephones.at(
                port, PATIENCE, number -> Manners.listening(AT_ONCE).sounding())) {
            delivery = calling.ask(Calling.MANY_WORDS, 1, LIMIT.multipliedBy(3)).get(0);
            await().atMost(LIMIT)
                    .until(() -> telephones.journal().stream()
                            .anyMatch(call -> call.answeredAt() != null && call.packets() > 20));
        }

        // When it is gone
        await().atMost(LIMIT).until(() -> !calls(delivery).isEmpty());

        // Then
        JsonNode lost = calls(delivery).get(0);
        assertThat(lost.path("outcome").asText()).isEqualTo("UNREACHABLE");
        assertThat(lost.path("reason").asText()).isEqualTo("CALL_LOST");
        assertThat(lost.path("end").asText()).isEqualTo("HUNG_UP_HERE");
        assertThat(lost.path("packetsReceived").asLong()).isPositive();
        try (Telephones telephones = Telephones.at(port, PATIENCE, number -> Manners.confirming(AT_ONCE))) {
            calling.onceFinal(List.of(delivery), LIMIT);
            assertThat(calling.standing(delivery).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            assertThat(telephones.journal())
                    .hasSize(1)
                    .allSatisfy(call -> assertThat(call.end()).isEqualTo(End.HUNG_UP_BY_CALLER));
        }
    }

    private SippTelephone playing(String scenario, int calls) {
        return SippTelephone.playing(scenario, calls, port, stage.home(), calling.place());
    }

    /** One merchant is called until that is over. */
    private UUID played(String scenario, int calls) {
        try (SippTelephone telephone = playing(scenario, calls)) {
            UUID delivery = calling.ask(1).get(0);
            calling.onceFinal(List.of(delivery), LIMIT);
            assertThat(telephone.satisfied()).as("%s", telephone).isTrue();
            return delivery;
        }
    }

    private void assertFailedAfterAllTries(UUID delivery, DeliveryState state, FailureReason reason) {
        List<DeliveryEvent> course = calling.told().course(delivery);
        assertThat(course.stream().filter(event -> event.state() == state).map(DeliveryEvent::attempt))
                .containsExactly(1, 2);
        DeliveryEvent last = course.get(course.size() - 1);
        assertThat(last.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(last.reason()).isEqualTo(reason);
        assertThat(last.attempt()).isEqualTo(TRIES);
        assertThat(course).filteredOn(event -> event.fallback() != null).containsExactly(last);
        assertThat(calling.fallback(delivery)).hasValueSatisfying(asked -> {
            assertThat(asked.channel()).isEqualTo(Channel.SMS);
            assertThat(asked.text()).isEqualTo(Calling.OTHERWISE);
            assertThat(asked.fallbackOf()).isEqualTo(delivery);
        });
    }

    private List<DeliveryState> states(UUID delivery) {
        return calling.told().course(delivery).stream()
                .map(DeliveryEvent::state)
                .toList();
    }

    /** The records of so many tries; they are completed a fraction of a second after their call. */
    private List<JsonNode> calls(UUID delivery, int tries) {
        return await().atMost(LIMIT).until(() -> calls(delivery), records -> records.size() == tries);
    }

    /** Those that have ended. */
    private List<JsonNode> calls(UUID delivery) {
        return calling.records(delivery).stream()
                .filter(call -> call.hasNonNull("endedAt"))
                .toList();
    }
}
