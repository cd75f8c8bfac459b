package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Accepted;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.dispatch.carrier.HandOverOutcome.Temporary;
import fr.vigie.dispatch.carrier.HandOverOutcome.Unknown;
import fr.vigie.smpp.SmppSession;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One text of several messages under way on one link: all are submitted at once, and the text is accepted when all are.
 * Where some were taken and others refused for a while, those are tried again here; if that does not help, the outcome
 * is unknown, since a fragment may arrive.
 */
final class TextHandOver {
    private static final int TRIES = 4;
    private static final long PAUSE_MILLIS = 150;

    /** Submits one message of the text. */
    interface Submitter {
        CompletionStage<HandOverOutcome> submit(SmppSession session, HandOver handOver, WireText text, int index);
    }

    /** Does something later. */
    interface Timer {
        void after(long millis, Runnable work);
    }

    private final HandOver handOver;
    private final WireText text;
    private final SmppSession session;
    private final Submitter submitter;
    private final Timer timer;
    private final PartReceipts parts;
    private final Clock clock;
    private final HandOverOutcome[] outcomes;
    private final CompletableFuture<HandOverOutcome> done = new CompletableFuture<>();
    private int tries;

    TextHandOver(
            HandOver handOver,
            WireText text,
            SmppSession session,
            Submitter submitter,
            Timer timer,
            PartReceipts parts,
            Clock clock) {
        this.handOver = handOver;
        this.text = text;
        this.session = session;
        this.submitter = submitter;
        this.timer = timer;
        this.parts = parts;
        this.clock = clock;
        this.outcomes = new HandOverOutcome[text.messages()];
    }

    CompletionStage<HandOverOutcome> begin() {
        parts.begun();
        submitOpen();
        return done.whenComplete((outcome, failure) -> parts.ended());
    }

    /** Submits what has not been tried, or was refused for a while. */
    private void submitOpen() {
        tries++;
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null || outcomes[i] instanceof Temporary) {
                int index = i;
                all.add(submitter
                        .submit(session, handOver, text, index)
                        .thenAccept(outcome -> outcomes[index] = outcome)
                        .toCompletableFuture());
            }
        }
        var unused = CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                .whenComplete((nothing, failure) -> decide());
    }

    private void decide() {
        HandOverOutcome worst = worst();
        if (worst instanceof Temporary refused && anyTaken()) {
            if (tries < TRIES && clock.instant().isBefore(handOver.expires())) {
                timer.after(PAUSE_MILLIS * tries, this::submitOpen);
            } else {
                done.complete(new Unknown(refused.reason()));
            }
        } else if (worst instanceof Accepted) {
            done.complete(new Accepted(parts.register(names()), clock.instant()));
        } else {
            done.complete(worst);
        }
    }

    /** A part that will never be taken decides; then one whose fate is unknown; then one that may be taken later. */
    private HandOverOutcome worst() {
        HandOverOutcome worst = outcomes[0];
        for (HandOverOutcome outcome : outcomes) {
            if (weight(outcome) > weight(worst)) {
                worst = outcome;
            }
        }
        return worst;
    }

    private static int weight(HandOverOutcome outcome) {
        if (outcome instanceof Final) {
            return 3;
        }
        if (outcome instanceof Unknown) {
            return 2;
        }
        return outcome instanceof Temporary ? 1 : 0;
    }

    private boolean anyTaken() {
        for (HandOverOutcome outcome : outcomes) {
            if (outcome instanceof Accepted) {
                return true;
            }
        }
        return false;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(outcomes.length);
        for (HandOverOutcome outcome : outcomes) {
            names.add(((Accepted) outcome).carrierMessageId());
        }
        return names;
    }
}
