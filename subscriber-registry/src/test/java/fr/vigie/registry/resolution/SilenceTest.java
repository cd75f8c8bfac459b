package fr.vigie.registry.resolution;

import static fr.vigie.registry.Alerts.alert;
import static fr.vigie.registry.Merchants.many;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.AlertAccepted;
import fr.vigie.events.Area;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.registry.Alerts;
import fr.vigie.registry.Merchants;
import fr.vigie.registry.Merchants.Merchant;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SilenceTest.Impatient.class)
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class SilenceTest {
    /** Publishes again after a second. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("vigie.registry.confirm-within", "PT1S");
        }
    }

    private static final Area CANTAL = new Area.Departements(List.of("15"));

    @Inject
    Merchants merchants;

    @Inject
    Pool pool;

    private TopicProbe probe;

    @BeforeEach
    void open() {
        probe = TopicProbe.open();
        merchants.clear();
    }

    @AfterEach
    void close() {
        probe.close();
    }

    @Test
    void shouldPublishAgainOnlyWhatNobodyHasSpokenOf() {
        // Given
        merchants.store(many(10, each -> {}));
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        Alerts.accept(probe, alert);
        Alerts.totals(probe, alert);

        // When: the dispatcher speaks of seven
        Alerts.deliveries(probe, alert).stream()
                .filter(each -> each.position() < 7)
                .forEach(each -> speak(each, DeliveryState.QUEUED));
        Awaitility.await().until(() -> seen(alert) == 7);
        long spokenOf = published(alert, 0, 7);
        long silent = published(alert, 7, 10);

        // Then
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> published(alert, 7, 10) >= silent + 3);
        assertThat(published(alert, 0, 7)).isEqualTo(spokenOf);
        assertThat(Alerts.deliveries(probe, alert).stream()
                        .map(DeliveryRequested::deliveryId)
                        .distinct())
                .hasSize(10);
    }

    private long published(AlertAccepted alert, int from, int to) {
        return Alerts.deliveries(probe, alert).stream()
                .filter(each -> each.position() >= from && each.position() < to)
                .count();
    }

    private long seen(AlertAccepted alert) {
        return pool.preparedQuery("SELECT bit_count(substring(seen FROM 1 FOR 10)) FROM chunk WHERE alert_id = $1")
                .execute(Tuple.of(alert.alertId()))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void shouldRestWhenEveryDeliveryWasSpokenOf() {
        // Given
        merchants.store(many(5, each -> {}));
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        Alerts.accept(probe, alert);
        Alerts.totals(probe, alert);

        // When
        Alerts.deliveries(probe, alert).forEach(each -> speak(each, DeliveryState.SENDING));

        // Then
        Awaitility.await().until(() -> state(alert).equals("CONFIRMED"));
    }

    @Test
    void shouldEndTheDeliveryWhenItsMerchantLeftBeforeItWasPublishedAgain() {
        // Given
        List<Merchant> shops = many(2, each -> {});
        merchants.store(shops);
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        Alerts.accept(probe, alert);
        Alerts.totals(probe, alert);

        // When
        pool.query("UPDATE subscriber SET status = 'WITHDRAWN', withdrawn_at = now()")
                .execute()
                .await()
                .indefinitely();

        // Then
        List<TopicProbe.Received> ended = probe.await(
                Duration.ofSeconds(15),
                List.of(Topics.DELIVERY_EVENTS),
                one -> one.value().contains(alert.alertId().toString()),
                found -> found.size() >= 2);
        assertThat(ended.stream().map(one -> Alerts.read(one, DeliveryEvent.class)))
                .allSatisfy(event -> {
                    assertThat(event.state()).isEqualTo(DeliveryState.CANCELLED);
                    assertThat(event.reason()).isEqualTo(FailureReason.OPTED_OUT);
                    assertThat(event.attempt()).isZero();
                });
        Awaitility.await().until(() -> state(alert).equals("CONFIRMED"));
    }

    private void speak(DeliveryRequested of, DeliveryState state) {
        DeliveryEvent event = new DeliveryEvent(
                of.deliveryId(),
                of.alertId(),
                of.recipientId(),
                of.channel(),
                of.urgency(),
                state,
                0,
                null,
                Instant.now(),
                null,
                null,
                null,
                false,
                of.chunk(),
                of.position(),
                null,
                null);
        probe.send(Topics.DELIVERY_EVENTS, of.deliveryId().toString(), Alerts.json(event), Map.of());
    }

    private String state(AlertAccepted alert) {
        return pool.preparedQuery("SELECT state FROM chunk WHERE alert_id = $1")
                .execute(Tuple.of(alert.alertId()))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }
}
