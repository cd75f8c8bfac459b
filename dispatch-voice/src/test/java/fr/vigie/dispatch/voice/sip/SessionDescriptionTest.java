package fr.vigie.dispatch.voice.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {
    private static final String START = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n";

    @Test
    void shouldReadOurOwnOffer() throws SdpException {
        SessionDescription read = parse(SessionDescription.offer(7, 1, "127.0.0.1", 20_000));

        assertThat(read.address().getPort()).isEqualTo(20_000);
        assertThat(read.address().getHostString()).isEqualTo("127.0.0.1");
        assertThat(read.payloadType()).isEqualTo(8);
        assertThat(read.eventType()).isEqualTo(101);
        assertThat(read.wantsSound()).isTrue();
    }

    @Test
    void shouldTakeTheOtherSidesPreferenceAndItsOwnTypeForKeys() throws SdpException {
        SessionDescription read = parse(START + """
                c=IN IP4 192.0.2.7
                t=0 0
                m=audio 4000 RTP/AVP 18 0 8 96
                a=rtpmap:96 telephone-event/8000
                """);

        assertThat(read.payloadType()).isZero();
        assertThat(read.eventType()).isEqualTo(96);
        assertThat(parse(START + "c=IN IP4 192.0.2.7\nm=audio 4000 RTP/AVP 8\na=rtpmap:128 telephone-event/8000")
                        .eventType())
                .as("of seven bits")
                .isEqualTo(-1);
    }

    @Test
    void shouldPreferTheStreamsOwnAddressAndSkipADeclinedStream() throws SdpException {
        SessionDescription read = parse(START + """
                c=IN IP4 192.0.2.7
                m=video 0 RTP/AVP 31
                c=IN IP4 192.0.2.9
                m=audio 0 RTP/AVP 8
                m=audio 4002 RTP/AVP 8
                c=IN IP4 192.0.2.8/127
                a=sendrecv
                m=video 4004 RTP/AVP 31
                c=IN IP4 192.0.2.10
                a=inactive
                """);

        assertThat(read.address().getHostString()).isEqualTo("192.0.2.8");
        assertThat(read.address().getPort()).isEqualTo(4_002);
        assertThat(read.eventType()).isEqualTo(-1);
        assertThat(read.wantsSound()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 192.0.2.7:4001, false",
        "a=rtcp:5000, 192.0.2.7:5000, false",
        "a=rtcp:5000 IN IP4 192.0.2.9, 192.0.2.9:5000, false",
        "a=rtcp-mux, 192.0.2.7:4000, true",
        "a=rtcp:99999, , false",
        "a=rtcp:5000 IN IP4 999.0.0.1, , false",
        "a=rtcp:x, 192.0.2.7:4001, false",
    })
    void shouldKnowWhereReportsAreWanted(String line, String control, boolean mux) throws SdpException {
        SessionDescription read = parse(START + "c=IN IP4 192.0.2.7\nm=audio 4000 RTP/AVP 8\n" + line);

        assertThat(
                        read.control() == null
                                ? null
                                : read.control().getHostString() + ":"
                                        + read.control().getPort())
                .isEqualTo(control);
        assertThat(read.mux()).isEqualTo(mux);
        assertThat(read.answer(7, 1, "127.0.0.1", 20_000).contains("a=rtcp-mux"))
                .isEqualTo(mux);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=IN IP4 0.0.0.0\nm=audio 4000 RTP/AVP 8",
                "c=IN IP4 192.0.2.7\nm=audio 4000 RTP/AVP 8\na=sendonly",
                "c=IN IP4 192.0.2.7\nm=audio 4000 RTP/AVP 8\na=inactive",
                "a=sendonly\nc=IN IP4 192.0.2.7\nm=audio 4000 RTP/AVP 8"
            })
    void shouldKnowThatACallOnHoldWantsNoSound(String lines) throws SdpException {
        assertThat(parse(START + lines).wantsSound()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, sendrecv, sendrecv",
        "192.0.2.7, sendonly, recvonly",
        "192.0.2.7, recvonly, sendonly",
        "192.0.2.7, inactive, inactive",
        "0.0.0.0, sendrecv, recvonly",
    })
    void shouldAnswerEachStreamAndDeclineAllButTheSound(String host, String direction, String answered)
            throws SdpException {
        SessionDescription theirs =
                parse(START + "c=IN IP4 " + host + "\nm=video 4004 RTP/AVP 31\nm=audio 4000/2 RTP/AVPF 18 0 8 96\na="
                        + direction + "\na=rtpmap:96 telephone-event/8000/1\nm=audio 4002 RTP/AVP 8");

        assertThat(theirs.answer(7, 3, "127.0.0.1", 20_000).split("\r\n"))
                .containsExactly(
                        "v=0",
                        "o=vigie 7 3 IN IP4 127.0.0.1",
                        "s=-",
                        "c=IN IP4 127.0.0.1",
                        "t=0 0",
                        "m=video 0 RTP/AVP 31",
                        "m=audio 20000 RTP/AVPF 0 96",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:96 telephone-event/8000",
                        "a=fmtp:96 0-15",
                        "a=ptime:20",
                        "a=" + answered,
                        "m=audio 0 RTP/AVP 8");
    }

    @Test
    void shouldTakeNoPlaceForSoundOnlyForAHold() throws SdpException {
        String nowhere = START + "c=IN IP4 0.0.0.0\nm=audio 4000 RTP/AVP 8\na=";

        assertThat(parse(nowhere + "inactive").orNoAnswer().wantsSound()).isFalse();
        assertThat(parse(nowhere + "sendonly").orNoAnswer().wantsSound()).isFalse();
        assertThatThrownBy(() -> parse(nowhere + "sendrecv").orNoAnswer()).isInstanceOf(SdpException.class);
        assertThatThrownBy(() -> parse(nowhere + "recvonly").orNoAnswer()).isInstanceOf(SdpException.class);
    }

    @Test
    void shouldTakeSixteenStreamsAndNoMore() throws SdpException {
        String audio = START + "c=IN IP4 192.0.2.7\nm=audio 4000 RTP/AVP 8\n";

        assertThat(parse(audio + "m=video 0 RTP/AVP 31\n".repeat(15)).streams()).hasSize(16);
        assertThatThrownBy(() -> parse(audio + "m=video 0 RTP/AVP 31\n".repeat(16)))
                .isInstanceOf(SdpException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=0",
                "m=audio",
                "m=audio 4000",
                "m=audio 99999 RTP/AVP 8\nc=IN IP4 192.0.2.7",
                "m=audio 4000 RTP/AVP 8",
                "m=audio 4000 RTP/AVP 8\nc=IN IP6 ::1",
                "m=audio 4000 RTP/AVP 8\nc=IN IP4 999.0.2.7",
                "m=audio 4000 RTP/AVP 8\nc=IN IP4 255.255.255.255",
                "m=audio 4000 RTP/AVP 8\nc=IN IP4 224.2.1.1/127",
                "m=audio 4000 RTP/AVP 8\nc=IN IP4 0.1.2.3",
                "m=audio 4000 RTP/AVP 8\nc=IN IP4 example.org",
                "m=audio 4000 RTP/AVP 18 9\nc=IN IP4 192.0.2.7",
                "m=audio 4000 RTP/SAVP 8\nc=IN IP4 192.0.2.7",
                "m=audio 0 RTP/AVP 8\nc=IN IP4 192.0.2.7",
                "m=image 4000 udptl t38\nc=IN IP4 192.0.2.7"
            })
    void shouldRefuseWhatNoCallCanBeMadeOf(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(SdpException.class);
    }

    @Test
    void shouldRefuseAHugeBodyAndNoBody() {
        String good = START + "c=IN IP4 192.0.2.7\nm=audio 4000 RTP/AVP 8\na=";

        assertThatThrownBy(() -> parse(good + "x".repeat(1_000_000))).isInstanceOf(SdpException.class);
        assertThatThrownBy(() -> parse("a".repeat(1_000_000))).isInstanceOf(SdpException.class);
        assertThatThrownBy(() -> SessionDescription.parse(null)).isInstanceOf(SdpException.class);
    }

    @Test
    void shouldNeverFailOtherwiseWhenBytesAreChangedAtRandom() {
        Random random = new Random(17);
        byte[] good = SessionDescription.offer(7, 1, "127.0.0.1", 20_000).getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int change = 0; change < 1 + round % 5; change++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                SessionDescription read = SessionDescription.parse(bad);
                assertThat(read.address().getPort()).isBetween(1, 65_535);
                assertThat(parse(read.answer(7, 2, "127.0.0.1", 20_000)).payloadType())
                        .isEqualTo(read.payloadType());
            } catch (SdpException expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            }
        }
    }

    private static SessionDescription parse(String text) throws SdpException {
        return SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
