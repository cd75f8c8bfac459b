package fr.vigie.dispatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.pace.Paces;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Hand-overs one by one, by a clock that is turned by hand; nothing is answered unless a story says so. */
class RoutingTest {
    private static final String MAINLAND = "+33639981234";
    private static final String OVERSEAS = "+33639984321";

    private final List<PaperCarrier> carriers = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private long now = 1_000;

    @Test
    void shouldDivideByWeight() {
        carrier("a", 3);
        carrier("b", 1);
        assertThat(taken(400, Urgency.BULK, MAINLAND)).isEqualTo(Map.of("a", 300, "b", 100));
    }

    @Test
    void shouldPreferWhoServesThePrefixAndGoElsewhereWhenItIsDown() {
        carrier("general", 1);
        PaperCarrier overseas = carrier("overseas", 1);
        overseas.affinity = number -> number.startsWith("+3363998") && number.endsWith("321") ? 8 : -1;

        assertThat(taken(10, Urgency.BULK, OVERSEAS)).isEqualTo(Map.of("overseas", 10));
        assertThat(taken(10, Urgency.BULK, MAINLAND)).isEqualTo(Map.of("general", 10));

        overseas.up = false;
        assertThat(taken(10, Urgency.BULK, OVERSEAS)).isEqualTo(Map.of("general", 10));
    }

    @Test
    void shouldServeNobodyWhenNoCarrierTakesTheNumber() {
        carrier("overseas", 1).affinity = number -> -1;
        Suit suit = routing(Resend.WHEN_DOWN).suit(row(null, false), handOver(MAINLAND));
        assertThat(suit.served()).isFalse();
    }

    @Test
    void shouldKeepBulkWaitingForTheCheapestAndLetUrgentSpill() {
        carrier("dear", 1).price = 9;
        PaperCarrier cheap = carrier("cheap", 1);
        cheap.price = 4;
        cheap.window = 5;

        assertThat(taken(20, Urgency.BULK, MAINLAND)).isEqualTo(Map.of("cheap", 4)); // one place is kept for urgent
        assertThat(taken(3, Urgency.URGENT, MAINLAND)).isEqualTo(Map.of("cheap", 1, "dear", 2));
    }

    @Test
    void shouldGiveProbesOnlyWhenACarrierIsSickAndItsShareWhenItIsWell() {
        carrier("a", 1);
        carrier("b", 1);
        ill(routes.get(0), true, 100);

        Map<String, Integer> whileSick = taken(1_000, Urgency.BULK, MAINLAND);
        assertThat(whileSick.get("a")).isBetween(8, 12);

        ill(routes.get(0), false, 100);
        assertThat(taken(1_000, Urgency.BULK, MAINLAND).get("a")).isBetween(490, 510);
    }

    @Test
    void shouldTakeADearerOneWhenTheCheapestIsSick() {
        carrier("cheap", 1).price = 1;
        carrier("dear", 1).price = 2;
        ill(routes.get(0), true, 100);
        assertThat(taken(200, Urgency.BULK, MAINLAND).get("dear")).isGreaterThan(190);
    }

    @Test
    void shouldUseASickCarrierWhenThereIsNoOther() {
        carrier("only", 1);
        ill(routes.get(0), true, 100);
        assertThat(taken(50, Urgency.URGENT, MAINLAND)).isEqualTo(Map.of("only", 50));
    }

    @Test
    void shouldReturnToTheCarrierThatMayHaveSentItUnlessItIsDown() {
        PaperCarrier first = carrier("first", 1);
        carrier("second", 100);
        Delivery unknown = row("first", true);

        assertThat(next(Resend.WHEN_DOWN, unknown)).isEqualTo("first");
        assertThat(next(Resend.NEVER, unknown)).isEqualTo("first");
        assertThat(next(Resend.ALWAYS, unknown)).isEqualTo("second");

        first.up = false;
        assertThat(next(Resend.WHEN_DOWN, unknown)).isEqualTo("second");
        assertThat(next(Resend.NEVER, unknown)).isNull();
    }

    @Test
    void shouldTakeAnyCarrierWhenTheFirstOneRefused() {
        carrier("first", 1);
        carrier("second", 100);
        assertThat(next(Resend.NEVER, row("first", false))).isEqualTo("second");
    }

    private PaperCarrier carrier(String name, int weight) {
        PaperCarrier carrier = new PaperCarrier(name, weight);
        carriers.add(carrier);
        routes.add(new Route(
                carrier, new Paces(null).of(name, () -> 0), new Health(Duration.ofSeconds(2), true), 0.2, now));
        return carrier;
    }

    private Routing routing(Resend resend) {
        return new Routing(routes, resend);
    }

    private static void ill(Route route, boolean failing, int answers) {
        for (int i = 0; i < answers; i++) {
            route.health().answered(failing, 1_000_000);
        }
    }

    private Map<String, Integer> taken(int times, Urgency lane, String number) {
        Routing routing = routing(Resend.WHEN_DOWN);
        Suit suit = routing.suit(row(null, false), handOver(number));
        Map<String, Integer> taken = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            now += 100_000;
            Route route = routing.choose(suit, lane, false, true, now);
            if (route != null) {
                route.take();
                taken.merge(route.carrier().name(), 1, Integer::sum);
            }
        }
        return taken;
    }

    private String next(Resend resend, Delivery row) {
        Routing routing = routing(resend);
        Route route = routing.choose(routing.suit(row, handOver(MAINLAND)), Urgency.URGENT, false, true, now);
        return route == null ? null : route.carrier().name();
    }

    private static Delivery row(String carrier, boolean possibleDuplicate) {
        UUID id = new UUID(1, 2);
        return new Delivery(
                id,
                id,
                id,
                id,
                null,
                Urgency.BULK,
                DeliveryState.SENDING,
                2,
                0,
                0,
                0,
                0,
                possibleDuplicate,
                Instant.MAX,
                null,
                null,
                null,
                carrier,
                null,
                "encrypted",
                null,
                null);
    }

    private static HandOver handOver(String number) {
        UUID id = new UUID(1, 2);
        return new HandOver(
                id,
                1,
                id,
                "A15-0412",
                Urgency.BULK,
                AlertStatus.ACTUAL,
                "Gendarmerie",
                number,
                "text",
                Instant.MAX,
                false);
    }
}
