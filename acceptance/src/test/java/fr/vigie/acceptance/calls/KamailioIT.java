package fr.vigie.acceptance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.acceptance.calls.Baresip.Answering;
import fr.vigie.acceptance.stage.OnStage;
import fr.vigie.acceptance.stage.Skipped;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.events.DeliveryState;
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

/** Kamailio as the trunk operator's proxy, and baresip as the telephones behind it: programs that operators and people use. */
@Order(0)
@ExtendWith(OnStage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KamailioIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String NUMBER = "+33199005001";

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
                        "vigie.voice.trunks.trunk1.user", Kamailio.ACCOUNT,
                        "vigie.voice.trunks.trunk1.password", Kamailio.PASSWORD,
                        "vigie.voice.trunks.trunk1.register", "true"),
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
        try (Baresip telephone = Baresip.start(NUMBER, Answering.AUTO, operator, calling.place())) {
            // When
            UUID delivery = calling.ask(NUMBER);
            telephone.once("CALL_ESTABLISHED");
            telephone.press("1");

            // Then
            calling.onceFinal(List.of(delivery), LIMIT);
            assertThat(calling.standing(delivery).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
            telephone.once("CALL_CLOSED");
            JsonNode call = await().atMost(LIMIT)
                    .until(() -> calling.records(delivery), records -> records.size() == 1)
                    .get(0);
            assertThat(call.path("keys").asText()).isEqualTo("1");
            assertThat(call.path("end").asText()).isEqualTo("HUNG_UP_HERE");
            System.out.println(call + "\n" + telephone);
        }
    }
}
