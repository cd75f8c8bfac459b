package fr.vigie.dispatch.sms.preview;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.vigie.dispatch.sms.AbsentOperator;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an officer sees of a text before sending it. */
@QuarkusTest
@QuarkusTestResource(
        value = RealParts.class,
        initArgs = {
            @ResourceArg(name = "database", value = "dispatch_sms"),
            @ResourceArg(name = "fresh", value = "true")
        })
@QuarkusTestResource(value = AbsentOperator.class, restrictToAnnotatedClass = true)
class TextPreviewTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldMeasureATextOfTheGsmAlphabet() {
        preview(Map.of("text", "a".repeat(152) + "€" + "a".repeat(152)))
                .statusCode(200)
                .body("encoding", equalTo("GSM7"))
                .body("unit", equalTo("SEPTET"))
                .body("units", equalTo(306))
                .body("concatenation", equalTo("UDH8"))
                .body("parts.units", contains(152, 153, 1))
                .body("parts.text", contains("a".repeat(152), "€" + "a".repeat(151), "a"))
                .body("remaining", equalTo(152))
                .body("offenders", empty())
                .body("proposal", nullValue())
                .body("noProposal.code", equalTo("NOT_NEEDED"));
    }

    @Test
    void shouldProposeADifferenceAndKeepTheTextAsItIs() {
        String text = "Vitrine brisée, bâtiment d’en face. " + "Composez le 17. ".repeat(3);
        preview(Map.of("text", text))
                .statusCode(200)
                .body("text", equalTo(text))
                .body("encoding", equalTo("UCS2"))
                .body("unit", equalTo("UTF16_CODE_UNIT"))
                .body("parts", hasSize(2))
                .body("offenders.character", contains("â", "’"))
                .body("offenders.codePoint", contains("U+00E2", "U+2019"))
                .body("offenders.indexes", contains(List.of(17), List.of(26)))
                .body("proposal.text", equalTo(text.replace('â', 'a').replace('’', '\'')))
                .body("proposal.encoding", equalTo("GSM7"))
                .body("proposal.parts", equalTo(1))
                .body("proposal.units", equalTo(text.length()))
                .body("proposal.remaining", equalTo(160 - text.length()))
                .body("proposal.replacements.index", contains(17, 26))
                .body("proposal.replacements.from", contains("â", "’"))
                .body("proposal.replacements.to", contains("a", "'"))
                .body("noProposal", nullValue());
    }

    @Test
    void shouldSayWhyNothingIsProposed() {
        preview(Map.of("text", "Fenêtre 🚨"))
                .statusCode(200)
                .body("units", equalTo(10))
                .body("offenders.codePoint", contains("U+00EA", "U+1F6A8"))
                .body("proposal", nullValue())
                .body("noProposal.code", equalTo("NO_EQUIVALENT"))
                .body("noProposal.characters.character", contains("🚨"));
        preview(Map.of("text", "…".repeat(70))).statusCode(200).body("noProposal.code", equalTo("LONGER"));
    }

    @Test
    void shouldCountTheMarkOfADrill() {
        preview(Map.of("text", "a".repeat(152), "drill", true))
                .statusCode(200)
                .body("text", equalTo("EXERCICE " + "a".repeat(152)))
                .body("units", equalTo(161))
                .body("parts.units", contains(153, 8));
        preview(Map.of("text", "EXERCICE a", "drill", true)).body("units", equalTo(10));
        preview(Map.of("text", "a".repeat(152), "drill", false)).body("remaining", equalTo(8));
    }

    @Test
    void shouldLeaveRoomForALongerReference() {
        preview(Map.of("text", "a".repeat(305), "concatenation", "UDH16"))
                .statusCode(200)
                .body("parts.units", contains(152, 152, 1))
                .body("remaining", equalTo(151));
        preview(Map.of("text", "ê".repeat(67) + "🚨".repeat(33), "concatenation", "udh16"))
                .body("parts.units", contains(66, 65, 2));
    }

    @Test
    void shouldShowInTheDescriptionWhatItAnswers() throws JsonProcessingException {
        Object answered = JSON.readValue(
                preview(JSON.readValue(PreviewRequest.EXAMPLE, Map.class))
                        .extract()
                        .asString(),
                Map.class);

        assertThat(answered).isEqualTo(JSON.readValue(TextPreview.EXAMPLE, Map.class));
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/api/v1/texts/preview'.post.operationId", equalTo("previewText"))
                .body(
                        "paths.'/api/v1/texts/preview'.post.responses.'200'.content.'application/json'.schema.'$ref'",
                        equalTo("#/components/schemas/TextPreview"))
                .body("components.schemas.TextPreview.examples[0].proposal.parts", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " \n "})
    void shouldRefuseABlankText(String blank) {
        refused(Map.of("text", blank), "INVALID_FIELD", "not blank", "must not be blank: write the message");
    }

    @Test
    void shouldRefuseATextThatIsMissingOrTooLong() {
        refused(Map.of("drill", true), "MISSING_FIELD", "required", "is required");
        preview(Map.of("text", "a".repeat(65_536))).statusCode(200);
        refused(
                Map.of("text", "a".repeat(65_537)),
                "INVALID_FIELD",
                "max 65536",
                "must have at most 65536 characters: shorten it");
        preview(Map.of("text", "a".repeat(300_000))).statusCode(413).body("code", equalTo("BODY_TOO_LARGE"));
        post("").statusCode(422).body("errors.field", hasItem("body"));
    }

    @Test
    void shouldRefuseHalfACharacter() {
        post("{\"text\":\"ab\\ud83dcd\"}")
                .statusCode(422)
                .body("code", equalTo("INVALID_FIELD"))
                .body("errors[0].field", equalTo("text"))
                .body("errors[0].message", containsString("unpaired surrogate) at position 3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\t", "\r", "\u001B", "\f", "\u200B", "\u202E", "\u00AD"})
    void shouldRefuseWhatCannotBeSeen(String character) {
        ObjectNode body = JSON.createObjectNode().put("text", "ab" + character);
        post(body.toString())
                .statusCode(422)
                .body("code", equalTo("INVALID_FIELD"))
                .body("errors[0].message", containsString("cannot be seen at position 3: remove it"))
                .body("detail", not(containsString(character)));
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        preview(Map.of("text", "a", "concatenation", "BY_PIGEON"))
                .statusCode(400)
                .body("code", equalTo("WRONG_TYPE"))
                .body("errors[0].field", equalTo("concatenation"));
        preview(Map.of("text", "a", "colour", "red")).statusCode(400).body("code", equalTo("UNKNOWN_FIELD"));
        preview(Map.of("text", 17)).statusCode(400).body("code", equalTo("WRONG_TYPE"));
    }

    @Test
    void shouldAnswerOfficersAndIntegrationsOnly() {
        for (String role : List.of("referent", "approver", "integration")) {
            post("{\"text\":\"a\"}", TestTokens.bearer(role, "15")).statusCode(200);
        }
        for (String role : List.of("federation", "operator", "auditor", "registrar")) {
            post("{\"text\":\"a\"}", TestTokens.roles(role).bearer())
                    .statusCode(403)
                    .body("code", equalTo("FORBIDDEN"));
        }
        given().contentType("application/json")
                .body("{\"text\":\"a\"}")
                .post("/api/v1/texts/preview")
                .then()
                .statusCode(401);
    }

    private static void refused(Map<String, ?> body, String code, String rule, String message) {
        preview(body)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("errors", hasSize(1))
                .body("errors[0].field", equalTo("text"))
                .body("errors[0].rule", equalTo(rule))
                .body("errors[0].message", equalTo(message));
    }

    private static ValidatableResponse preview(Map<String, ?> body) {
        return post(JSON.valueToTree(body).toString());
    }

    private static ValidatableResponse post(String body) {
        return post(body, TestTokens.bearer("referent", "15"));
    }

    private static ValidatableResponse post(String body, String token) {
        return given().header("Authorization", token)
                .contentType("application/json; charset=utf-8")
                .body(body)
                .post("/api/v1/texts/preview")
                .then();
    }
}
