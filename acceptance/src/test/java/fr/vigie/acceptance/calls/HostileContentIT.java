package fr.vigie.acceptance.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.acceptance.stage.OnStage;
import fr.vigie.acceptance.stage.Stage;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Texts and session descriptions that nobody means well with: each ends, and the next call is served. */
@Order(0)
@ExtendWith(OnStage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileContentIT {
    private static final Duration AT_ONCE = Duration.ofMillis(300);
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String SPEECH = "/api/v1/speech";

    /** Nothing of these can be said. */
    private static final Map<String, String> UNSPEAKABLE = unspeakable();

    private static final List<String> DESCRIPTIONS = descriptions();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> described = new ConcurrentHashMap<>();
    private final Telephones telephones = Telephones.start(
            LIFE,
            number -> described.containsKey(number)
                    ? Manners.describing(described.get(number))
                    : Manners.confirming(AT_ONCE));
    private final Calling calling;

    HostileContentIT(Stage stage) {
        this.calling = Calling.at(stage, "hostile", Map.of(), telephones.port());
    }

    @AfterAll
    void stop() {
        calling.close();
        telephones.close();
    }

    @Test
    void shouldFailTheTextAndServeTheNextCallWhenATextCannotBeSpoken() {
        // When
        Map<String, UUID> deliveries = new LinkedHashMap<>();
        UNSPEAKABLE.forEach(
                (name, text) -> deliveries.put(name, calling.ask(text, 1, LIFE).get(0)));
        List<UUID> next = calling.ask(1);

        // Then
        calling.onceFinal(deliveries.values(), LIMIT);
        calling.onceFinal(next, LIMIT);
        deliveries.forEach((name, delivery) -> {
            assertThat(calling.standing(delivery).state()).as(name).isEqualTo(DeliveryState.FAILED);
            assertThat(calling.standing(delivery).reason()).as(name).isEqualTo(FailureReason.CONTENT_UNUSABLE);
            assertThat(calling.fallback(delivery).orElseThrow().text()).as(name).isEqualTo(Calling.OTHERWISE);
        });
        assertServed(next);
    }

    @Test
    void shouldRefuseTheTextAndServeTheNextOneWhenAnOfficerAsksToHearIt() throws Exception {
        for (Map.Entry<String, String> each : UNSPEAKABLE.entrySet()) {
            // When
            HttpResponse<String> posted = posted(each.getValue());

            // Then
            boolean tooLarge = each.getValue().length() > 100_000;
            assertThat(posted.statusCode()).as(each.getKey()).isEqualTo(tooLarge ? 413 : 422);
            assertThat(type(posted)).as(each.getKey()).startsWith("application/problem+json");
            if (!tooLarge) {
                assertThat(got(each.getValue()).statusCode()).as(each.getKey()).isEqualTo(422);
            }
        }
        HttpResponse<String> spoken = posted(Calling.WORDS);
        assertThat(spoken.statusCode()).isEqualTo(200);
        assertThat(type(spoken)).isEqualTo("audio/wav");
        assertThat(got(Calling.WORDS).statusCode()).isEqualTo(200);
        // Last: the server closes the connection behind this.
        assertThat(got("a".repeat(25_000)).statusCode()).isEqualTo(414);
    }

    @Test
    void shouldEndTheCallAndServeTheNextWhenTheSessionDescriptionIsNoSuchThing() {
        // Given telephones that pick up with one of them each
        for (int i = 0; i < DESCRIPTIONS.size(); i++) {
            described.put(calling.nextNumber(i), DESCRIPTIONS.get(i));
        }

        // When
        List<UUID> odd = calling.ask(DESCRIPTIONS.size());
        List<UUID> next = calling.ask(1);

        // Then
        calling.onceFinal(next, LIMIT);
        calling.onceFinal(odd, LIMIT);
        for (UUID each : odd) {
            String description = described.get(calling.number(each));
            assertThat(calling.standing(each).state()).as(description).isEqualTo(DeliveryState.FAILED);
            assertThat(calling.standing(each).reason()).as(description).isEqualTo(FailureReason.CARRIER_ERROR);
            assertThat(calling.fallback(each)).as(description).isPresent();
        }
        assertServed(next);
    }

    private void assertServed(List<UUID> next) {
        assertThat(next)
                .allSatisfy(each -> assertThat(calling.standing(each).state()).isEqualTo(DeliveryState.ACKNOWLEDGED));
        Account account = calling.account(telephones.journal());
        assertThat(account.clean()).as(account.table("hostile")).isTrue();
        assertThat(calling.dispatcher().isAlive()).isTrue();
    }

    private static Map<String, String> unspeakable() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("a million characters", "a".repeat(1_000_000));
        texts.put("a million words", "le ".repeat(333_000));
        texts.put("punctuation", "…!?,;.:—«»()[]");
        texts.put("empty", "");
        texts.put("spaces", " \t\u00A0\u2003 ");
        texts.put("controls", "\u0001\u0002\u001B\u0007");
        texts.put("invisible", "\u200B\u200E\uFEFF\u00AD");
        texts.put("marks alone", "\u0301\u0300\u0302");
        texts.put("emoji", "🚨👮🏽‍♀️🇫🇷🔔");
        return texts;
    }

    private static List<String> descriptions() {
        List<String> all = new ArrayList<>();
        all.add("not a session at all");
        all.add("\u0000\u0001\u0002\uFFFD\r\n\r\n\u0000");
        all.add("v=0\r\n");
        all.add(with("m=audio 99999 RTP/AVP 8"));
        all.add(with("m=audio 4294967296 RTP/AVP 8"));
        all.add(with("m=audio -1 RTP/AVP 8"));
        all.add(with("m=audio 0 RTP/AVP 8"));
        all.add(with("m=audio 9 RTP/AVP"));
        all.add(with("m=audio 9 RTP/SAVP 8"));
        all.add(with("m=audio 9 RTP/AVP 3 18 97"));
        all.add(with("m=video 9 RTP/AVP 8"));
        all.add(with("m=" + "audio ".repeat(500)));
        all.add(with("m=audio 9 RTP/AVP 8").replace("127.0.0.1", "999.1.1.1"));
        all.add(with("m=audio 9 RTP/AVP 8").replace("c=IN IP4 127.0.0.1", "c=IN IP6 ::1"));
        all.add(with("m=audio 9 RTP/AVP 8").replace("c=IN IP4 127.0.0.1\r\n", ""));
        all.add(with("m=audio 9 RTP/AVP 8\r\n" + "a=x:" + "y".repeat(20_000)));
        all.add("<sdp><audio port=\"9\"/></sdp>");
        return all;
    }

    private static String with(String media) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + media + "\r\n";
    }

    private HttpResponse<String> posted(String text) throws IOException, InterruptedException {
        String json = new ObjectMapper().writeValueAsString(Map.of("text", text));
        return sent(calling.api(SPEECH, "referent")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> got(String text) throws IOException, InterruptedException {
        return sent(calling.api(SPEECH + "?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8), "referent")
                .GET());
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static String type(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }
}
