package fr.vigie.dispatch.voice.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtmfInfoTest {
    @ParameterizedTest
    @CsvSource({
        "dtmf-relay, 'Signal=1\r\nDuration=160\r\n', 1",
        "DTMF-Relay, 'Duration=100\nSignal= 9 ', 9",
        "dtmf-relay, 'signal=#', #",
        "dtmf-relay, 'Signal=11', #",
        "dtmf, ' 2\r\n', 2",
        "dtmf, 10, *",
        "dtmf, 12, A",
    })
    void shouldReadAKey(String subtype, String body, char key) {
        assertThat(DtmfInfo.key(subtype, bytes(body))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"dtmf-relay, ''", "dtmf-relay, Signal=", "dtmf-relay, Signal=77", "dtmf, 123", "dtmf, x", "plain, 1"})
    void shouldReadNoKeyFromAnythingElse(String subtype, String body) {
        assertThat(DtmfInfo.key(subtype, bytes(body))).isEqualTo(DtmfInfo.NONE);
    }

    @Test
    void shouldNotReadALongBodyNorNone() {
        assertThat(DtmfInfo.key("dtmf", bytes("9" + " ".repeat(511)))).isEqualTo('9');
        assertThat(DtmfInfo.key("dtmf", bytes("9" + " ".repeat(512)))).isEqualTo(DtmfInfo.NONE);
        assertThat(DtmfInfo.key("dtmf", null)).isEqualTo(DtmfInfo.NONE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
