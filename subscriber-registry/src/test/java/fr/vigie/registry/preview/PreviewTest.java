package fr.vigie.registry.preview;

import static fr.vigie.registry.Merchants.many;
import static fr.vigie.registry.Merchants.merchant;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.vigie.registry.Merchants;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "subscriber_registry"))
class PreviewTest {
    @Inject
    Merchants merchants;

    @BeforeEach
    void empty() {
        merchants.clear();
    }

    @Test
    void shouldCountByTradeAndChannelAsAResolutionWould() {
        // Given
        merchants.store(many(7, each -> each.at(44.93, 2.44)));
        merchants.store(many(3, each -> each.numbers(0, 1).at(44.93, 2.44)));
        merchants.store(many(2, each -> each.trades("JEWELLER", "BAKERY").at(44.93, 2.44)));
        merchants.store(merchant().at(44.93, 2.44).numbers(0, 0));
        merchants.store(merchant().at(44.93, 2.44, "COMMUNE"));
        merchants.store(merchant().commune("48095", "48").at(44.93, 2.44));

        // When
        ValidatableResponse answer = preview("""
                {"trades":["JEWELLER","BAKERY"],
                 "area":{"type":"CIRCLE","center":{"lat":44.93,"lon":2.44},"radiusMeters":3000}}""");

        // Then
        answer.statusCode(200)
                .body("recipients", equalTo(12))
                .body("sms", equalTo(9))
                .body("voice", equalTo(3))
                .body("trades.JEWELLER.recipients", equalTo(12))
                .body("trades.BAKERY.sms", equalTo(2))
                .body("leftOut.noUsableNumber", equalTo(1))
                .body("leftOut.positionTooVague", equalTo(1))
                .body("leftOut.outsideTerritory", equalTo(1))
                .body("complete", equalTo(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"CIRCLE\",\"center\":{\"lat\":44,\"lon\":2},\"radiusMeters\":0}|area.radiusMeters|GEOMETRY_RADIUS_NOT_POSITIVE",
                "{\"type\":\"CIRCLE\",\"center\":{\"lat\":44,\"lon\":2},\"radiusMeters\":200001}|area.radiusMeters|GEOMETRY_RADIUS_TOO_LARGE",
                "{\"type\":\"CIRCLE\",\"center\":{\"lat\":144,\"lon\":2},\"radiusMeters\":10}|area.center.lat|GEOMETRY_LATITUDE_OUT_OF_RANGE",
                "{\"type\":\"POLYGON\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}}|area.geometry.coordinates|GEOMETRY_POLYGON_CROSSES_ITSELF",
                "{\"type\":\"COMMUNES\",\"codes\":[\"99999\"]}|area.codes[0]|known commune",
                "{\"type\":\"DEPARTEMENTS\",\"codes\":[]}|area.codes|required",
                "{\"type\":\"PRESET\",\"code\":\"MOON\"}|area.code|known preset",
            })
    void shouldNameFieldAndRuleWhenTheAreaIsWrong(String area, String field, String rule) {
        preview("{\"trades\":[\"JEWELLER\"],\"area\":" + area + "}")
                .statusCode(422)
                .body("errors.field", contains(field))
                .body("errors.rule", contains(rule));
    }

    @Test
    void shouldRefuseAListedAreaOutsideTheTerritory() {
        preview("{\"trades\":[\"JEWELLER\"],\"area\":{\"type\":\"DEPARTEMENTS\",\"codes\":[\"15\",\"48\"]}}")
                .statusCode(403);
        preview("{\"trades\":[\"JEWELLER\"],\"area\":{\"type\":\"PRESET\",\"code\":\"PETITE_COURONNE\"}}")
                .statusCode(403)
                .body("code", equalTo("OUTSIDE_TERRITORY"));
    }

    private static ValidatableResponse preview(String json) {
        return given().header("Authorization", TestTokens.bearer("referent", "15"))
                .contentType("application/json")
                .body(json)
                .post("/api/v1/resolutions/preview")
                .then();
    }
}
