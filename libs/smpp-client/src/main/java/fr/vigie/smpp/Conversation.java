package fr.vigie.smpp;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What is said on a connection, from the bind to the end: which PDU is answered how, what is done when, and why it ends.
 * Lives on the session's event loop, but for what its comment says.
 */
final class Conversation {
    private enum State {
        BINDING,
        BOUND,
        UNBINDING,
        CLOSED
    }

    private final Vertx vertx;
    private final Binding binding;
    private final SessionCounts counts;
    private final long stuckNanos;
    private final Wire wire;
    private final PduWriter out;
    private final Turns turns;
    private final Sequence sequence = new Sequence();
    private final Window window;
    private final Answers answers;
    private final Pulse pulse;
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final long timer;
    private volatile State state = State.BINDING;
    /** Requests were given up, and nothing at all was heard since they were written: it would only lose more. */
    private volatile boolean mute;

    private volatile int inFlight;
    private volatile int places;
    private Farewell farewell;

    /** On the event loop of the socket. */
    Conversation(
            Vertx vertx,
            Context context,
            NetSocket socket,
            BindRequest bind,
            SessionLimits limits,
            SessionCounts counts,
            DeliveryHandler handler) {
        long now = System.nanoTime();
        this.vertx = vertx;
        this.binding = new Binding(bind, now, limits.bindTimeout());
        this.counts = counts;
        this.stuckNanos = limits.enquireLink().toNanos();
        this.wire = new Wire(socket);
        this.out = wire.out();
        this.turns = new Turns(context, this::endTurn);
        this.window = new Window(limits, sequence, counts);
        this.answers = new Answers(handler, limits, turns, out);
        this.pulse = new Pulse(limits, now);
        this.places = window.places();
        socket.handler(this::read);
        socket.exceptionHandler(ignored -> end(Ending.LINK_LOST));
        socket.closeHandler(ignored -> end(Ending.LINK_LOST));
        long sweep = Math.max(5, Math.min(100, limits.responseTimeout().toMillis() / 20));
        this.timer = vertx.setPeriodic(sweep, ignored -> turns.post(this::sweep));
    }

    /** Binds; fails with a {@link BindFailedException}. */
    CompletionStage<Void> begin() {
        CompletionStage<Void> bound = binding.begin(out, sequence.next());
        wire.flush();
        return bound;
    }

    /** From any thread. */
    boolean isBound() {
        return state == State.BOUND;
    }

    /** Whether something given to it now would be written. From any thread. */
    boolean transmits() {
        return state == State.BOUND && !mute && binding.kind().transmits();
    }

    /** From any thread; up to one turn old. */
    int places() {
        return transmits() ? places : 0;
    }

    /** From any thread; up to one turn old. */
    int served() {
        return window.served();
    }

    int inFlight() {
        return inFlight;
    }

    CompletionStage<Ending> ended() {
        return ended;
    }

    /** From any thread. */
    void ask(Pending<?> pending) {
        if (state != State.BOUND) {
            pending.notSent();
            return;
        }
        turns.post(() -> {
            if (state == State.BOUND) {
                window.add(pending);
            } else {
                pending.notSent();
            }
        });
    }

    /** From any thread. */
    void unbind(Duration limit) {
        turns.post(() -> {
            if (state == State.BOUND) {
                state = State.UNBINDING;
                window.giveBackWaiting();
                farewell = new Farewell(System.nanoTime(), limit);
            } else if (state == State.BINDING) {
                end(Ending.BY_US);
            }
        });
    }

    /** From any thread. */
    void close() {
        turns.post(() -> end(Ending.BY_US));
    }

    private void read(Buffer octets) {
        if (state == State.CLOSED) {
            return;
        }
        long now = System.nanoTime();
        try {
            wire.cut(octets, pdu -> {
                // Only a whole PDU is a sign of life: half a one may never end.
                pulse.heard(now);
                mute = false;
                take(pdu, now);
                return state != State.CLOSED;
            });
        } catch (MalformedPduException e) {
            // Where the next PDU begins cannot be known any more (section 4.3: generic_nack), so this is the end.
            counts.malformed();
            out.bare(Command.GENERIC_NACK, e.status(), 0);
            end(Ending.PROTOCOL);
        }
        turns.take();
    }

    private void take(PduReader pdu, long now) {
        switch (pdu.command()) {
            case Command.DELIVER_SM, Command.DATA_SM -> deliver(pdu, now);
            case Command.ENQUIRE_LINK -> out.bare(Command.ENQUIRE_LINK | Command.RESPONSE, Status.ROK, pdu.sequence());
            case Command.UNBIND -> {
                out.bare(Command.UNBIND | Command.RESPONSE, Status.ROK, pdu.sequence());
                end(Ending.UNBOUND);
            }
            case Command.UNBIND | Command.RESPONSE -> {
                if (farewell != null && farewell.said()) {
                    end(Ending.BY_US);
                }
            }
            case Command.BIND_TRANSCEIVER | Command.RESPONSE,
                    Command.BIND_TRANSMITTER | Command.RESPONSE,
                    Command.BIND_RECEIVER | Command.RESPONSE -> bindAnswered(pdu);
            case Command.GENERIC_NACK -> {
                if (state == State.BINDING) {
                    bindAnswered(pdu);
                } else {
                    window.response(pdu);
                }
            }
            case Command.SUBMIT_SM | Command.RESPONSE, Command.QUERY_SM | Command.RESPONSE -> window.response(pdu);
            case Command.ALERT_NOTIFICATION, Command.ENQUIRE_LINK | Command.RESPONSE -> {
                // Wants no answer (section 4.12.1); or was one, and being heard is all that it says.
            }
            default -> {
                counts.malformed();
                if ((pdu.command() & Command.RESPONSE) == 0) {
                    out.bare(Command.GENERIC_NACK, Status.RINVCMDID, pdu.sequence());
                }
            }
        }
    }

    private void deliver(PduReader pdu, long now) {
        if (state == State.BINDING) { // a transmitter takes them too: against section 2.2.1, but many centres do it
            Answers.write(out, pdu.command(), pdu.sequence(), Status.RINVBNDSTS);
            return;
        }
        try {
            answers.receive(pdu, DeliverSm.read(pdu), now);
        } catch (MalformedPduException e) {
            counts.malformed();
            Answers.write(out, pdu.command(), pdu.sequence(), e.status());
        }
    }

    private void bindAnswered(PduReader pdu) {
        if (state != State.BINDING) {
            counts.unexpected();
        } else if (pdu.status() != Status.ROK || pdu.command() == Command.GENERIC_NACK) {
            binding.refused(pdu.status());
            end(Ending.BY_US);
        } else {
            state = State.BOUND;
            binding.done();
        }
    }

    /** Everything that depends on time. */
    private void sweep() {
        long now = System.nanoTime();
        if (state == State.CLOSED) {
            return;
        }
        answers.expire(now);
        if (!wire.reading()) {
            if (wire.stuck(now, stuckNanos)) {
                end(Ending.SILENT);
            }
            return; // what is not heard now is our own doing
        }
        if (state == State.BINDING) {
            if (binding.overdue(now)) {
                end(Ending.SILENT);
            }
            return;
        }
        long silentSince = window.expire(now, wire.readingSince());
        boolean nothingHeard = silentSince != Window.NONE && !pulse.heardSince(silentSince);
        mute = mute || nothingHeard;
        if (pulse.dead(now)) {
            end(Ending.SILENT);
        } else if (!pulse.waits() && (nothingHeard || pulse.quiet(now))) {
            out.bare(Command.ENQUIRE_LINK, Status.ROK, sequence.next());
            pulse.asked(now);
        }
    }

    private void endTurn() {
        if (state == State.BOUND && !mute) {
            window.fill(out, System.nanoTime());
        }
        inFlight = window.inFlight();
        places = window.places();
        if (state == State.UNBINDING) {
            boolean quiet = window.inFlight() == 0 && answers.isEmpty();
            if (farewell.over(System.nanoTime())) {
                end(Ending.BY_US);
            } else if (farewell.due(System.nanoTime(), quiet)) {
                out.bare(Command.UNBIND, Status.ROK, sequence.next());
            }
        }
        if (state != State.CLOSED) {
            wire.flush();
            readOrWait();
        }
    }

    /** Reads no more than can be answered, nor while answers cannot leave. */
    private void readOrWait() {
        if (wire.reading() && (answers.full() || wire.congested())) {
            wire.stopReading(() -> turns.post(() -> {}));
        } else if (!wire.reading() && answers.relieved() && !wire.congested()) {
            wire.readOn();
            pulse.heard(wire.readingSince());
        }
    }

    private void end(Ending why) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            vertx.cancelTimer(timer);
            if (why == Ending.SILENT || why == Ending.LINK_LOST) {
                wire.drop();
            } else {
                wire.close(vertx);
            }
            window.lost();
            inFlight = 0;
            answers.forget();
            binding.lost();
            ended.complete(why);
        }
    }
}
