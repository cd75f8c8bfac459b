package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.dialogue.Phrases;
import fr.vigie.dispatch.voice.dialogue.Scripts;
import fr.vigie.dispatch.voice.speech.EspeakSpeech;
import fr.vigie.dispatch.voice.speech.Speech;
import fr.vigie.dispatch.voice.speech.SpeechCache;
import fr.vigie.dispatch.voice.speech.SpeechWorkers;
import fr.vigie.dispatch.voice.speech.ToneSpeech;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Finds what speaks, once, at the start. */
@ApplicationScoped
class SpeechSetup {
    private static final Logger LOG = Logger.getLogger(SpeechSetup.class);

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
        return new SpeechWorkers();
    }

    void end(@Disposes SpeechWorkers workers) {
        workers.close();
    }

    @Produces
    @Singleton
    SpeechCache cache(Speech speech, SpeechWorkers workers, VoiceConfig config) {
        return new SpeechCache(speech, workers, config.speech().cacheBytes());
    }

    /** For the calls, and for officers who listen before: both by the same limits. */
    @Produces
    @Singleton
    Scripts scripts(SpeechCache speech, VoiceConfig config) {
        return new Scripts(
                speech,
                Phrases.of(config.keys(), config.prompts()),
                new Scripts.Limits(
                        config.speech().maxCharacters(), config.maxCall(), config.keyWait(), config.beepWait()));
    }
}
