package fr.vigie.acceptance.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Delivery;
import fr.vigie.acceptance.system.FreePorts;
import fr.vigie.acceptance.system.Merchants;
import fr.vigie.acceptance.system.Merchants.Merchant;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.events.DeliveryState;
import fr.vigie.phone.FictionNumbers;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.Service;
import fr.vigie.standalone.system.ServiceCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The machine of all services has no NTP, or gets it late; the clocks of database and broker are right. */
@Order(9)
class WrongClockIT {
    private static final String FLORAC = "48061";
    private static final GeoPoint CENTRE = new GeoPoint(44.3250, 3.5930);
    private static final int MERCHANTS = 40;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** A process looks at its clock's file once a second. */
    private static final Duration NOTICED = Duration.ofMillis(1_500);

    private final List<WrongClock> clocks = new ArrayList<>();

    @Test
    void shouldWarnEverybodyWhenTheServicesClocksAreAheadByMoreThanTheAlertLives() {
        assumeTrue(WrongClock.library().isPresent(), "libfaketime is not installed");
        try (WholeSystem system = start(Duration.ofMinutes(90))) {
            enrol(system);
            warnsEverybody(system);
        }
    }

    /** Kafka's clients count the pause before they connect again by the wall clock. */
    @Test
    void shouldWarnEverybodyWhenTheServicesClocksAreSetBackWhileTheBrokerIsAway() {
        assumeTrue(WrongClock.library().isPresent(), "libfaketime is not installed");
        try (WholeSystem system = start(Duration.ZERO)) {
            // Given
            enrol(system);
            clocks.forEach(clock -> clock.wrong(Duration.ofMinutes(90)));
            Shell.pause(NOTICED);
            system.kill("kafka");
            Shell.pause(NOTICED);
            clocks.forEach(clock -> clock.wrong(Duration.ZERO));

            warnsEverybody(system);
        }
    }

    private static void enrol(WholeSystem system) {
        Merchants merchants = new Merchants();
        for (int i = 0; i < MERCHANTS; i++) {
            String number = FictionNumbers.benchmark(720_000_100 + i).e164();
            merchants.add(new Merchant("CLOCK-" + i, "PRESS", FLORAC, CENTRE.latitude(), CENTRE.longitude(), number));
        }
        merchants.enrol(system);
    }

    private static void warnsEverybody(WholeSystem system) {
        // When
        ObjectNode alert = Alerts.scouting(Alerts.circle(CENTRE, 500), "PRESS", Duration.ofMinutes(10));
        String id = system.send(alert);

        // Then
        Alerts.allFinal(system, id, LIMIT);
        assertThat(Delivery.all(system.api(Service.ALERT_INGEST), id))
                .hasSize(MERCHANTS)
                .allSatisfy(delivery -> assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED));
    }

    private WholeSystem start(Duration wrongBy) {
        DataFolder data = DataFolder.anew(Path.of("target", "wrong-clock").toAbsolutePath());
        LocalSystem.Plan plan = new LocalSystem.Plan(
                Installation.current(),
                data,
                new Ports(FreePorts.base(40)),
                new Operators(Optional.empty(), Optional.empty()),
                Map.of(),
                line -> System.out.println("  wrong clock: " + line));
        for (ServiceCopy copy : plan.layout().serviceCopies()) {
            WrongClock clock = new WrongClock(data.root().resolve("clock-" + copy.id()));
            clock.wrong(wrongBy);
            clocks.add(clock);
            plan = plan.withEnvironment(copy.id(), clock.environment());
        }
        return WholeSystem.of(LocalSystem.start(plan));
    }
}
