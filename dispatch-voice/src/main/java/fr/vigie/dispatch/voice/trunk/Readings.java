package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.voice.dialogue.Script;
import fr.vigie.dispatch.voice.dialogue.Scripts;
import fr.vigie.dispatch.voice.speech.SpeechException;
import fr.vigie.dispatch.voice.speech.Turn;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** What is read out in a call, or what it means for the delivery that nothing can be. */
final class Readings {
    /** The text is at fault: nobody can hear it, whenever and whoever is called. */
    private static final HandOverOutcome UNUSABLE =
            new Final(DeliveryState.FAILED, FailureReason.CONTENT_UNUSABLE, null, false);

    private static final Logger LOG = Logger.getLogger(Readings.class);

    private final Scripts scripts;

    Readings(Scripts scripts) {
        this.scripts = scripts;
    }

    /**
     * The script of a call.
     *
     * @return fails with a {@link SpeechException} only: nothing is sent before there is a script, so whatever breaks on
     *     the way to it is the text's fault
     */
    CompletableFuture<Script> of(HandOver handOver) {
        CompletableFuture<Script> script;
        try {
            script = scripts.of(handOver.authority(), handOver.status(), handOver.text(), Turn.of(handOver.urgency()));
        } catch (RuntimeException | Error e) {
            script = CompletableFuture.failedFuture(e);
        }
        return script.exceptionally(failure -> {
            Throwable cause = cause(failure);
            throw cause instanceof SpeechException speech ? speech : SpeechException.broken(cause);
        });
    }

    /** What it means that {@link #of} failed. */
    static HandOverOutcome unspeakable(HandOver handOver, SpeechException why) {
        if (why.textAtFault()) {
            LOG.warnf("the text of alert %s cannot be spoken: %s", handOver.alertId(), why.getMessage());
            return UNUSABLE;
        }
        LOG.warnf("no sound for alert %s: %s", handOver.alertId(), why.getMessage());
        return new Temporary(null, FailureReason.CARRIER_UNAVAILABLE, false, Duration.ofSeconds(2));
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
