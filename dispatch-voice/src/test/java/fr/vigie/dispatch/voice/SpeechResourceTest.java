package fr.vigie.dispatch.voice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import fr.vigie.service.Roles;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "dispatch_voice"))
@QuarkusTestResource(value = Telephones.class, restrictToAnnotatedClass = true)
class SpeechResourceTest {
    private static final String PATH = "/api/v1/speech";

    @Test
    void shouldLetAnOfficerHearAText() throws Exception {
        byte[] file = given().header("Authorization", bearer(Roles.REFERENT))
                .queryParam("text", "Comportements de repérage signalés. Composez le 17.")
                .get(PATH)
                .then()
                .statusCode(200)
                .contentType("audio/wav")
                .extract()
                .asByteArray();

        try (AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            assertThat(sound.getFormat().getEncoding()).isEqualTo(AudioFormat.Encoding.ALAW);
            assertThat(sound.getFormat().getSampleRate()).isEqualTo(8_000f);
            assertThat(sound.getFrameLength()).isBetween(16_000L, 80_000L);
        }
    }

    @Test
    void shouldRefuseATextThatCannotBeSpoken() {
        for (String text : new String[] {"", " \t ", "…!?", "a".repeat(2_001), "bon\u0000jour", "bon\u001Bjour"}) {
            given().header("Authorization", bearer(Roles.REFERENT))
                    .queryParam("text", text)
                    .get(PATH)
                    .then()
                    .statusCode(422)
                    .contentType(containsString("problem+json"))
                    .body("errors[0].field", equalTo("text"));
        }
    }

    @Test
    void shouldSpeakALongTextFullOfAccents() {
        given().header("Authorization", bearer(Roles.REFERENT))
                .queryParam("text", "répété ".repeat(150))
                .get(PATH)
                .then()
                .statusCode(200);
    }

    @Test
    void shouldSayThatATextIsTooLongForACallWhenItIsSpoken() {
        posting("{\"text\": \"" + "répété ".repeat(285) + "\"}")
                .statusCode(422)
                .contentType(containsString("problem+json"))
                .body("errors[0].field", equalTo("text"))
                .body("errors[0].rule", equalTo("duration"))
                .body("errors[0].message", containsString(" s to say"));
    }

    @Test
    void shouldRefuseAUrlThatIsTooLong() {
        // Longer ones are refused too, while they are still being written: then the answer may not be read any more.
        int status = given().header("Authorization", bearer(Roles.REFERENT))
                .queryParam("text", "a".repeat(25_000))
                .get(PATH)
                .statusCode();

        assertThat(status).isEqualTo(414);
    }

    @Test
    void shouldSpeakATextThatIsPosted() {
        byte[] asked = given().header("Authorization", bearer(Roles.REFERENT))
                .queryParam("text", "Composez le 17.")
                .get(PATH)
                .asByteArray();

        byte[] posted = posting("{\"text\": \"Composez le 17.\"}")
                .statusCode(200)
                .contentType("audio/wav")
                .extract()
                .asByteArray();

        assertThat(posted).isEqualTo(asked);
    }

    @Test
    void shouldSayAsAProblemWhatIsWrongWithATextThatIsPosted() {
        for (String text : new String[] {"", "…!?", "a".repeat(2_001), "a".repeat(100_000)}) {
            posting("{\"text\": \"" + text + "\"}")
                    .statusCode(422)
                    .contentType(containsString("problem+json"))
                    .body("errors[0].field", equalTo("text"));
        }
        posting("{}").statusCode(422).body("errors[0].field", equalTo("text"));
        posting("{\"text\": \"" + "a".repeat(1_000_000) + "\"}")
                .statusCode(413)
                .contentType(containsString("problem+json"));
        posting("null").statusCode(422).contentType(containsString("problem+json"));
    }

    private static ValidatableResponse posting(String json) {
        return given().header("Authorization", bearer(Roles.REFERENT))
                .contentType("application/json")
                .body(json)
                .post(PATH)
                .then();
    }

    @Test
    void shouldAskForATokenAndARole() {
        given().queryParam("text", "Bonjour").get(PATH).then().statusCode(401);
        given().header("Authorization", bearer(Roles.FEDERATION))
                .queryParam("text", "Bonjour")
                .get(PATH)
                .then()
                .statusCode(403);
        given().get(PATH + "/engine").then().statusCode(401);
    }

    @Test
    void shouldSayWhatSpeaks() {
        given().header("Authorization", bearer(Roles.OPERATOR))
                .get(PATH + "/engine")
                .then()
                .statusCode(200)
                .body("name", notNullValue())
                .body("speaks", notNullValue())
                .body("detail", notNullValue());
    }

    private static String bearer(String role) {
        return TestTokens.bearer(role, "15");
    }
}
