package fr.vigie.smpp;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One bound session. Any number of requests may be given to it at once; no more than its window are without response.
 * When the link falls every request is replied to at once. Comes from {@link SmppClient#bind}.
 */
public final class SmppSession {
    private static final int UNWRITTEN_OCTETS = 4 * 1024 * 1024;

    private enum State {
        BINDING,
        BOUND,
        UNBINDING,
        CLOSED
    }

    private final Vertx vertx;
    private final NetSocket socket;
    private final BindRequest bind;
    private final SessionCounts counts;
    private final long bindNanos;
    private final Turns turns;
    private final Frames frames = new Frames();
    private final PduWriter out = new PduWriter();
    private final Sequence sequence = new Sequence();
    private final Window window;
    private final Answers answers;
    private final Pulse pulse;
    private final AtomicInteger load = new AtomicInteger();
    private final CompletableFuture<SmppSession> bound = new CompletableFuture<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final long timer;
    private volatile State state = State.BINDING;
    /** Requests were given up, and nothing at all was heard since they were written: it would only lose more. */
    private volatile boolean mute;

    private volatile int inFlight;
    private boolean reading = true;
    private long readingSince;
    private long stateSince;
    private long unbindBy;
    private long unbindLimit;
    private boolean unbindWritten;

    /** On the event loop of the socket. */
    SmppSession(
            Vertx vertx,
            Context context,
            NetSocket socket,
            BindRequest bind,
            SessionLimits limits,
            SessionCounts counts,
            DeliveryHandler handler) {
        long now = System.nanoTime();
        this.vertx = vertx;
        this.socket = socket;
        this.bind = bind;
        this.counts = counts;
        this.bindNanos = limits.bindTimeout().toNanos();
        this.turns = new Turns(context, this::endTurn);
        this.window = new Window(limits, sequence, counts);
        this.answers = new Answers(handler, limits, turns, out);
        this.pulse = new Pulse(limits, now);
        this.readingSince = now;
        this.stateSince = now;
        socket.setWriteQueueMaxSize(UNWRITTEN_OCTETS);
        socket.handler(this::read);
        socket.exceptionHandler(ignored -> end(Ending.LINK_LOST));
        socket.closeHandler(ignored -> end(Ending.LINK_LOST));
        long sweep = Math.max(5, Math.min(100, limits.responseTimeout().toMillis() / 20));
        this.timer = vertx.setPeriodic(sweep, ignored -> turns.post(this::sweep));
    }

    CompletionStage<SmppSession> begin() {
        out.begin(bind.kind().command(), Status.ROK, sequence.next());
        bind.write(out);
        out.end();
        flush();
        return bound;
    }

    /** Whether something given to it now would be written. */
    public boolean transmits() {
        return state == State.BOUND && !mute && bind.kind().transmits();
    }

    /** Whether the session has not ended and is not about to. */
    public boolean isBound() {
        return state == State.BOUND;
    }

    /** Requests that are not replied to yet, waiting ones included. */
    public int load() {
        return load.get();
    }

    /** Requests that were written and have no response. */
    public int inFlight() {
        return inFlight;
    }

    /** Completes when the session has ended, for whatever reason. */
    public CompletionStage<Ending> ended() {
        return ended;
    }

    /**
     * Sends a message.
     *
     * @param urgent whether it goes before what waits and is not
     * @param patience how long it may wait for a place in the window
     * @return completes with the centre's name for the message, on the event loop; never exceptionally
     */
    public CompletionStage<Reply<String>> submit(SubmitSm message, boolean urgent, Duration patience) {
        return request(message, urgent, patience);
    }

    /** Asks what became of a message; goes after what is urgent. Completes as {@link #submit}. */
    public CompletionStage<Reply<QuerySm.Answer>> query(QuerySm question, Duration patience) {
        return request(question, false, patience);
    }

    private <T> CompletionStage<Reply<T>> request(Request<T> request, boolean urgent, Duration patience) {
        load.incrementAndGet();
        Pending<T> pending = new Pending<>(request, urgent, System.nanoTime() + patience.toNanos(), load);
        if (state != State.BOUND) {
            pending.notSent();
        } else {
            turns.post(() -> {
                if (state == State.BOUND) {
                    window.add(pending);
                } else {
                    pending.notSent();
                }
            });
        }
        return pending.reply();
    }

    /**
     * Takes nothing more, waits for what is under way, unbinds (section 4.2) and ends.
     *
     * @param limit how long all of it may take
     */
    public CompletionStage<Ending> unbind(Duration limit) {
        turns.post(() -> {
            if (state == State.BOUND) {
                state = State.UNBINDING;
                window.giveBackWaiting();
                unbindLimit = limit.toNanos();
                unbindBy = System.nanoTime() + unbindLimit;
            } else if (state == State.BINDING) {
                end(Ending.BY_US);
            }
        });
        return ended;
    }

    /** Ends at once. */
    public void close() {
        turns.post(() -> end(Ending.BY_US));
    }

    private void read(Buffer octets) {
        if (state == State.CLOSED) {
            return;
        }
        long now = System.nanoTime();
        pulse.heard(now);
        mute = false;
        try {
            frames.read(octets.getBytes(), pdu -> {
                take(pdu, now);
                return state != State.CLOSED;
            });
        } catch (MalformedPduException e) {
            // Where the next PDU begins cannot be known any more (section 4.3: generic_nack), so this is the end.
            counts.malformed();
            out.bare(Command.GENERIC_NACK, e.status(), 0);
            finish(Ending.PROTOCOL);
        }
        turns.take();
    }

    private void take(PduReader pdu, long now) {
        switch (pdu.command()) {
            case Command.DELIVER_SM, Command.DATA_SM -> deliver(pdu, now);
            case Command.ENQUIRE_LINK -> out.bare(Command.ENQUIRE_LINK | Command.RESPONSE, Status.ROK, pdu.sequence());
            case Command.UNBIND -> {
                out.bare(Command.UNBIND | Command.RESPONSE, Status.ROK, pdu.sequence());
                finish(Ending.UNBOUND);
            }
            case Command.UNBIND | Command.RESPONSE -> {
                if (unbindWritten) {
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
        if (state == State.BINDING || bind.kind() == BindKind.TRANSMITTER) {
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
            bound.completeExceptionally(new BindFailedException(
                    BindFailedException.Reason.REFUSED, pdu.status(), "the centre refuses the bind", null));
            end(Ending.BY_US);
        } else {
            state = State.BOUND;
            bound.complete(this);
        }
    }

    /** Everything that depends on time. */
    private void sweep() {
        long now = System.nanoTime();
        answers.expire(now);
        if (state == State.CLOSED || !reading) {
            return;
        }
        if (state == State.BINDING) {
            if (now - stateSince >= bindNanos) {
                bound.completeExceptionally(new BindFailedException(
                        BindFailedException.Reason.SILENT, 0, "the centre does not answer the bind", null));
                end(Ending.SILENT);
            }
            return;
        }
        long silentSince = window.expire(now, readingSince);
        boolean nothingHeard = silentSince != Long.MIN_VALUE && !pulse.heardSince(silentSince);
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
        if (state == State.UNBINDING) {
            unbindWhenQuiet();
        }
        if (state != State.CLOSED) {
            flush();
            readOrWait();
        }
    }

    private void unbindWhenQuiet() {
        long now = System.nanoTime();
        long left = unbindBy - now;
        if (unbindWritten) {
            if (left <= 0) {
                end(Ending.BY_US);
            }
        } else if (window.inFlight() == 0 && answers.isEmpty() || left <= unbindLimit / 4) {
            out.bare(Command.UNBIND, Status.ROK, sequence.next());
            unbindWritten = true;
        }
    }

    /** Reads no more than can be answered, nor while answers cannot leave. */
    private void readOrWait() {
        if (reading && (answers.full() || socket.writeQueueFull())) {
            reading = false;
            socket.pause();
            socket.drainHandler(ignored -> turns.post(() -> {}));
        } else if (!reading && answers.relieved() && !socket.writeQueueFull()) {
            reading = true;
            readingSince = System.nanoTime();
            pulse.heard(readingSince); // its silence was ours
            socket.resume();
        }
    }

    private void flush() {
        if (!out.isEmpty()) {
            socket.write(Buffer.buffer(out.take()));
        }
    }

    /** Says the last word and ends. */
    private void finish(Ending why) {
        Buffer last = Buffer.buffer(out.take());
        closed(why);
        socket.write(last).onComplete(ignored -> socket.close());
    }

    private void end(Ending why) {
        if (state != State.CLOSED) {
            flush();
            closed(why);
            socket.close();
        }
    }

    private void closed(Ending why) {
        state = State.CLOSED;
        vertx.cancelTimer(timer);
        window.lost();
        inFlight = 0;
        answers.forget();
        bound.completeExceptionally(new BindFailedException(
                BindFailedException.Reason.LINK_LOST, 0, "the link fell before the centre answered the bind", null));
        ended.complete(why);
    }
}
