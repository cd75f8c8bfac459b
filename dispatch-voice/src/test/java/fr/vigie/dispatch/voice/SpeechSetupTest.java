package fr.vigie.dispatch.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SpeechSetupTest {
    @Test
    void shouldNotStartWithoutAnEngineUnlessTonesAreAllowed() {
        VoiceConfig people = TrunkSetupTest.config(Map.of("vigie.voice.speech.program", "/nowhere/espeak-ng"));
        VoiceConfig simulated = TrunkSetupTest.config(
                Map.of("vigie.voice.speech.program", "/nowhere/espeak-ng", "vigie.voice.speech.tones", "true"));

        assertThatThrownBy(() -> new SpeechSetup().speech(people))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/nowhere/espeak-ng was not found; install espeak-ng");
        assertThat(new SpeechSetup().speech(simulated).engine().speaks()).isFalse();
    }
}
