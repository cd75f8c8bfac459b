package fr.vigie.dispatch.voice.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TelephoneEventsTest {
    private final TelephoneEvents events = new TelephoneEvents();
    private int held;

    @Test
    void shouldTellAKeyOnceWhenItsPacketsRepeatAndItsEndComesThreeTimes() {
        assertThat(keys(1_000, "010a0000", "010a0140", "010a0280", "018a03c0", "018a03c0", "018a03c0"))
                .isEqualTo("1");
    }

    @Test
    void shouldTellTheSameKeyAgainWhenItIsPressedAgain() {
        assertThat(keys(1_000, "090a0140", "098a0280") + keys(9_000, "090a0140", "098a0280"))
                .isEqualTo("99");
    }

    @Test
    void shouldTellAKeyWhenOnlyItsLastPacketArrives() {
        assertThat(keys(1_000, "028a0280")).isEqualTo("2");
    }

    @Test
    void shouldTellALongPressOnceWhenItComesInSegments() {
        assertThat(keys(1_000, "010aff00", "010affff") + keys(1_000 + 0xFFFF, "010a0100", "018a0200"))
                .isEqualTo("1");
    }

    @Test
    void shouldIgnoreALateCopyOfAnEarlierKey() {
        assertThat(keys(9_000, "028a0140") + keys(1_000, "018a0140")).isEqualTo("2");
    }

    @Test
    void shouldFollowTimestampsAcrossTheirWrap() {
        assertThat(keys(-100, "018a0140") + keys(4_000, "028a0140")).isEqualTo("12");
    }

    @Test
    void shouldKnowStarHashAndLettersAndNoFlashHook() {
        assertThat(keys(1, "0a8a0140") + keys(1_000, "0b8a0140") + keys(2_000, "0f8a0140") + keys(3_000, "108a0140"))
                .isEqualTo("*#D");
    }

    @Test
    void shouldIgnoreAPayloadThatIsTooShort() {
        assertThat(keys(1, "", "01", "010a00")).isEmpty();
    }

    @Test
    void shouldStartAnewWhenAnotherSourceCountsFromElsewhere() {
        assertThat(keys(16_000, "028a0140") + from(4_242, 200, "010a0140", "018a0280"))
                .isEqualTo("21");
    }

    @Test
    void shouldNotTellAKeyAgainWhenTheFormerSourceIsLate() {
        assertThat(keys(16_000, "028a0140") + from(4_242, 200, "018a0280") + keys(16_000, "028a0140"))
                .isEqualTo("21");
    }

    @Test
    void shouldTellOnePressOnceWhenEachOfItsPacketsHasATimestampOfItsOwn() {
        assertThat(keys(1_000, "098a00a0") + keys(1_160, "098a0140") + keys(1_320, "098a01e0"))
                .isEqualTo("9");
        assertThat(keys(2_000, "090a00a0", "098a0140") + keys(2_640, "090a00a0", "098a0140"))
                .as("as fast as the network tells tones apart")
                .isEqualTo("99");
        assertThat(keys(9_000, "098a00a0") + keys(9_639, "098a00a0"))
                .as("faster than anybody presses")
                .isEqualTo("9");
    }

    @Test
    void shouldTellThatAKeyIsHeldUntilItsLastPacket() {
        keys(1_000, "090a0140", "090a0280", "098a03c0", "098a03c0", "098a03c0");
        assertThat(held).isEqualTo(4);

        assertThat(keys(9_000, "018a0140") + keys(1_000, "098a03c0")).isEqualTo("1");
        assertThat(held).as("a late copy").isEqualTo(4);
    }

    @Test
    void shouldTellAPressOnceWhenItsSourceChangesWhileItLasts() {
        assertThat(keys(16_000, "090a0140", "090a0280")
                        + from(4_242, 16_000, "090a03c0", "098a0500")
                        + from(5_353, 16_000, "098a0500"))
                .isEqualTo("9");
        assertThat(held).isEqualTo(4);
        assertThat(from(6_464, 32_000, "098a0140")).as("pressed again").isEqualTo("9");
    }

    @Test
    void shouldTellAKeyWhenItsSourceCountsFromElsewhere() {
        assertThat(keys(6_000_000, "058a0140") + keys(1_000_000, "010a0140", "018a0280"))
                .isEqualTo("51");
        assertThat(keys(1_000_000 - 40_000, "028a0140"))
                .as("as old as a late one may be")
                .isEmpty();
        assertThat(keys(1_000_000 - 40_001, "028a0140")).isEqualTo("2");
    }

    private String keys(int timestamp, String... payloads) {
        return from(77, timestamp, payloads);
    }

    private String from(int source, int timestamp, String... payloads) {
        StringBuilder keys = new StringBuilder();
        for (String payload : payloads) {
            ByteBuffer packet = ByteBuffer.wrap(HexFormat.of().parseHex(payload));
            events.read(source, timestamp, packet, new KeyListener() {
                @Override
                public void keyBegun(char key) {
                    keys.append(key);
                }

                @Override
                public void keyHeld(char key) {
                    held++;
                }
            });
        }
        return keys.toString();
    }
}
