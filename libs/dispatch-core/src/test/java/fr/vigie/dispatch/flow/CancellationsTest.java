package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.bus.Received;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.TestDatabase;
import fr.vigie.events.AlertControl;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders to cancel, on a real database. */
class CancellationsTest {
    private final UUID alert = UUID.randomUUID();
    private TestDatabase databases;
    private Database database;

    @BeforeEach
    void open() throws SQLException, IOException {
        databases = TestDatabase.with("/db/dispatch/V1_1__delivery.sql");
        database = databases.copy();
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @Test
    void shouldKeepAnOrderWhenTheClockIsAheadOfTheAlertsEnd() {
        // Given
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        Cancellations cancellations = new Cancellations(database, ahead);

        // When
        cancellations.handle(List.of(new Received<>(cancelExpiring(Duration.ofMinutes(30)), null)));
        cancellations.forgetExpired();

        // Then
        assertThat(cancellations.contains(alert)).isTrue();
        assertThat(stored()).containsExactly(alert);
    }

    @Test
    void shouldForgetAnOrderWhenTheAlertEndedLongAgo() {
        // Given
        Cancellations cancellations = new Cancellations(database, Clock.systemUTC());

        // When
        cancellations.handle(List.of(new Received<>(cancelExpiring(Duration.ofDays(-3)), null)));

        // Then
        assertThat(cancellations.contains(alert)).isFalse();
        assertThat(stored()).isEmpty();
    }

    private AlertControl cancelExpiring(Duration in) {
        Instant now = Instant.now();
        return new AlertControl(alert, AlertControl.Action.CANCEL, now, now.plus(in), "officer", null);
    }

    /** What a copy that starts now would know. */
    private Set<UUID> stored() {
        return database.transaction(
                statements -> new Cancellations(database, Clock.systemUTC()).among(statements, Set.of(alert)));
    }
}
