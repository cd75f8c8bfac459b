package fr.vigie.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Delivery;
import fr.vigie.acceptance.system.Merchants;
import fr.vigie.acceptance.system.Merchants.Merchant;
import fr.vigie.acceptance.system.Shared;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.phone.FictionNumbers;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.standalone.system.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A merchant answers STOP, and no further text comes: not of the alerts to come, and not of the one under way. */
@Order(3)
@ExtendWith(Shared.class)
class StopIT {
    private static final String FLORAC = "48061";
    private static final GeoPoint CENTRE = new GeoPoint(44.3250, 3.5930);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final WholeSystem system;

    StopIT(WholeSystem system) {
        this.system = system;
    }

    @AfterEach
    void restoreSpeed() {
        system.turnSmsc(Map.of("tps", 0));
    }

    @Test
    void shouldCallAMerchantWhoWantsNoMoreTexts() throws SQLException {
        // Given
        Map<UUID, String> numbers = enrol("PRESS", 710_000_100, 1);
        String first = system.send(alert("PRESS"));
        Alerts.allFinal(system, first, LIMIT);
        assertThat(deliveries(first)).singleElement().satisfies(delivery -> {
            assertThat(delivery.channel()).isEqualTo(Channel.SMS);
            assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
        });
        UUID merchant = numbers.keySet().iterator().next();

        // When
        system.write(numbers.get(merchant), "Stop");
        await().atMost(LIMIT).until(() -> leftTexts(merchant));
        String second = system.send(alert("PRESS"));

        // Then
        Alerts.allFinal(system, second, LIMIT);
        assertThat(deliveries(second))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.channel()).isEqualTo(Channel.VOICE));
    }

    @Test
    void shouldEndWhatIsStillUnsentToAMerchantWhoLeaves() throws SQLException {
        // Given
        Map<UUID, String> numbers = enrol("OPTICIAN", 711_000_100, 60);
        system.turnSmsc(Map.of("tps", 1));
        String alert = system.send(alert("OPTICIAN"));
        await().atMost(LIMIT)
                .until(() -> deliveries(alert).size() == 60
                        && deliveries(alert).stream().anyMatch(Delivery::handedOver));
        List<UUID> unsent = deliveries(alert).stream()
                .filter(delivery -> !delivery.handedOver() && !delivery.state().isFinal())
                .map(Delivery::recipientId)
                .toList();
        assertThat(unsent).hasSizeGreaterThan(20);

        // When
        unsent.forEach(merchant -> system.write(numbers.get(merchant), "STOP"));

        // Then: at one a second, some had their text before their STOP was read.
        await().atMost(LIMIT)
                .until(() -> deliveries(alert).stream()
                                .filter(delivery -> unsent.contains(delivery.recipientId()))
                                .filter(delivery -> delivery.state() == DeliveryState.CANCELLED)
                                .count()
                        >= unsent.size() / 2);
        system.turnSmsc(Map.of("tps", 0));
        Alerts.allFinal(system, alert, LIMIT);
        assertThat(deliveries(alert)).hasSize(60).allSatisfy(delivery -> {
            assertThat(delivery.channel()).isEqualTo(Channel.SMS);
            if (delivery.state() == DeliveryState.CANCELLED) {
                assertThat(delivery.reason()).isEqualTo("OPTED_OUT");
                assertThat(delivery.handedOver()).isFalse();
            } else {
                assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
            }
        });
    }

    private Map<UUID, String> enrol(String trade, int firstNumber, int count) throws SQLException {
        Merchants merchants = new Merchants();
        Map<String, String> numbers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String reference = "STOP-" + trade + i;
            String number = FictionNumbers.benchmark(firstNumber + i).e164();
            merchants.add(new Merchant(reference, trade, FLORAC, CENTRE.latitude(), CENTRE.longitude(), number));
            numbers.put(reference, number);
        }
        merchants.enrol(system);
        return Merchants.numbersById(system, numbers);
    }

    private static ObjectNode alert(String trade) {
        return Alerts.scouting(Alerts.circle(CENTRE, 500), trade, Duration.ofMinutes(10));
    }

    private List<Delivery> deliveries(String alert) {
        return Delivery.all(system.api(Service.ALERT_INGEST), alert);
    }

    private boolean leftTexts(UUID merchant) throws SQLException {
        try (Connection registry = system.database(Service.SUBSCRIBER_REGISTRY);
                PreparedStatement query = registry.prepareStatement(
                        "SELECT FROM subscriber WHERE id = ? AND sms_opted_out_at IS NOT NULL")) {
            query.setObject(1, merchant);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }
}
