package fr.vigie.dispatch.voice.media;

import static fr.vigie.dispatch.voice.media.Listening.Sign.BEEP;
import static fr.vigie.dispatch.voice.media.Listening.Sign.LONG_TALK;
import static fr.vigie.dispatch.voice.media.Listening.Sign.TALK_OVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {
    private final List<Listening.Sign> signs = new ArrayList<>();
    private final Random random = new Random(4);
    private int sample;
    private boolean ulaw;
    private int packetMillis = 20;

    @Test
    void shouldHearABeepOnceWhenItIsOver() {
        Listening listening = new Listening(0);

        tone(listening, 20, 1_000);
        assertThat(signs).isEmpty();
        silence(listening, 10);

        assertThat(signs).containsExactly(BEEP);
    }

    @Test
    void shouldHearTheBeepsOfMachinesAndNotTheRingingTone() {
        for (int hertz : new int[] {900, 1_000, 1_012, 1_090, 1_400, 440}) {
            Listening listening = new Listening(0);
            tone(listening, Listening.BEEP_FRAMES, hertz);
            silence(listening, 1);
        }

        assertThat(signs).containsExactly(BEEP, BEEP, BEEP, BEEP, BEEP);
    }

    @Test
    void shouldNotTakeAShortToneNorKeysInTheBandForABeep() {
        Listening listening = new Listening(0);

        tone(listening, 14, 1_000);
        silence(listening, 10);
        tones(listening, 30, 697, 1_209); // the key 1, dual tone
        silence(listening, 10);

        assertThat(signs).isEmpty();
    }

    @Test
    void shouldHearALongTalkWithShortPausesAndItsEnd() {
        Listening listening = new Listening(300);

        for (int sentence = 0; sentence < 8; sentence++) {
            noise(listening, 40);
            silence(listening, 10);
        }
        silence(listening, 30);

        assertThat(signs).containsExactly(LONG_TALK, TALK_OVER);
    }

    @Test
    void shouldNotTakeAPersonWhoSaysAlloNowAndThenForALongTalk() {
        Listening listening = new Listening(300);

        for (int hello = 0; hello < 10; hello++) {
            noise(listening, 40);
            silence(listening, 60);
        }

        assertThat(signs).isEmpty();
    }

    @Test
    void shouldCountPausesAsTalkUntilTheyAreTooLong() {
        Listening one = new Listening(300);
        noise(one, 200);
        silence(one, Listening.PAUSE_FRAMES - 1);
        noise(one, 65);
        assertThat(signs).isEmpty();
        noise(one, 1);
        assertThat(signs).containsExactly(LONG_TALK);
        silence(one, Listening.PAUSE_FRAMES - 1);
        assertThat(signs).containsExactly(LONG_TALK);
        silence(one, 1);
        assertThat(signs).containsExactly(LONG_TALK, TALK_OVER);

        Listening other = new Listening(300);
        noise(other, 200);
        silence(other, Listening.PAUSE_FRAMES);
        noise(other, 299);
        assertThat(signs).hasSize(2);
    }

    @Test
    void shouldTakeMissingFramesForAPause() {
        Listening listening = new Listening(300);
        noise(listening, 300);
        nothing(listening, Listening.PAUSE_FRAMES - 1);
        assertThat(signs).containsExactly(LONG_TALK);
        nothing(listening, 1);

        assertThat(signs).containsExactly(LONG_TALK, TALK_OVER);
    }

    @Test
    void shouldNotTakeTheHumOfALineForTalk() {
        Listening listening = new Listening(300);

        frames(listening, 400, () -> random.nextInt(-900, 900)); // 450 on the average, -37 dBFS
        assertThat(signs).isEmpty();
        frames(listening, 400, () -> random.nextInt(-1_200, 1_200));

        assertThat(signs).containsExactly(LONG_TALK);
    }

    @Test
    void shouldNotMindALongTalkWhereThereIsNoLimit() {
        Listening listening = new Listening(0);

        noise(listening, 5_000);
        silence(listening, 100);

        assertThat(signs).isEmpty();
    }

    @Test
    void shouldHearTheSameInMuLaw() {
        ulaw = true;
        Listening listening = new Listening(300);

        silence(listening, 400);
        assertThat(signs).isEmpty();
        noise(listening, 310);
        tone(listening, 20, 1_000);
        silence(listening, 5);

        assertThat(signs).containsExactly(LONG_TALK, BEEP);
    }

    @Test
    void shouldHearTheBeepThatFollowsATalk() {
        Listening listening = new Listening(300);

        noise(listening, 310);
        tone(listening, 20, 1_000);
        silence(listening, 5);

        assertThat(signs).containsExactly(LONG_TALK, BEEP);
        silence(listening, 2 * Listening.PAUSE_FRAMES);
        assertThat(signs).as("the talk ended with the beep").containsExactly(LONG_TALK, BEEP);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 50, 60})
    void shouldHearTheSameInPacketsOfAnyLength(int millis) {
        Listening listening = new Listening(300);
        packetMillis = millis;

        noise(listening, 5_980 / millis);
        assertThat(signs).as("just under 6 s").isEmpty();
        noise(listening, 120 / millis);
        tone(listening, 600 / millis, 1_000);
        silence(listening, 60 / millis);

        assertThat(signs).containsExactly(LONG_TALK, BEEP);
    }

    @Test
    void shouldHearABeepAcrossPacketsThatAreLate() {
        Listening listening = new Listening(0);

        tone(listening, 10, 1_000);
        nothing(listening, Listening.JITTER_FRAMES - 1);
        tone(listening, 5, 1_000);
        assertThat(signs).isEmpty();
        nothing(listening, Listening.JITTER_FRAMES - 1);
        assertThat(signs).isEmpty();
        nothing(listening, 1);
        assertThat(signs).containsExactly(BEEP);
    }

    @Test
    void shouldTakeTwoTonesForTwoWhenNothingCameBetweenThem() {
        Listening listening = new Listening(0);

        tone(listening, 10, 1_000);
        nothing(listening, Listening.JITTER_FRAMES);
        tone(listening, 10, 1_000);
        silence(listening, 1);

        assertThat(signs).isEmpty();
    }

    private void nothing(Listening listening, int frames) {
        for (int i = 0; i < frames; i++) {
            told(listening.nothing());
        }
    }

    private void tone(Listening listening, int frames, int hertz) {
        tones(listening, frames, hertz, hertz);
    }

    private void tones(Listening listening, int frames, int one, int other) {
        frames(listening, frames, () -> {
            double time = 2 * Math.PI * sample++ / 8_000;
            return (int) (4_000 * Math.sin(one * time) + 4_000 * Math.sin(other * time));
        });
    }

    private void noise(Listening listening, int frames) {
        frames(listening, frames, () -> random.nextInt(-8_000, 8_000));
    }

    private void silence(Listening listening, int frames) {
        frames(listening, frames, () -> 0);
    }

    private void frames(Listening listening, int frames, java.util.function.IntSupplier source) {
        byte[] packet = new byte[packetMillis * 8];
        for (int i = 0; i < frames; i++) {
            for (int j = 0; j < packet.length; j++) {
                packet[j] = G711.toAlaw(source.getAsInt());
            }
            for (int at = 0; at < packet.length; at += RtpLeg.FRAME_SAMPLES) {
                byte[] frame = Arrays.copyOfRange(packet, at, Math.min(packet.length, at + RtpLeg.FRAME_SAMPLES));
                told(listening.sound(ulaw ? G711.alawToUlaw(frame) : frame, frame.length, ulaw));
            }
        }
    }

    private void told(Listening.Sign sign) {
        if (sign != Listening.Sign.NOTHING) {
            signs.add(sign);
        }
    }
}
