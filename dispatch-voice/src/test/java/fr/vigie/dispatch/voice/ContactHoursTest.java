package fr.vigie.dispatch.voice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.QuietHours;
import fr.vigie.service.Roles;
import fr.vigie.simulators.telephony.CallRecord;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** It is between one and two hours too early for calls that are not urgent. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_voice"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(
        value = Telephones.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = Telephones.CLOSED, value = "true"))
class ContactHoursTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Duration TO_OPENING = Duration.ofHours(2);
    private static final AtomicInteger SUBSCRIBERS = new AtomicInteger();

    TelephoneSimulator telephones;
    Lanes lanes;

    @BeforeEach
    void open() {
        lanes = new Lanes();
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void shouldKeepWhatIsNotUrgentForTheNextOpeningAndSayWhy() {
        // Given
        String number = number("001");
        DeliveryRequested asked = Requests.orText(Requests.bulk(
                Requests.expiring(Requests.callTo(number), Instant.now().plus(Duration.ofDays(1)))));
        DeliveryRequested urgent = Requests.callTo(number("002"));

        // When
        lanes.send(asked);
        lanes.send(urgent);

        // Then
        lanes.until(urgent, event -> event.state() == DeliveryState.ACKNOWLEDGED);
        assertThat(lanes.until(asked, event -> true)).singleElement().satisfies(event -> {
            assertThat(event.state()).isEqualTo(DeliveryState.QUEUED);
            assertThat(event.reason()).isEqualTo(FailureReason.CONTACT_HOURS);
            assertThat(event.dueAt()).isAfter(Instant.now().plus(TO_OPENING).minus(Duration.ofMinutes(5)));
        });
        JsonPath view = view(asked);
        assertThat(view.getString("state")).isEqualTo("QUEUED");
        assertThat(view.getString("reason")).isEqualTo("CONTACT_HOURS");
        assertThat(Instant.parse(view.getString("dueAt")))
                .isBetween(
                        Instant.now().plus(TO_OPENING).minus(Duration.ofMinutes(5)),
                        Instant.now().plus(TO_OPENING));
        assertThat(calls(number)).isEmpty();
    }

    @Test
    void shouldSendATextAtOnceWhenTheAlertIsOverBeforeTheNextOpening() {
        // Given
        String number = number("003");
        DeliveryRequested asked = Requests.orText(Requests.bulk(Requests.callTo(number)));

        // When
        lanes.send(asked);

        // Then
        List<DeliveryEvent> events = lanes.until(asked, event -> event.state().isFinal());
        assertThat(events.get(0).dueAt()).as("it does not wait").isNull();
        DeliveryEvent last = events.get(events.size() - 1);
        assertThat(last.state()).isEqualTo(DeliveryState.EXPIRED);
        assertThat(last.reason()).isEqualTo(FailureReason.CONTACT_HOURS);
        assertThat(last.fallback()).isNotNull();
        assertThat(lanes.textInPlaceOf(asked).deliveryId()).isEqualTo(last.fallback());
        assertThat(calls(number)).isEmpty();
    }

    @Test
    void shouldSendATextInQuietHoursEvenWhereItIsUrgent() {
        // Given
        String number = number("004");
        LocalTime now = LocalTime.now(PARIS).truncatedTo(ChronoUnit.MINUTES);
        DeliveryRequested asked = Requests.orText(
                Requests.quiet(Requests.callTo(number), new QuietHours(now.minusHours(1), now.plusHours(1))));

        // When
        lanes.send(asked);

        // Then
        List<DeliveryEvent> events = lanes.until(asked, event -> event.state().isFinal());
        DeliveryEvent last = events.get(events.size() - 1);
        assertThat(last.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(last.reason()).isEqualTo(FailureReason.QUIET_HOURS);
        assertThat(lanes.textInPlaceOf(asked).quietHours()).isEqualTo(asked.quietHours());
        assertThat(calls(number)).isEmpty();
    }

    @Test
    void shouldCallWhenTheQuietHoursAreOverWhereThereIsNoOtherWay() {
        // Given: hours that are over within this or the next minute, but not before they are known
        String number = number("005");
        ZonedDateTime over = ZonedDateTime.now(PARIS)
                .plusSeconds(15)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        DeliveryRequested asked = Requests.quiet(
                Requests.callTo(number), new QuietHours(over.minusHours(1).toLocalTime(), over.toLocalTime()));

        // When
        lanes.send(asked);

        // Then
        lanes.until(asked, event -> event.reason() == FailureReason.QUIET_HOURS);
        assertThat(view(asked).getString("reason")).isEqualTo("QUIET_HOURS");
        lanes.until(asked, event -> event.state() == DeliveryState.CALLING && event.attempt() == 2);
        lanes.until(asked, event -> event.state() == DeliveryState.ACKNOWLEDGED);
        assertThat(calls(number))
                .singleElement()
                .satisfies(call -> assertThat(call.invitedAt()).isAfterOrEqualTo(over.toInstant()));
    }

    private static JsonPath view(DeliveryRequested asked) {
        return given().header("Authorization", TestTokens.bearer(Roles.OPERATOR, "15"))
                .get("/api/v1/deliveries/" + asked.deliveryId())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String number(String lastDigits) {
        return "+9996%05d%s".formatted(SUBSCRIBERS.incrementAndGet(), lastDigits);
    }

    private List<CallRecord> calls(String number) {
        return telephones.journal().stream()
                .filter(call -> call.called().equals(number))
                .toList();
    }
}
