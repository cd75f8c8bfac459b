package fr.vigie.dispatch.voice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.voice.dialogue.Scripts;
import fr.vigie.dispatch.voice.speech.Turn;
import fr.vigie.events.AlertStatus;
import fr.vigie.service.Roles;
import fr.vigie.testing.RealParts;
import fr.vigie.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Officers who hang up while the engine is at work. */
@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "dispatch_voice"))
@QuarkusTestResource(value = Telephones.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = HeldSpeech.class, restrictToAnnotatedClass = true)
class SpeechListenersTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LISTENERS = 8;

    @Inject
    Scripts scripts;

    HeldSpeech engine;

    @BeforeEach
    void hold() throws IOException {
        engine.hold();
    }

    @AfterEach
    void letGo() throws IOException {
        engine.letGo();
    }

    @Test
    void shouldSpeakATextToOthersWhenAListenerHasLeft() throws IOException {
        // Given
        String text = "Vol à l'étalage.";
        String message = "Bonjour. Message d'alerte aux commerçants, Police. " + text;
        assertThat(leaveUnanswered(text)).isTrue();
        assertThat(leaveUnanswered(message)).isTrue();

        // When
        CompletableFuture<Integer> another = CompletableFuture.supplyAsync(() -> listen(text));
        engine.letGo();

        // Then
        assertThat(another).succeedsWithin(LIMIT).isEqualTo(200);
        assertThat(scripts.of("Police", AlertStatus.ACTUAL, text, Turn.URGENT)).succeedsWithin(LIMIT);
    }

    @Test
    void shouldCountAListenerWhoHasLeftAsLongAsTheEngineHasItsText() throws IOException {
        // When
        int left = 0;
        while (left < 2 * LISTENERS && leaveUnanswered("Alerte " + left)) {
            left++;
        }

        // Then
        assertThat(left).isEqualTo(LISTENERS);
        assertThat(listen("Composez le 17.")).isEqualTo(503);

        // And
        engine.letGo();
        Awaitility.await().atMost(LIMIT).until(() -> listen("Composez le 17.") == 200);
    }

    private static int listen(String text) {
        return given().header("Authorization", TestTokens.bearer(Roles.REFERENT, "15"))
                .queryParam("text", text)
                .get("/api/v1/speech")
                .statusCode();
    }

    /** Asks, and hangs up when there is no answer at once; false where there is. */
    private static boolean leaveUnanswered(String text) throws IOException {
        byte[] body = ("{\"text\": \"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        String head = "POST /api/v1/speech HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: " + TestTokens.bearer(Roles.REFERENT, "15") + "\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.setSoTimeout(1_000);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }
}
