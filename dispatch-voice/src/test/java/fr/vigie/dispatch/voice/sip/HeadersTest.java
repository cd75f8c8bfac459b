package fr.vigie.dispatch.voice.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Duration;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.message.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersTest {
    @ParameterizedTest
    @CsvSource({"0, PT0S", "7, PT7S", "60, PT1M", "61, PT1M", "3600, PT1M", "2147483647, PT1M"})
    void shouldObeyAWishToWaitForAMinuteAtMost(int seconds, Duration wait) throws Exception {
        assertThat(Headers.retryAfter(refusal("Retry-After: " + seconds + "\r\n")))
                .isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"''", "'Server: test\r\n'"})
    void shouldKnowNoWishWhereThereIsNone(String headers) throws Exception {
        assertThat(Headers.retryAfter(refusal(headers))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Reason: Q.850;cause=17;text=\"User busy\"|17",
                "Reason: q.850 ; Cause = 1|1",
                "Reason: SIP;cause=480;text=\"x\"|-1",
                "Reason: SIP;cause=480\\r\\nReason: Q.850;cause=19|19",
                "Reason: SIP;cause=200, Q.850;cause=31|31",
                "Server: test|-1",
            })
    void shouldKnowTheNetworksCause(String headers, int cause) throws Exception {
        assertThat(Headers.q850(refusal(headers.replace("\\r\\n", "\r\n") + "\r\n")))
                .isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({"Min-SE: 120, 120", "Min-SE: 90;lr, 90", "Min-SE: x, 0", "Min-SE: 1234567890, 0", "Server: test, 0"})
    void shouldKnowTheLeastTimeThatIsAskedFor(String header, int seconds) throws Exception {
        assertThat(Headers.seconds(refusal(header + "\r\n"), "Min-SE")).isEqualTo(seconds);
    }

    private static Response refusal(String headers) throws ParseException, PeerUnavailableException {
        return SipFactory.getInstance()
                .createMessageFactory()
                .createResponse("SIP/2.0 503 Service Unavailable\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK1\r\n"
                        + "From: <sip:us@127.0.0.1>;tag=1\r\nTo: <sip:us@127.0.0.1>\r\nCall-ID: 1\r\n"
                        + "CSeq: 1 REGISTER\r\n" + headers + "Content-Length: 0\r\n\r\n");
    }
}
