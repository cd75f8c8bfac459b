package fr.vigie.registry.resolution;

import static fr.vigie.registry.Alerts.alert;
import static fr.vigie.registry.Merchants.many;

import fr.vigie.events.AlertAccepted;
import fr.vigie.events.Area;
import fr.vigie.events.RecipientsResolved;
import fr.vigie.events.Topics;
import fr.vigie.events.Urgency;
import fr.vigie.registry.Alerts;
import fr.vigie.registry.Merchants;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prints how long resolutions take; asserts nothing. Run by name: {@code -Dtest=ResolutionSpeed}. */
@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class ResolutionSpeed {
    private static final Area CANTAL = new Area.Departements(List.of("15"));

    @Inject
    Merchants merchants;

    @Test
    void print() {
        merchants.clear();
        try (TopicProbe probe = TopicProbe.open()) {
            merchants.store(many(200, each -> each.trades("BAKERY")));
            for (int i = 0; i < 100; i++) {
                merchants.store(many(1_000, each -> each.at(44.9, 2.4)));
            }
            for (int i = 0; i < 5; i++) {
                time(probe, alert(CANTAL, Urgency.URGENT, "BAKERY"));
            }
            for (int i = 0; i < 3; i++) {
                time(probe, alert(CANTAL, Urgency.BULK, "JEWELLER"));
            }
        }
    }

    private static void time(TopicProbe probe, AlertAccepted alert) {
        long start = System.currentTimeMillis();
        Alerts.accept(probe, alert);
        RecipientsResolved totals = probe
                .await(
                        Duration.ofSeconds(60),
                        List.of(Topics.RECIPIENTS_RESOLVED),
                        one -> one.value().contains(alert.alertId().toString())
                                && Alerts.read(one, RecipientsResolved.class).last(),
                        found -> !found.isEmpty())
                .stream()
                .map(one -> Alerts.read(one, RecipientsResolved.class))
                .findFirst()
                .orElseThrow();
        long firstChunk = Alerts.chunks(probe, alert).stream()
                .mapToLong(each -> each.at().toEpochMilli())
                .min()
                .orElse(0);
        System.out.printf(
                "recipients=%d first chunk published after %d ms, all after %d ms%n",
                totals.deliveries(), firstChunk - start, totals.at().toEpochMilli() - start);
    }
}
