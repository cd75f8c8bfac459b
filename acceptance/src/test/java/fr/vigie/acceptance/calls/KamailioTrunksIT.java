package fr.vigie.acceptance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.acceptance.calls.Baresip.Answering;
import fr.vigie.acceptance.stage.OnStage;
import fr.vigie.acceptance.stage.Skipped;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.events.DeliveryState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Other ways to the operator of {@link KamailioIT}: over TCP, and with a password that is wrong. */
@Order(0)
@ExtendWith(OnStage.class)
class KamailioTrunksIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SOME_TIME = Duration.ofSeconds(4);
    private static final String NUMBER = "+33199005001";

    private final Stage stage;
    private Kamailio operator;

    KamailioTrunksIT(Stage stage) {
        this.stage = stage;
    }

    @BeforeEach
    void start() {
        Skipped.where(Kamailio.missing());
        Skipped.where(Baresip.missing());
        operator = Kamailio.start(stage.home(), stage.place("operator"));
    }

    @AfterEach
    void stop() {
        if (operator != null) {
            operator.close();
        }
    }

    @Test
    void shouldFindItsWayToTheTelephoneAndBackWhenTheTrunkIsReachedOverTcp() {
        Map<String, String> settings = Map.of(
                "vigie.voice.trunks.trunk1.user",
                Kamailio.ACCOUNT,
                "vigie.voice.trunks.trunk1.password",
                Kamailio.PASSWORD,
                "vigie.voice.trunks.trunk1.register",
                "true",
                "vigie.voice.trunks.trunk1.transport",
                "tcp");
        try (Calling calling = Calling.at(stage, "tcp", settings, operator.port());
                Baresip telephone = Baresip.start(NUMBER, Answering.AUTO, operator, calling.place())) {
            // When
            UUID delivery = calling.ask(Calling.MANY_WORDS, NUMBER);
            telephone.once("CALL_ESTABLISHED");
            telephone.hangUp();
            telephone.once("CALL_ESTABLISHED", 2);
            telephone.press("1");

            // Then
            calling.onceFinal(List.of(delivery), LIMIT);
            assertThat(calling.standing(delivery).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            telephone.once("CALL_CLOSED", 2);
            // One goodbye from either side, by the way that the proxy wrote down.
            assertThat(operator.wrote("within ACK")).isGreaterThanOrEqualTo(2);
            assertThat(operator.wrote("within BYE")).isGreaterThanOrEqualTo(2);
            assertThat(operator.odd()).isEmpty();
        }
    }

    /** One trunk that wants us registered, and one that does not. */
    @Test
    void shouldKnockOnceWhenThePasswordIsWrong() {
        Map<String, String> settings = Map.of(
                "vigie.voice.trunks.trunk1.user", Kamailio.ACCOUNT,
                "vigie.voice.trunks.trunk1.password", "wrong",
                "vigie.voice.trunks.trunk1.register", "true",
                "vigie.voice.trunks.trunk2.user", Kamailio.ACCOUNT,
                "vigie.voice.trunks.trunk2.password", "wrong");
        try (Calling calling = Calling.at(stage, "refused", settings, operator.port(), operator.port())) {
            // When
            UUID delivery = calling.ask(Calling.WORDS, NUMBER);

            // Then
            await().atMost(LIMIT).until(() -> links(calling), List.of("REFUSED", "REFUSED")::equals);
            // Each once, and once more with the password.
            await().during(SOME_TIME)
                    .atMost(LIMIT)
                    .until(() -> operator.wrote("heard INVITE") == 2 && operator.wrote("heard REGISTER") == 2);
            assertThat(calling.isFinal(delivery)).isFalse();
            assertThat(operator.wrote("call ")).isZero();
        }
    }

    private static List<String> links(Calling calling) throws IOException {
        return new ObjectMapper()
                .readTree(calling.read("/api/v1/carriers", "operator"))
                .findValuesAsText("status");
    }
}
