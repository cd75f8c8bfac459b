package fr.vigie.dispatch.sms;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;

import fr.vigie.clock.DatabaseClock;
import fr.vigie.events.AlertControl;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.EventJson;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's SMSC does not answer: what is asked for is stored, and ends or goes out as it should. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(value = AbsentOperator.class, restrictToAnnotatedClass = true)
class NoOperatorTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Inject
    Clock clock;

    @Inject
    Pool pool;

    TopicProbe topics;

    @BeforeEach
    void open() {
        topics = TopicProbe.open();
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldGoByTheDatabasesTimeAndBringTheSettingsOfEverySession() {
        assertThat(clock).isInstanceOf(DatabaseClock.class);
        assertThat(clock.instant()).isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("45s");
        assertThat(setting("enable_seqscan")).isEqualTo("off");
    }

    private String setting(String name) {
        return pool.query("SHOW " + name)
                .execute()
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getString(0);
    }

    @Test
    void shouldShowTheConfiguredWindowWhenTheOperatorIsDown() {
        given().header("Authorization", TestTokens.roles("operator").bearer())
                .get("/api/v1/carriers")
                .then()
                .statusCode(200)
                .body("available", contains(false))
                .body("window", contains(100));
    }

    @Test
    void shouldCancelWhatIsQueued() {
        // Given
        Requests alert = Requests.urgent();
        DeliveryRequested asked = alert.to("+999100000100");
        send(asked);
        assertThat(until(asked, 1).get(0).state()).isEqualTo(DeliveryState.QUEUED);

        // When
        AlertControl order = new AlertControl(
                alert.alertId(), AlertControl.Action.CANCEL, Instant.now(), alert.expires(), "officer-1", null);
        topics.send(Topics.ALERT_CONTROL, alert.alertId().toString(), json(order), Map.of());

        // Then
        DeliveryEvent last = until(asked, 2).get(1);
        assertThat(last.state()).isEqualTo(DeliveryState.CANCELLED);
        assertThat(last.reason()).isEqualTo(FailureReason.ALERT_CANCELLED);
    }

    @Test
    void shouldEndWhatIsQueuedWhenTheMerchantLeaves() {
        // Given
        DeliveryRequested asked =
                Requests.urgent().fallingBackTo("+33199001234").to("+999100000400");
        DeliveryRequested other = Requests.urgent().bulk().to("+999100000500");
        DeliveryRequested stays = Requests.urgent().bulk().to("+999100000600");
        for (DeliveryRequested each : List.of(asked, other, stays)) {
            send(each);
            assertThat(until(each, 1).get(0).state()).isEqualTo(DeliveryState.QUEUED);
        }

        // When
        say(stays, SubscriberEvent.Type.OPTED_OUT, Channel.VOICE);
        say(asked, SubscriberEvent.Type.OPTED_OUT, Channel.SMS);
        say(other, SubscriberEvent.Type.CONSENT_WITHDRAWN, null);

        // Then
        for (DeliveryRequested each : List.of(asked, other)) {
            DeliveryEvent last = until(each, 2).get(1);
            assertThat(last.state()).isEqualTo(DeliveryState.CANCELLED);
            assertThat(last.reason()).isEqualTo(FailureReason.OPTED_OUT);
            assertThat(last.handedOverAt()).isNull();
            assertThat(last.fallback()).isNull();
        }
        assertThat(topics.all(Topics.DELIVERY_EVENTS))
                .filteredOn(each -> each.key().equals(stays.deliveryId().toString()))
                .hasSize(1);
    }

    @Test
    void shouldExpireWhatIsQueuedForTooLong() {
        DeliveryRequested asked = Requests.urgent()
                .bulk()
                .expiring(Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS))
                .to("+999100000200");
        send(asked);
        DeliveryEvent last = until(asked, 2).get(1);
        assertThat(last.state()).isEqualTo(DeliveryState.EXPIRED);
        assertThat(last.reason()).isEqualTo(FailureReason.ALERT_EXPIRED);
        assertThat(last.at()).isAfterOrEqualTo(asked.expires());
    }

    @Test
    void shouldSendOnceTheOperatorIsThere() throws IOException {
        // Given
        DeliveryRequested asked = Requests.urgent().to("+999100000300");
        send(asked);
        assertThat(until(asked, 1).get(0).state()).isEqualTo(DeliveryState.QUEUED);

        // When
        int port = ConfigProvider.getConfig().getValue("vigie.sms.carriers.absent.port", Integer.class);
        try (SmscSimulator smsc =
                SmscSimulator.start(SmscSimulator.Options.defaults().withPort(port))) {
            // Then
            assertThat(until(asked, 4))
                    .extracting(DeliveryEvent::state)
                    .containsExactly(
                            DeliveryState.QUEUED,
                            DeliveryState.SENDING,
                            DeliveryState.ACCEPTED,
                            DeliveryState.DELIVERED);
            assertThat(smsc.acceptedPerDestination()).containsEntry("+999100000300", 1);
        }
    }

    private void send(DeliveryRequested asked) {
        topics.send(
                Topics.dispatch(asked.channel(), asked.urgency()),
                asked.recipientId().toString(),
                json(asked),
                Map.of());
    }

    private void say(DeliveryRequested about, SubscriberEvent.Type type, Channel channel) {
        SubscriberEvent event = SubscriberEvent.ofRecipient(
                UUID.randomUUID(), about.recipientId(), type, channel, "REGISTRAR", null, Instant.now());
        topics.send(Topics.SUBSCRIBER_EVENTS, about.recipientId().toString(), json(event), Map.of());
    }

    private static String json(Object event) {
        return new String(EventJson.write(event), StandardCharsets.UTF_8);
    }

    private List<DeliveryEvent> until(DeliveryRequested asked, int count) {
        return topics.await(LIMIT, Topics.DELIVERY_EVENTS, asked.deliveryId().toString(), count).stream()
                .map(NoOperatorTest::event)
                .toList();
    }

    private static DeliveryEvent event(TopicProbe.Received received) {
        try {
            return EventJson.read(received.value().getBytes(StandardCharsets.UTF_8), DeliveryEvent.class);
        } catch (EventJson.MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
