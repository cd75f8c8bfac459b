package fr.vigie.simulators.telephony;

import fr.vigie.simulators.Journal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sip.Dialog;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * One call to one telephone, from the first ring to the end. All methods but {@link #snapshot} run on the network's one
 * thread, so nothing here is locked.
 */
final class Call {

    private static final Logger LOG = Logger.getLogger(Call.class.getName());

    /** No call outlives this. */
    private static final long LIMIT_MILLIS = 120_000;

    /** What was under way when the call ended still comes in. */
    private static final long LAST_PACKETS_MILLIS = 1_000;

    /** What a call needs of the network. */
    record Network(
            SipLine line,
            RtpReceiver rtp,
            ScheduledExecutorService time,
            Journal journal,
            Clock clock,
            Duration maxAnswerDelay,
            SoundLedger ledger,
            Supplier<Duration> listening) {}

    /** Hears of what all calls together are counted by. */
    interface Listener {
        void answered();

        void pressed();

        void ended(Call call, CallOutcome outcome);
    }

    private final Network network;
    private final Listener listener;
    private final ServerTransaction invite;
    private final TelephoneBehaviour behaviour;
    private final int earlierCalls;
    private final String key;
    private final String callId;
    private final String called;
    private final String callerId;
    private final String tag = SipLine.newTag();
    private final Instant invitedAt;
    private final List<Future<?>> timers = new ArrayList<>();
    private final StringBuffer keys = new StringBuffer();

    private SessionDescription offer;
    private boolean acknowledged;
    private volatile RtpLeg leg;
    private long answeredNanos;
    private volatile Instant answeredAt;
    private volatile Instant endedAt;
    private volatile CallOutcome outcome;

    Call(
            Network network,
            Listener listener,
            ServerTransaction invite,
            TelephoneBehaviour behaviour,
            int earlierCalls,
            String callId,
            String called,
            String callerId) {
        this.network = network;
        this.listener = listener;
        this.invite = invite;
        this.behaviour = behaviour;
        this.earlierCalls = earlierCalls;
        this.key = Exchange.key(invite.getRequest());
        this.callId = callId;
        this.called = called;
        this.callerId = callerId;
        this.invitedAt = network.clock().instant();
        journal("invite");
    }

    /** As {@link Exchange#key} of its messages. */
    String key() {
        return key;
    }

    void begin() {
        Request request = invite.getRequest();
        byte[] sdp = request.getRawContent();
        if (sdp != null && sdp.length > 0) {
            Optional<SessionDescription> parsed = SessionDescription.parse(sdp);
            if (parsed.isEmpty()) {
                reject(CallOutcome.NO_COMMON_CODEC);
                return;
            }
            offer = parsed.get();
        }
        network.line().answer(invite, Response.TRYING, null);
        after(LIMIT_MILLIS, () -> hangUp(CallOutcome.TIME_LIMIT));
        switch (behaviour) {
            case BUSY -> reject(CallOutcome.BUSY);
            case UNALLOCATED -> reject(CallOutcome.UNALLOCATED);
            case UNAVAILABLE -> reject(CallOutcome.UNAVAILABLE);
            case OUT_OF_SERVICE -> reject(CallOutcome.OUT_OF_SERVICE);
            case BUSY_TWICE -> {
                if (earlierCalls < 2) {
                    reject(CallOutcome.BUSY);
                } else {
                    ringSoon();
                }
            }
            default -> ringSoon();
        }
    }

    /** Answers a call that is not taken at all. */
    void reject(CallOutcome why) {
        network.line().answer(invite, why.status(), tag);
        end(why);
    }

    private void ringSoon() {
        long most = network.maxAnswerDelay().toMillis();
        after(Math.min(200, most / 2), () -> {
            network.line().answer(invite, Response.RINGING, tag);
            journal("ringing");
            if (behaviour != TelephoneBehaviour.NEVER_ANSWERS) {
                after(random(most / 2, most), this::answer);
            }
        });
    }

    private void answer() {
        try {
            leg = network.rtp().open();
        } catch (IOException e) {
            reject(CallOutcome.OUT_OF_SERVICE); // no more ports
            return;
        }
        if (offer != null) {
            leg.connect(offer);
        }
        answeredAt = network.clock().instant();
        answeredNanos = System.nanoTime();
        journal("answered");
        listener.answered();
        network.line().answerWithSdp(invite, tag, sdp());
    }

    private byte[] sdp() {
        return SessionDescription.own(
                network.line().host().getHostAddress(),
                leg.port(),
                offer == null ? 8 : offer.codec(),
                offer == null ? SessionDescription.OWN_EVENT_PAYLOAD : offer.eventPayload());
    }

    /** The ACK of the 200, with the caller's SDP where the INVITE had none. */
    void acknowledged(Request ack) {
        if (acknowledged || leg == null || outcome != null) {
            return;
        }
        acknowledged = true;
        if (offer == null && ack.getRawContent() != null) {
            SessionDescription.parse(ack.getRawContent()).ifPresent(description -> {
                offer = description;
                leg.connect(description);
            });
        }
        new Person(this, leg, behaviour).listen();
    }

    /** A re-INVITE: sound goes to where it says from now on. */
    void renegotiate(ServerTransaction transaction) {
        byte[] sdp = transaction.getRequest().getRawContent();
        if (leg == null || outcome != null) {
            network.line().answer(transaction, Response.REQUEST_PENDING, tag);
            return;
        }
        if (sdp != null && sdp.length > 0) {
            Optional<SessionDescription> parsed = SessionDescription.parse(sdp);
            if (parsed.isEmpty()) {
                network.line().answer(transaction, Response.NOT_ACCEPTABLE_HERE, tag);
                return;
            }
            offer = parsed.get();
            leg.connect(offer);
        }
        journal("renegotiated");
        network.line().answerWithSdp(transaction, tag, sdp());
    }

    void cancelled(ServerTransaction cancel) {
        network.line().answer(cancel, Response.OK, tag);
        if (answeredAt == null && outcome == null) {
            reject(CallOutcome.CANCELLED);
        }
    }

    void hungUpByCaller(ServerTransaction bye) {
        network.line().answer(bye, Response.OK, tag);
        end(CallOutcome.HUNG_UP_BY_CALLER);
    }

    /** Ends the call from this side, in the way its state asks for. */
    void hangUp(CallOutcome why) {
        if (outcome != null) {
            return;
        }
        if (answeredAt == null) {
            reject(why);
            return;
        }
        Dialog dialog = invite.getDialog();
        if (dialog != null) {
            network.line().hangUp(dialog);
        }
        end(why);
    }

    /** Notes that the telephone pressed a key, and by which means. */
    void pressed(char key, boolean byInfo) {
        keys.append(key);
        listener.pressed();
        network.journal().append("key", line -> {
            line.writeStringField("callId", callId);
            line.writeStringField("called", called);
            line.writeStringField("key", String.valueOf(key));
            line.writeStringField("by", byInfo ? "INFO" : "RFC 4733");
        });
    }

    void sendKeyInfo(char key) {
        Dialog dialog = invite.getDialog();
        if (dialog != null) {
            network.line().sendKeyInfo(dialog, key);
        }
    }

    /** Closes the books; the SIP side has been told already. */
    void end(CallOutcome why) {
        if (outcome != null) {
            return;
        }
        endedAt = network.clock().instant();
        outcome = why;
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
        if (leg != null) {
            var unused = network.time().schedule(this::closeSound, LAST_PACKETS_MILLIS, TimeUnit.MILLISECONDS);
        }
        network.journal().append(endedAt, "ended", line -> {
            line.writeStringField("callId", callId);
            line.writeStringField("called", called);
            line.writeStringField("outcome", why.name());
            line.writeStringField("keys", keys.toString());
            line.writeNumberField("rtpPackets", leg == null ? 0 : leg.packets());
            line.writeNumberField("silentPackets", leg == null ? 0 : leg.silentPackets());
            line.writeNumberField("lostPackets", leg == null ? 0 : leg.lostPackets());
            line.writeNumberField("recordedPackets", leg == null ? 0 : leg.recordedPackets());
        });
        listener.ended(this, why);
    }

    private void closeSound() {
        leg.close();
        network.ledger().add(leg.arrivals(), answeredNanos);
    }

    /** How long people listen before they press a key; zero where they press it when they like. */
    Duration listening() {
        return network.listening().get();
    }

    CallRecord snapshot() {
        RtpLeg sound = leg;
        return new CallRecord(
                callId,
                called,
                callerId,
                invitedAt,
                answeredAt,
                endedAt,
                outcome,
                keys.toString(),
                sound == null ? 0 : sound.packets(),
                sound == null ? 0 : sound.silentPackets(),
                sound == null ? 0 : sound.lostPackets(),
                sound == null ? 0 : sound.recordedPackets());
    }

    private void journal(String event) {
        network.journal().append(event, line -> {
            line.writeStringField("callId", callId);
            line.writeStringField("called", called);
            line.writeStringField("callerId", callerId);
        });
    }

    /** Does something later, unless the call has ended by then. */
    void after(long millis, Runnable action) {
        timers.add(network.time().schedule(whileOpen(action), millis, TimeUnit.MILLISECONDS));
    }

    /** Does something again and again until the call ends. */
    void every(long millis, Runnable action) {
        timers.add(network.time().scheduleAtFixedRate(whileOpen(action), millis, millis, TimeUnit.MILLISECONDS));
    }

    private Runnable whileOpen(Runnable action) {
        return () -> {
            if (outcome == null) {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "a telephone could not do what it should", e);
                }
            }
        };
    }

    private static long random(long from, long to) {
        return from >= to ? from : ThreadLocalRandom.current().nextLong(from, to + 1);
    }
}
