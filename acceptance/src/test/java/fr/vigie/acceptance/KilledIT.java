package fr.vigie.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.journal.Account;
import fr.vigie.acceptance.journal.Operators;
import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Delivery;
import fr.vigie.acceptance.system.Events;
import fr.vigie.acceptance.system.Merchants;
import fr.vigie.acceptance.system.Shared;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.standalone.client.AuditCheck;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleLoad;
import fr.vigie.standalone.demo.SampleMerchants;
import fr.vigie.standalone.system.Readiness;
import fr.vigie.standalone.system.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** kill -9 in the middle of a fan-out: nothing is lost, nothing is claimed that is not so. */
@Order(4)
@ExtendWith(Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledIT {
    /** Set it to see a run's moments again. */
    private static final String SEED = "vigie.acceptance.seed";

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration BACK = Duration.ofSeconds(60);

    private final WholeSystem system;
    private final long seed = Long.getLong(SEED, System.nanoTime());
    private final Random random = new Random(seed);

    KilledIT(WholeSystem system) {
        this.system = system;
        System.out.println("  moments: -D" + SEED + "=" + seed);
    }

    @Test
    @Order(1)
    void shouldLoseNothingWhenEachServiceIsKilledDuringAFanOut() throws SQLException {
        List<String> victims =
                new ArrayList<>(Arrays.stream(Service.values()).map(Service::id).toList());
        Collections.shuffle(victims, random);
        survives(5_000, victims);
    }

    @Test
    @Order(2)
    void shouldLoseNothingWhenTheBrokerAndTheDatabaseAreKilledDuringAFanOut() throws SQLException {
        survives(1_000, List.of("kafka", "postgres"));
    }

    private void survives(int recipients, List<String> victims) throws SQLException {
        // Given
        SampleMerchants merchants = new SampleMerchants(recipients);
        SampleLoad.into(system.api(Service.SUBSCRIBER_REGISTRY), merchants, line -> {});
        Map<UUID, String> numbers = jewellers(merchants, recipients);
        Operators.Mark mark = Operators.mark(system.journals());

        // When
        String alert = system.send(SampleAlert.reaching(merchants));
        for (String victim : victims) {
            pause(Duration.ofMillis(100 + random.nextInt(700)));
            System.out.println(
                    "  kill -9 " + victim + " after " + Operators.since(mark).accepted() + " texts");
            system.kill(victim);
        }

        // Then
        await().atMost(BACK).pollInSameThread().until(this::everythingIsReady);
        Alerts.allFinal(system, alert, LIMIT);
        List<Delivery> deliveries = Delivery.all(system.api(Service.ALERT_INGEST), alert);
        Operators operators = Operators.settled(mark);
        System.out.println("  possible duplicates flagged: "
                + deliveries.stream().filter(Delivery::possibleDuplicate).count()
                + ", texts taken: " + operators.accepted() + ", deliveries: " + deliveries.size());
        assertThat(Account.contradictions(deliveries, numbers, operators))
                .as("seed " + seed)
                .isEmpty();
        AuditCheck.Found audit = system.audit().verify(Duration.ofSeconds(60));
        assertThat(audit.proven()).as("seed " + seed + ": " + audit).isTrue();
        assertThat(system.audit().recordsOf(alert))
                .as("seed " + seed + ": audited events of the alert")
                .isEqualTo(Events.naming(system, alert));
    }

    private Map<UUID, String> jewellers(SampleMerchants merchants, int recipients) throws SQLException {
        Map<String, String> numbers = new HashMap<>();
        for (String csv : merchants.csvFiles(10_000)) {
            numbers.putAll(Merchants.numbersByReference(csv));
        }
        numbers.keySet().removeIf(reference -> !reference.startsWith("DEMO-J"));
        assertThat(numbers).hasSize(recipients);
        return Merchants.numbersById(system, numbers);
    }

    private boolean everythingIsReady() {
        Readiness readiness = new Readiness();
        return Arrays.stream(Service.values())
                .allMatch(service ->
                        readiness.ready(Readiness.of(service, system.local().ports())));
    }

    /** A moment of the fan-out is what is wanted here, not a condition. */
    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() >= end);
    }
}
