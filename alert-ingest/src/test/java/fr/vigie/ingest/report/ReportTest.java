package fr.vigie.ingest.report;

import static fr.vigie.ingest.Samples.CANTAL;
import static fr.vigie.ingest.Samples.REPORTS;
import static fr.vigie.ingest.Samples.accepted;
import static fr.vigie.ingest.Samples.alertWith;
import static fr.vigie.ingest.Samples.get;
import static fr.vigie.ingest.Samples.inHours;
import static fr.vigie.ingest.Samples.post;
import static fr.vigie.ingest.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import fr.vigie.events.AlertKind;
import fr.vigie.events.EventJson;
import fr.vigie.events.ReportReceived;
import fr.vigie.events.Topics;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import fr.vigie.testing.TopicProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "alert_ingest"))
class ReportTest {
    @Test
    void shouldFileReportAndPublishItWithoutFreeText() throws Exception {
        Response answer = post(CANTAL, REPORTS, report());

        String id = answer.then()
                .statusCode(201)
                .body("departement", equalTo("15"))
                .body("place.description", equalTo("rue piétonne"))
                .extract()
                .path("id");
        assertThat(answer.header("Location")).endsWith(REPORTS + "/" + id);
        String value;
        try (TopicProbe probe = TopicProbe.open()) {
            value = probe.await(Duration.ofSeconds(20), Topics.REPORT_RECEIVED, id, 1)
                    .get(0)
                    .value();
        }
        assertThat(value).doesNotContain("vitrines").doesNotContain("piétonne");
        ReportReceived event = EventJson.read(value.getBytes(StandardCharsets.UTF_8), ReportReceived.class);
        assertThat(event.reportId()).isEqualTo(UUID.fromString(id));
        assertThat(event.kind()).isEqualTo(AlertKind.SCOUTING);
        assertThat(event.commune()).isEqualTo("15014");
        assertThat(event.departement()).isEqualTo("15");
        assertThat(event.reportedBy()).isEqualTo("officer-1");
        get(CANTAL, REPORTS + "/" + id)
                .then()
                .statusCode(200)
                .body("description", equalTo("Plusieurs passages devant les vitrines."));
    }

    @Test
    void shouldLetAlertRestOnReport() {
        String report = post(CANTAL, REPORTS, report()).path("id");

        UUID alert = accepted(alertWith("reportId", report));

        get(CANTAL, "/api/v1/alerts/" + alert).then().body("reportId", equalTo(report));
    }

    @Test
    void shouldShowReportsOnlyInsideTerritory() {
        String id = post(CANTAL, REPORTS, report()).path("id");
        String elsewhere = TestTokens.roles("referent")
                .departements("35")
                .subject("officer-35")
                .bearer();

        get(elsewhere, REPORTS + "/" + id).then().statusCode(404);
        get(elsewhere, REPORTS).then().statusCode(200).body("items.id", not(hasItem(id)));
        get(TestTokens.bearer("approver", "*"), REPORTS).then().body("items.id", hasItem(id));
        get(TestTokens.bearer("federation", "*"), REPORTS).then().statusCode(403);
    }

    @Test
    void shouldPageThroughReports() {
        List<String> filed = IntStream.range(0, 3)
                .mapToObj(i -> post(CANTAL, REPORTS, report()).<String>path("id"))
                .toList();
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Response page = get(CANTAL, REPORTS + "?limit=1" + (cursor == null ? "" : "&cursor=" + cursor));
            seen.addAll(page.path("items.id"));
            cursor = page.path("next");
        } while (cursor != null && seen.size() < 3);

        assertThat(seen).containsExactly(filed.get(2), filed.get(1), filed.get(0));
    }

    @Test
    void shouldNameEveryFault() {
        Map<String, Object> report = report();
        report.remove("kind");
        report.put("observedAt", inHours(1));
        report.put("place", Map.of("commune", "99999", "lat", 95, "lon", 2));
        report.put("description", "x".repeat(4001));

        post(CANTAL, REPORTS, report)
                .then()
                .statusCode(422)
                .body(
                        "errors.field",
                        containsInAnyOrder("kind", "observedAt", "place.commune", "place.lat", "description"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-999999999-01-01T00:00:00Z", "1990-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z"})
    void shouldRefuseATimeOfNobodysMemory(String time) {
        Map<String, Object> report = report();
        report.put("observedAt", time);

        post(CANTAL, REPORTS, report).then().statusCode(422).body("errors.field", contains("observedAt"));
    }

    @Test
    void shouldRefuseATelephoneNumberWhichWouldLieThereInClear() {
        Map<String, Object> report = report();
        report.put("description", "Témoin joignable au 06 39 98 00 01 jusqu'au 05/01/2026 10:30.");

        String body = post(CANTAL, REPORTS, report)
                .then()
                .statusCode(422)
                .body("errors.field", contains("description"))
                .body("errors.rule", contains("no telephone number"))
                .extract()
                .asString();

        assertThat(body).doesNotContain("39 98");
    }

    @Test
    void shouldRefuseCommuneOutsideTerritoryAndRoleThatDoesNotReport() {
        Map<String, Object> rennes = report();
        rennes.put("place", Map.of("commune", "35238"));

        post(CANTAL, REPORTS, rennes).then().statusCode(403).body("code", equalTo("OUTSIDE_TERRITORY"));
        post(TestTokens.bearer("approver", "15"), REPORTS, report()).then().statusCode(403);
        get(CANTAL, REPORTS + "/" + UUID.randomUUID()).then().statusCode(404);
    }
}
