package fr.vigie.registry.resolution;

import static fr.vigie.registry.Alerts.alert;
import static fr.vigie.registry.Merchants.many;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.AlertAccepted;
import fr.vigie.events.Area;
import fr.vigie.events.Urgency;
import fr.vigie.registry.Alerts;
import fr.vigie.registry.Merchants;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another copy has a lock in its transaction and does nothing more: its process is frozen, or its machine is gone. */
@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
@TestProfile(StandingStillTest.Impatient.class)
class StandingStillTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Area CANTAL = new Area.Departements(List.of("15"));

    /** The same, after three seconds instead of 45. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.reactive.additional-properties.idle_in_transaction_session_timeout", "3s");
        }
    }

    @Inject
    Merchants merchants;

    @Inject
    Pool pool;

    private TopicProbe probe;
    private SqlConnection frozen;

    @BeforeEach
    void open() {
        probe = TopicProbe.open();
        merchants.clear();
        merchants.store(many(5, each -> {}));
        frozen = pool.getConnection().await().atMost(LIMIT);
        frozen.begin().await().atMost(LIMIT);
    }

    @AfterEach
    void close() {
        frozen.closeAndForget();
        probe.close();
    }

    @Test
    void shouldResolveAnAlertWhenTheCopyThatHadItStandsStill() {
        // Given
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        frozenHolds("hashtextextended('" + alert.alertId() + "', 0)");

        // When
        Alerts.accept(probe, alert);

        // Then
        assertThat(Alerts.totals(probe, alert).sms()).isEqualTo(5);
    }

    @Test
    void shouldPublishFromTheOutboxWhenTheCopyThatDidSoStandsStill() {
        // Given
        AlertAccepted alert = alert(CANTAL, Urgency.URGENT, "JEWELLER");
        frozenHolds(String.valueOf(0x56494749_45_01L));

        // When
        Alerts.accept(probe, alert);

        // Then: the totals come from the outbox
        assertThat(Alerts.totals(probe, alert).sms()).isEqualTo(5);
    }

    private void frozenHolds(String lock) {
        frozen.query("SELECT pg_advisory_xact_lock(" + lock + ")")
                .execute()
                .await()
                .atMost(LIMIT);
    }
}
