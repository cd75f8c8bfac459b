package fr.vigie.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlServerTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private SmscSimulator smsc;
    private TelephoneSimulator telephone;
    private ControlServer control;

    @BeforeEach
    void start() throws IOException {
        smsc = SmscSimulator.start(SmscSimulator.Options.defaults());
        telephone = TelephoneSimulator.start(TelephoneSimulator.Options.defaults());
        control = ControlServer.start("127.0.0.1", 0, smsc, telephone);
    }

    @AfterEach
    void stop() throws IOException {
        control.close();
        telephone.close();
        smsc.close();
    }

    @Test
    void shouldTellHealthAndStateWhenAsked() throws Exception {
        HttpResponse<String> health = send("GET", "/health", "");
        JsonNode state =
                new ObjectMapper().readTree(send("GET", "/api/state", "").body());

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(state.at("/smsc/accepted").asInt(-1)).isZero();
        assertThat(state.at("/telephone/active").asInt(-1)).isZero();
        assertThat(state.at("/knobs/receipts").asText()).isEqualTo("NORMAL");
    }

    @Test
    void shouldTurnOnlyTheNamedKnobsWhenSomeAreGiven() throws Exception {
        HttpResponse<String> response =
                send("POST", "/api/smsc/knobs", "{\"tps\":50,\"receipts\":\"DOUBLE\",\"dropAfter\":3}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(smsc.knobs()).isEqualTo(SmscKnobs.defaults().withTps(50).withReceipts(SmscKnobs.Receipts.DOUBLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"tpss\":5}              | not understood: there is no knob tpss",
                "{\"receipts\":\"SOME\"}   | not understood: receipts cannot be SOME",
                "{\"tps\":-1}              | not understood: tps and delays must not be negative",
                "{\"dropAfter\":\"soon\"}  | not understood: dropAfter must be a number from 0 on",
                "[]                        | not understood: the body must be a JSON object"
            })
    void shouldChangeNothingWhenKnobsAreWrong(String body, String error) throws Exception {
        HttpResponse<String> response = send("POST", "/api/smsc/knobs", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new ObjectMapper().readTree(response.body()).path("error").asText())
                .isEqualTo(error);
        assertThat(smsc.knobs()).isEqualTo(SmscKnobs.defaults());
    }

    @Test
    void shouldNameTheResourceWhenThereIsNone() throws Exception {
        HttpResponse<String> response = send("GET", "/api/smsc/drop", "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"error\":\"no such resource: GET /api/smsc/drop\"}");
    }

    @Test
    void shouldNameThePortWhenItIsTaken() {
        assertThatThrownBy(() -> ControlServer.start("127.0.0.1", control.port(), smsc, telephone))
                .isInstanceOf(PortTakenException.class)
                .hasMessage("port " + control.port() + " on 127.0.0.1 (control HTTP) is taken");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
