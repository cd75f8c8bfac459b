package fr.vigie.dispatch.voice;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** An engine that says nothing until it is let go: then one second of silence for every text. */
public final class HeldSpeech implements QuarkusTestResourceLifecycleManager {
    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("held-speech");
            Path program = folder.resolve("speaks");
            Files.writeString(program, """
                    #!/bin/sh
                    if [ "$1" = --version ]; then echo held; exit; fi
                    cat > /dev/null
                    while [ -e "$0.held" ]; do sleep 0.05; done
                    cat "$0.wav"
                    """);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            AudioFormat format = new AudioFormat(22_050, 16, 1, true, false);
            try (AudioInputStream second =
                    new AudioInputStream(new ByteArrayInputStream(new byte[44_100]), format, 22_050)) {
                AudioSystem.write(
                        second,
                        AudioFileFormat.Type.WAVE,
                        folder.resolve("speaks.wav").toFile());
            }
            return Map.of("vigie.voice.speech.program", program.toString(), "vigie.voice.speech.time-limit", "60s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(HeldSpeech.class));
    }

    void hold() throws IOException {
        Files.createFile(folder.resolve("speaks.held"));
    }

    void letGo() throws IOException {
        Files.deleteIfExists(folder.resolve("speaks.held"));
    }

    @Override
    public void stop() {
        try {
            letGo();
            Files.delete(folder.resolve("speaks.wav"));
            Files.delete(folder.resolve("speaks"));
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
