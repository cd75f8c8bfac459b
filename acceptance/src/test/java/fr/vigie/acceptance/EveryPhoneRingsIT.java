package fr.vigie.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.acceptance.journal.Account;
import fr.vigie.acceptance.journal.Operators;
import fr.vigie.acceptance.system.Alerts;
import fr.vigie.acceptance.system.Delivery;
import fr.vigie.acceptance.system.Merchants;
import fr.vigie.acceptance.system.Merchants.Merchant;
import fr.vigie.acceptance.system.Shared;
import fr.vigie.acceptance.system.SseListener;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import fr.vigie.phone.FictionNumbers;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.standalone.client.AlertProgress;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.system.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a report to every telephone of the trade in the circle, and to no other. */
@Order(1)
@ExtendWith(Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryPhoneRingsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final GeoPoint CENTRE = new GeoPoint(44.5180, 3.5000);
    private static final double RADIUS_METRES = 2_000;
    private static final double METRES_PER_DEGREE = 111_195;
    private static final String MENDE = "48095";
    private static final int MOBILES = 225;
    private static final int LANDLINES = 75;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final WholeSystem system;
    private final Map<String, String> inside = new HashMap<>();
    /** Who asked to be left alone: the next alerts leave them out. A number that is found dead on one day is called again. */
    private final Set<String> gone = Set.of(FictionNumbers.fixed(10_978).e164());

    private Map<UUID, String> numbers;

    EveryPhoneRingsIT(WholeSystem system) {
        this.system = system;
    }

    @BeforeAll
    void enrol() throws SQLException {
        Merchants merchants = new Merchants();
        // The last three digits decide what a telephone does: all kinds of it are among these.
        for (int i = 0; i < MOBILES; i++) {
            int ending = i < 10 && i != 6 ? 990 + i : i + 100;
            inside(
                    merchants,
                    "M" + i,
                    FictionNumbers.benchmark(500_000_000 + ending).e164(),
                    i);
        }
        for (int i = 0; i < LANDLINES; i++) {
            int ending = i <= 10 ? 970 + i : i;
            inside(merchants, "F" + i, FictionNumbers.fixed(10_000 + ending).e164(), MOBILES + i);
        }
        for (int i = 0; i < 20; i++) {
            merchants.add(at("OUT" + i, "JEWELLER", RADIUS_METRES + 1 + 50 * i, i, benchmark(600_000_000 + i)));
            merchants.add(at("TAB" + i, "TOBACCONIST", 50 * i, i, benchmark(600_001_000 + i)));
        }
        merchants.enrol(system);
        numbers = Merchants.numbersById(system, inside);
        assertThat(numbers).hasSize(MOBILES + LANDLINES);
    }

    private void inside(Merchants merchants, String reference, String number, int place) {
        Merchant merchant =
                at(reference, "JEWELLER", (RADIUS_METRES - 1) * (place + 1) / (MOBILES + LANDLINES), place, number);
        merchants.add(merchant);
        inside.put(merchant.reference(), number);
    }

    private static Merchant at(String reference, String trade, double metres, int direction, String number) {
        GeoPoint place = toward(direction, metres);
        if (metres > 0) {
            place = toward(direction, metres * metres / CENTRE.distanceMetres(place)); // the Earth is no ball
        }
        return new Merchant("RING-" + reference, trade, MENDE, place.latitude(), place.longitude(), number);
    }

    private static GeoPoint toward(double direction, double metres) {
        return new GeoPoint(
                CENTRE.latitude() + metres * Math.cos(direction) / METRES_PER_DEGREE,
                CENTRE.longitude()
                        + metres
                                * Math.sin(direction)
                                / (METRES_PER_DEGREE * Math.cos(Math.toRadians(CENTRE.latitude()))));
    }

    private static String benchmark(int n) {
        return FictionNumbers.benchmark(n).e164();
    }

    @AfterEach
    void restoreSpeed() {
        system.turnSmsc(Map.of("tps", 0));
    }

    @Test
    @Order(1)
    void shouldReachEveryJewellerOfTheCircleOnceAndNobodyElseWhenAReportBecomesAnAlert() {
        // Given
        String report = system.api(Service.ALERT_INGEST)
                .post("/api/v1/reports", report())
                .path("id")
                .asText();
        Operators.Mark mark = Operators.mark(system.journals());

        // When
        String alert = system.send(circle(LIMIT.plusSeconds(60)).put("reportId", report));
        SseListener stream = SseListener.to(system, alert);
        AlertProgress progress = Alerts.allFinal(system, alert, LIMIT);

        // Then
        List<Delivery> deliveries = Delivery.all(system.api(Service.ALERT_INGEST), alert);
        Operators operators = Operators.settled(mark);
        assertThat(progress.recipients()).isEqualTo(MOBILES + LANDLINES);
        assertThat(operators.reached()).isEqualTo(Set.copyOf(inside.values()));
        assertThat(Account.contradictions(deliveries, numbers, operators)).isEmpty();
        assertThat(byNumber(deliveries)).containsAllEntriesOf(patterns());
        assertThat(counts(deliveries, Channel.SMS)).isEqualTo(withoutZeros(progress.sms()));
        assertThat(counts(deliveries, Channel.VOICE)).isEqualTo(withoutZeros(progress.voice()));
        assertThat(stream.awaitEnd(Duration.ofSeconds(20))).contains("progress").endsWith("final");
    }

    /** What docs/simulators.md says that these numbers do, and what has to come of it. */
    private Map<String, String> patterns() {
        Map<String, String> expected = new HashMap<>();
        Map.of(
                        990, "SMS UNDELIVERABLE, VOICE ACKNOWLEDGED",
                        991, "SMS REJECTED, VOICE ACKNOWLEDGED",
                        992, "SMS DELIVERED",
                        993, "SMS DELIVERED",
                        994, "SMS DELIVERED",
                        995, "SMS DELIVERED",
                        997, "SMS UNDELIVERABLE, VOICE ACKNOWLEDGED",
                        998, "SMS DELIVERED",
                        999, "SMS DELIVERED")
                .forEach((ending, states) -> expected.put(benchmark(500_000_000 + ending), states));
        Map.of(
                        970, "VOICE ACKNOWLEDGED",
                        971, "VOICE FAILED",
                        972, "VOICE FAILED",
                        973, "VOICE VOICEMAIL",
                        974, "VOICE ANSWERED",
                        975, "VOICE FAILED",
                        976, "VOICE FAILED",
                        977, "VOICE FAILED",
                        979, "VOICE ACKNOWLEDGED",
                        980, "VOICE ACKNOWLEDGED")
                .forEach((ending, states) ->
                        expected.put(FictionNumbers.fixed(10_000 + ending).e164(), states));
        return expected;
    }

    @Test
    @Order(2)
    void shouldStopWhatIsUnsentWhenASlowAlertIsCancelled() {
        // Given
        system.turnSmsc(Map.of("tps", 20));
        Operators.Mark mark = Operators.mark(system.journals());
        String alert = system.send(circle(Duration.ofMinutes(10)));
        await().atMost(LIMIT).until(() -> Operators.since(mark).accepted() >= 20);

        // When
        JsonNode answer =
                system.api(Service.ALERT_INGEST).post("/api/v1/alerts/" + alert + "/cancel", MAPPER.createObjectNode());

        // Then
        Alerts.allFinal(system, alert, LIMIT);
        List<Delivery> deliveries = Delivery.all(system.api(Service.ALERT_INGEST), alert);
        Operators operators = Operators.settled(mark);
        assertThat(counts(deliveries, Channel.SMS)).containsKey("CANCELLED");
        assertThat(operators.accepted()).isBetween(20, MOBILES / 2);
        assertThat(answer.path("handedOver").path("SMS").asInt()).isBetween(1, operators.accepted());
        assertThat(Account.contradictions(deliveries, numbersStillThere(), operators))
                .isEmpty();
    }

    @Test
    @Order(3)
    void shouldSendNothingMoreWhenAnAlertHasExpired() {
        // Given
        system.turnSmsc(Map.of("tps", 15));
        Operators.Mark mark = Operators.mark(system.journals());

        // When
        String alert = system.send(circle(Duration.ofSeconds(5)));
        Instant expires = Instant.parse(system.api(Service.ALERT_INGEST)
                .get("/api/v1/alerts/" + alert)
                .path("expires")
                .asText());

        // Then
        Alerts.allFinal(system, alert, LIMIT);
        List<Delivery> deliveries = Delivery.all(system.api(Service.ALERT_INGEST), alert);
        assertThat(counts(deliveries, Channel.SMS)).containsKey("EXPIRED");
        assertThat(Account.contradictions(deliveries, numbersStillThere(), Operators.settled(mark)))
                .isEmpty();
        assertThat(Operators.lastHandOver(mark)).isBefore(expires.plusMillis(500));
    }

    @Test
    void shouldRefuseWhoMayNotWhenATokenHasTheWrongTerritoryOrRole() {
        // Given
        ObjectNode rennes = Alerts.scouting(Alerts.communes(List.of("35238")), "JEWELLER", LIMIT);

        // When, Then
        assertThat(statusOf(List.of("referent"), List.of("15"), rennes)).isEqualTo(403);
        assertThat(statusOf(List.of("auditor"), List.of("*"), rennes)).isEqualTo(403);
        assertThat(statusOf(List.of(), List.of("*"), rennes)).isEqualTo(403);
        Api stranger = new Api(system.local().ports().url(Service.ALERT_INGEST), "no.such.token");
        assertThat(catchThrowableOfType(Api.Refused.class, () -> stranger.post("/api/v1/alerts", rennes))
                        .status())
                .isEqualTo(401);
        for (Service service : List.of(Service.SUBSCRIBER_REGISTRY, Service.AUDIT_LOG)) {
            String path = service == Service.AUDIT_LOG ? "/api/v1/verification" : "/api/v1/subscribers";
            assertThat(catchThrowableOfType(
                                    Api.Refused.class,
                                    () -> system.api(service, List.of("operator"), List.of("*"))
                                            .get(path))
                            .status())
                    .as(service.id())
                    .isEqualTo(403);
        }
    }

    private int statusOf(List<String> roles, List<String> departements, ObjectNode alert) {
        return catchThrowableOfType(
                        Api.Refused.class,
                        () -> system.api(Service.ALERT_INGEST, roles, departements)
                                .post("/api/v1/alerts", alert))
                .status();
    }

    private Map<UUID, String> numbersStillThere() {
        Map<UUID, String> still = new HashMap<>(numbers);
        still.values().removeAll(gone);
        return still;
    }

    private static ObjectNode circle(Duration life) {
        return Alerts.scouting(Alerts.circle(CENTRE, RADIUS_METRES), "JEWELLER", life);
    }

    private static ObjectNode report() {
        ObjectNode report = MAPPER.createObjectNode();
        report.put("kind", "SCOUTING").put("modusOperandi", "faux clients");
        report.put(
                "observedAt",
                OffsetDateTime.now(ZoneOffset.ofHours(1)).minusMinutes(5).toString());
        report.putObject("place")
                .put("commune", MENDE)
                .put("lat", CENTRE.latitude())
                .put("lon", CENTRE.longitude());
        report.put("description", "Plusieurs passages devant les vitrines.");
        return report;
    }

    private Map<String, String> byNumber(Collection<Delivery> deliveries) {
        return deliveries.stream()
                .collect(Collectors.groupingBy(
                        each -> numbers.get(each.recipientId()),
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                all -> all.stream()
                                        .map(each -> each.channel() + " " + each.state())
                                        .sorted()
                                        .collect(Collectors.joining(", ")))));
    }

    private static Map<String, Long> counts(Collection<Delivery> deliveries, Channel channel) {
        return deliveries.stream()
                .filter(each -> each.channel() == channel)
                .map(Delivery::state)
                .collect(Collectors.groupingBy(DeliveryState::name, Collectors.counting()));
    }

    private static Map<String, Long> withoutZeros(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(state -> state.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
