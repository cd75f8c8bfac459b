package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.speech.EspeakSpeech;
import fr.vigie.dispatch.voice.speech.Speech;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.ToneSpeech;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Finds what speaks, once, at the start. */
@ApplicationScoped
class SpeechSetup {
    private static final Logger LOG = Logger.getLogger(SpeechSetup.class);
    /** Renderings at once; each is a process that takes a core for some 50 ms. */
    private static final int WORKERS = 2;
    /** Texts that may wait for them: an alert has four of its own, and this many take ten seconds. */
    private static final int WAITING = 400;

    @Produces
    @Singleton
    Speech speech(VoiceConfig config) {
        VoiceConfig.SpeechConfig wanted = config.speech();
        try {
            Speech found =
                    EspeakSpeech.find(wanted.program(), wanted.voice(), wanted.wordsPerMinute(), wanted.timeLimit());
            LOG.infof("texts are spoken by %s", found.engine().detail());
            return found;
        } catch (IOException e) {
            if (!wanted.tones()) {
                // A key pressed after some beeps would count as proof that the merchant was warned.
                throw new IllegalStateException(
                        "no speech: " + wanted.program() + " was not found; install espeak-ng, or set"
                                + " vigie.voice.speech.program (vigie.voice.speech.tones=true where all telephones are simulated)");
            }
            LOG.warnf(
                    "no speech: %s was not found. Calls play tones instead of words; install espeak-ng to be understood",
                    wanted.program());
            return new ToneSpeech(wanted.program() + " was not found; calls play tones instead of words");
        }
    }

    @Produces
    @Singleton
    SpeechWorkers workers() {
        return new SpeechWorkers(new ThreadPoolExecutor(
                WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "speech");
                    thread.setDaemon(true);
                    return thread;
                }));
    }

    void end(@Disposes SpeechWorkers workers) {
        workers.threads().shutdownNow();
    }

    @Produces
    @Singleton
    SpeechCache cache(Speech speech, SpeechWorkers workers, VoiceConfig config) {
        return new SpeechCache(
                speech,
                workers.threads(),
                config.speech().maxCharacters(),
                config.speech().cacheBytes());
    }

    /** The threads that wait for the engine. */
    record SpeechWorkers(ExecutorService threads) {}
}
