package fr.vigie.dispatch.sms;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receipts that do not come, and hand-overs of which nobody knows: asked about, or decided by an officer. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true"),
            @ResourceArg(name = "vigie.sms.query-after", value = "1s")
        })
@QuarkusTestResource(value = SimulatedOperator.class, restrictToAnnotatedClass = true)
class SettledTest {
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();

    @Inject
    Database database;

    @Inject
    Contents contents;

    SmscSimulator smsc;
    Lanes lanes;

    @BeforeEach
    void open() {
        lanes = new Lanes();
    }

    @AfterEach
    void close() {
        smsc.turn(SimulatedOperator.QUICK);
        lanes.close();
    }

    @Test
    void shouldAskTheOperatorLongBeforeTheEndWhenReceiptsDoNotCome() {
        // Given: an hour to go
        smsc.turn(smsc.knobs().withReceipts(SmscKnobs.Receipts.NONE));
        List<DeliveryRequested> asked = Stream.generate(
                        () -> Requests.urgent().bulk().to(ordinary()))
                .limit(300)
                .toList();

        // When
        lanes.send(asked);

        // Then
        assertThat(lanes.untilFinal(asked).values()).allSatisfy(events -> {
            assertThat(last(events).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(Duration.between(
                            last(events).handedOverAt(), last(events).at()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        });
    }

    @Test
    void shouldSendUnknownBulkAgainWhenAnOfficerDecidesSo() {
        // Given
        Requests alert = Requests.urgent().bulk();
        DeliveryRequested asked = alert.to(ordinary());
        diedWith(asked);
        lanes.until(List.of(asked), 1, DeliveryState.UNKNOWN::equals);
        given().header("Authorization", TestTokens.roles("operator").bearer())
                .get("/api/v1/alerts/" + alert.alertId() + "/unknown")
                .then()
                .statusCode(200)
                .body("unknown", equalTo(1));

        // When
        given().header("Authorization", TestTokens.bearer("referent", "*"))
                .post("/api/v1/alerts/" + alert.alertId() + "/unknown/resend")
                .then()
                .statusCode(200)
                .body("sentAgain", equalTo(1));

        // Then
        List<DeliveryEvent> events = lanes.untilFinal(asked);
        assertThat(events)
                .extracting(DeliveryEvent::state)
                .containsExactly(
                        DeliveryState.UNKNOWN, DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.DELIVERED);
        assertThat(events.subList(1, 4)).allMatch(DeliveryEvent::possibleDuplicate);
        given().header("Authorization", TestTokens.bearer("referent", "*"))
                .post("/api/v1/alerts/" + alert.alertId() + "/unknown/resend")
                .then()
                .statusCode(200)
                .body("sentAgain", equalTo(0));
    }

    @Test
    void shouldRefuseTheDecisionWhenItIsNotTheCallersOrTooLate() {
        // Given
        Requests over = Requests.urgent()
                .bulk()
                .expiring(java.time.Instant.now().plusSeconds(1).truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
        DeliveryRequested asked = over.to(ordinary());
        lanes.send(asked);
        lanes.untilFinal(asked);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> java.time.Instant.now().isAfter(over.expires()));
        String path = "/api/v1/alerts/" + over.alertId() + "/unknown/resend";

        // When, then
        given().post(path).then().statusCode(401);
        given().header("Authorization", TestTokens.bearer("auditor", "*"))
                .post(path)
                .then()
                .statusCode(403);
        given().header("Authorization", TestTokens.bearer("referent", "15"))
                .post(path)
                .then()
                .statusCode(403)
                .body("code", equalTo("OUTSIDE_TERRITORY"));
        given().header("Authorization", TestTokens.roles("operator").bearer())
                .post("/api/v1/alerts/" + UUID.randomUUID() + "/unknown/resend")
                .then()
                .statusCode(404);
        given().header("Authorization", TestTokens.roles("operator").bearer())
                .post(path)
                .then()
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
    }

    /** A copy took the delivery and was killed: its lease has ended, and nobody knows whether it was handed over. */
    private void diedWith(DeliveryRequested asked) {
        Content content = Content.of(asked);
        database.transaction(statements -> {
            contents.store(statements, List.of(content));
            return new Deliveries(statements)
                    .insert(
                            List.of(Delivery.of(
                                    asked, content.contentId(), DeliveryState.SENDING, 1, null, Waiting.LEASE)),
                            Duration.ZERO,
                            "another",
                            null);
        });
    }

    private static String ordinary() {
        return "+9995%06d00".formatted(SUBSCRIBERS.incrementAndGet());
    }

    private static DeliveryEvent last(List<DeliveryEvent> events) {
        return events.get(events.size() - 1);
    }
}
