package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.voice.dialogue.Conversation;
import fr.vigie.dispatch.voice.dialogue.Line;
import fr.vigie.dispatch.voice.dialogue.Presses;
import fr.vigie.dispatch.voice.dialogue.Script;
import fr.vigie.dispatch.voice.media.Destination;
import fr.vigie.dispatch.voice.media.LegListener;
import fr.vigie.dispatch.voice.media.RtpLeg;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.CallListener;
import fr.vigie.dispatch.voice.sip.OutgoingCall;
import fr.vigie.dispatch.voice.sip.SessionDescription;
import fr.vigie.dispatch.voice.sip.SessionTimer;
import fr.vigie.dispatch.voice.speech.Rendering;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One call from INVITE to outcome: ties signalling, sound and conversation together. What comes from the stack's threads
 * and from the pacing thread is taken one at a time under this object's lock; what goes out to the signalling leaves by
 * the timer's threads, without the lock, so that the two locks are never held in both orders.
 */
final class LiveCall implements CallListener, LegListener, Line {
    private static final int FRAME_MILLIS = 20;
    private final RtpLeg leg;
    private final CallLimits limits;
    private final ScheduledExecutorService timers;
    private final Conversation conversation;
    private final Presses presses = new Presses();
    private final Consumer<CallEnd> whenEnded;
    private final CompletableFuture<HandOverOutcome> outcome = new CompletableFuture<>();
    /** Set right after the INVITE went out; what wants to end the call before waits for it. */
    private final CompletableFuture<OutgoingCall> signalling = new CompletableFuture<>();

    private final CallNotes notes;
    private ScheduledFuture<?> timer;
    private ScheduledFuture<?> sessionTimer;
    private String proxy;
    private boolean stopping;
    private boolean over;

    LiveCall(
            String trunk,
            HandOver handOver,
            RtpLeg leg,
            Script script,
            CallLimits limits,
            ScheduledExecutorService timers,
            Clock clock,
            Consumer<CallEnd> whenEnded) {
        this.notes = new CallNotes(handOver, trunk, clock);
        this.leg = leg;
        this.limits = limits;
        this.timers = timers;
        this.conversation = new Conversation(script, this);
        this.whenEnded = whenEnded;
    }

    CompletableFuture<HandOverOutcome> outcome() {
        return outcome;
    }

    /** The INVITE went out, or failed and {@link #ended} has been told already. */
    synchronized void placed(OutgoingCall call) {
        signalling.complete(call);
        if (!over && notes.answeredAt() == null && timer == null) {
            setTimer(limits.silence(), OutgoingCall::abandon);
        }
    }

    @Override
    public synchronized void proceeding() {
        // While we stop, the shorter timer of stop() stands.
        if (!over && !stopping) {
            setTimer(limits.ring(), this::stopRinging);
        }
    }

    @Override
    public synchronized void sentAgain() {
        if (!over && !stopping) {
            setTimer(limits.silence(), OutgoingCall::abandon);
        }
    }

    @Override
    public synchronized void via(String host) {
        proxy = host;
    }

    @Override
    public synchronized void ringing() {
        notes.ringing();
    }

    private void stopRinging(OutgoingCall call) {
        call.stopRinging();
        synchronized (this) {
            if (!over && notes.answeredAt() == null) {
                setTimer(limits.cancel(), OutgoingCall::abandon);
            }
        }
    }

    @Override
    public synchronized void early(SessionDescription preview, InetAddress host) {
        if (!over && notes.answeredAt() == null) {
            leg.preview(destination(preview), host);
        }
    }

    @Override
    public synchronized void answered(SessionDescription answer, InetAddress host) {
        if (over) {
            return;
        }
        notes.answered();
        int quietFrames = Math.toIntExact(limits.quiet().toMillis() / FRAME_MILLIS);
        int talkFrames = Math.toIntExact(limits.talk().toMillis() / FRAME_MILLIS);
        leg.connect(destination(answer), host, talkFrames, quietFrames, this);
        leg.hold(!answer.wantsSound());
        setTimer(limits.call(), OutgoingCall::hangUp);
        conversation.begin();
    }

    @Override
    public synchronized void moved(SessionDescription to) {
        if (to.wantsSound()) {
            leg.redirect(destination(to));
        }
        leg.hold(!to.wantsSound());
    }

    @Override
    public synchronized void refreshed(SessionTimer session) {
        if (over) {
            return;
        }
        if (sessionTimer != null) {
            sessionTimer.cancel(false);
        }
        Consumer<OutgoingCall> action = session.ours() ? OutgoingCall::refresh : OutgoingCall::hangUp;
        sessionTimer = timers.schedule(
                () -> signal(action), session.due(limits.session()).toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Destination destination(SessionDescription theirs) {
        Set<Integer> eventTypes = new HashSet<>(Set.of(SessionDescription.OFFERED_EVENT_TYPE));
        if (theirs.eventType() >= 0) {
            eventTypes.add(theirs.eventType());
        }
        return new Destination(theirs.address(), theirs.control(), theirs.mux(), theirs.payloadType(), eventTypes);
    }

    @Override
    public void ended(CallEnd how) {
        HandOverOutcome result;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            notes.ended(how);
            cancelTimer();
            leg.close();
            if (notes.answeredAt() != null) {
                result = CallOutcomes.afterAnswer(conversation.ending(), notes.answeredAt(), stopping);
            } else if (stopping) {
                result = CallOutcomes.interrupted();
            } else {
                result = CallOutcomes.beforeAnswer(how, notes.rang());
            }
        }
        whenEnded.accept(how);
        // Away from the stack's thread, which may hold locks: what waits for the outcome may take its time.
        timers.execute(() -> outcome.complete(result));
    }

    /** Says goodbye because the service stops. */
    void stop() {
        synchronized (this) {
            stopping = true;
        }
        signal(OutgoingCall::cancel);
        synchronized (this) {
            if (!over && notes.answeredAt() == null) {
                setTimer(limits.cancel(), OutgoingCall::abandon);
            }
        }
    }

    @Override
    public synchronized void keyBegun(char key) {
        pressed(key, presses.begun(key));
    }

    @Override
    public synchronized void keyHeld(char key) {
        presses.held(key);
    }

    @Override
    public synchronized void key(char key) {
        pressed(key, presses.byInfo(key));
    }

    private void pressed(char key, boolean anew) {
        if (!over && anew) {
            notes.key(key, conversation.offers(key));
            conversation.key(key);
        }
    }

    @Override
    public synchronized void soundEnded() {
        if (!over) {
            conversation.soundEnded();
        }
    }

    @Override
    public synchronized void beep() {
        if (!over) {
            conversation.beep();
        }
    }

    @Override
    public synchronized void longTalk() {
        if (!over) {
            conversation.longTalk();
        }
    }

    @Override
    public void lineDead() {
        hangUp();
    }

    @Override
    public synchronized void talkOver() {
        if (!over) {
            conversation.talkOver();
        }
    }

    @Override
    public void play(Rendering sound) {
        leg.play(sound);
    }

    @Override
    public void hangUp() {
        signal(OutgoingCall::hangUp);
    }

    private void signal(Consumer<OutgoingCall> action) {
        timers.execute(() -> {
            var unused = signalling.thenAccept(action);
        });
    }

    private void setTimer(Duration after, Consumer<OutgoingCall> action) {
        cancelTimer();
        timer = timers.schedule(() -> signal(action), after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (over && sessionTimer != null) {
            sessionTimer.cancel(false);
        }
    }

    /** Whether the telephone rang, or may have. */
    synchronized boolean rang() {
        return notes.rang();
    }

    /** The record of this try, before anything has happened. */
    CallDetail begun() {
        return notes.begun();
    }

    /** The record of this try, once it has ended. */
    synchronized CallDetail detail(HandOverOutcome result) {
        OutgoingCall placed = signalling.getNow(null);
        return notes.detail(result, proxy, placed == null ? null : placed.callId(), leg.report());
    }
}
