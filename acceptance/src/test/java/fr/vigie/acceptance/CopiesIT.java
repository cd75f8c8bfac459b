package fr.vigie.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.acceptance.journal.Account;
import fr.vigie.acceptance.journal.Operators;
import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Delivery;
import fr.vigie.acceptance.system.Merchants;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.standalone.client.AuditCheck;
import fr.vigie.standalone.demo.SampleAlert;
import fr.vigie.standalone.demo.SampleLoad;
import fr.vigie.standalone.demo.SampleMerchants;
import fr.vigie.standalone.system.Layout;
import fr.vigie.standalone.system.Readiness;
import fr.vigie.standalone.system.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Two copies of each service and three brokers: one of each is killed during a fan-out and stays dead. */
@Order(7)
class CopiesIT {
    private static final int RECIPIENTS = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration BACK = Duration.ofSeconds(90);
    /**
     * Of alert-ingest and audit-log the second ones: the first ones are asked what came of it. None of dispatch-voice:
     * what it was calling waits for minutes, as long as a call may last, before another may call again.
     */
    private static final List<String> VICTIMS =
            List.of("kafka-2", "dispatch-sms", "subscriber-registry-2", "alert-ingest-2", "audit-log-2");

    private static WholeSystem system;

    @BeforeAll
    static void start() {
        system = WholeSystem.start("copies", Layout.SINGLE.withBrokers(3).withCopies(2));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void shouldFinishAnAlertWithoutThoseThatDiedInTheMidstOfIt() throws SQLException {
        // Given
        SampleMerchants merchants = new SampleMerchants(RECIPIENTS);
        SampleLoad.into(system.api(Service.SUBSCRIBER_REGISTRY), merchants, line -> {});
        Map<UUID, String> numbers = jewellers(merchants);
        Operators.Mark mark = Operators.mark(system.journals());

        // When
        String alert = system.send(SampleAlert.reaching(merchants));
        await().atMost(LIMIT).until(() -> Operators.since(mark).accepted() > RECIPIENTS / 20);
        VICTIMS.forEach(system.local()::hold);
        VICTIMS.forEach(system::kill);

        // Then
        Alerts.allFinal(system, alert, LIMIT);
        assertThat(VICTIMS).noneMatch(system.local()::isAlive);
        List<Delivery> deliveries = Delivery.all(system.api(Service.ALERT_INGEST), alert);
        assertThat(Account.contradictions(deliveries, numbers, Operators.settled(mark)))
                .isEmpty();
        AuditCheck.Found audit = system.audit().verify(BACK);
        assertThat(audit.proven()).as(audit.toString()).isTrue();

        // And when
        VICTIMS.forEach(system.local()::release);

        // Then
        await().atMost(BACK).pollInSameThread().until(this::everythingIsReady);
    }

    private boolean everythingIsReady() {
        Readiness readiness = new Readiness();
        return VICTIMS.stream().allMatch(system.local()::isAlive)
                && Layout.SINGLE.withCopies(2).serviceCopies().stream()
                        .allMatch(copy -> readiness.ready(
                                Readiness.of(copy, system.local().ports())));
    }

    private static Map<UUID, String> jewellers(SampleMerchants merchants) throws SQLException {
        Map<String, String> numbers = new HashMap<>();
        for (String csv : merchants.csvFiles(10_000)) {
            numbers.putAll(Merchants.numbersByReference(csv));
        }
        numbers.keySet().removeIf(reference -> !reference.startsWith("DEMO-J"));
        return Merchants.numbersById(system, numbers);
    }
}
