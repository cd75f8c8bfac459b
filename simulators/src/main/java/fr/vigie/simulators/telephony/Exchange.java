package fr.vigie.simulators.telephony;

import fr.vigie.simulators.FictionNumbers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Takes what the SIP stack hands over to the network's one thread and gives it to the call that it belongs to. */
final class Exchange implements SipListener, Call.Listener {

    private static final Logger LOG = Logger.getLogger(Exchange.class.getName());
    private static final int MAX_COUNTED_NUMBERS = 100_000;

    private final ScheduledExecutorService time;
    private final SipLine line;
    private final DigestGate gate;
    private final Call.Network network;
    private final int remember;
    private final Map<String, Call> open = new HashMap<>();
    private final Map<String, Integer> callsByNumber = new HashMap<>();
    private final Map<String, Supplier<CallRecord>> records = new LinkedHashMap<>();
    private final Map<String, LongAdder> counts = new LinkedHashMap<>();
    private volatile int active;
    private final AtomicInteger talking = new AtomicInteger();
    private volatile long refuseUntil = System.nanoTime();
    private volatile long silentUntil = refuseUntil;

    Exchange(Call.Network network, DigestGate gate, int remember) {
        this.network = network;
        this.time = network.time();
        this.line = network.line();
        this.gate = gate;
        this.remember = remember;
        for (String name : List.of("calls", "answered", "keysPressed", "unauthorized")) {
            counts.put(name, new LongAdder());
        }
        for (CallOutcome outcome : CallOutcome.values()) {
            counts.put(name(outcome), new LongAdder());
        }
    }

    /** Answers new calls 503 for so long. */
    void refuseFor(Duration time) {
        refuseUntil = System.nanoTime() + time.toNanos();
    }

    /** Answers nothing at all for so long; what came meanwhile is forgotten, telephones go on as they were. */
    void silentFor(Duration time) {
        silentUntil = System.nanoTime() + time.toNanos();
    }

    @Override
    public void processRequest(RequestEvent event) {
        if (System.nanoTime() - silentUntil < 0) {
            return;
        }
        Request request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            onTime(() -> {
                Call call = open.get(key(request));
                if (call != null) {
                    call.acknowledged(request);
                }
            });
            return;
        }
        // On the stack's thread, so that a retransmission finds the transaction.
        ServerTransaction transaction = line.transactionOf(request, event.getServerTransaction());
        if (transaction != null) {
            onTime(() -> take(request, transaction));
        }
    }

    private void take(Request request, ServerTransaction transaction) {
        Call call = open.get(key(request));
        boolean inDialog = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() != null;
        switch (request.getMethod()) {
            case Request.INVITE -> {
                if (!inDialog) {
                    invite(request, transaction);
                } else if (call == null) {
                    line.answer(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, null);
                } else {
                    call.renegotiate(transaction);
                }
            }
            case Request.CANCEL -> {
                if (call == null) {
                    line.answer(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, SipLine.newTag());
                } else {
                    call.cancelled(transaction);
                }
            }
            case Request.BYE -> {
                if (call == null) {
                    line.answer(transaction, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, null);
                } else {
                    call.hungUpByCaller(transaction);
                }
            }
            case Request.OPTIONS -> line.answerOptions(transaction);
            case Request.INFO ->
                line.answer(
                        transaction,
                        call == null ? Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST : Response.OK,
                        SipLine.newTag());
            default -> line.answerNotAllowed(transaction);
        }
    }

    private void invite(Request request, ServerTransaction transaction) {
        if (!gate.lets(request)) {
            counts.get("unauthorized").increment();
            line.challenge(transaction, DigestGate.REALM, gate.nonce());
            return;
        }
        counts.get("calls").increment();
        String called = FictionNumbers.e164(user(request.getRequestURI()));
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        boolean fiction = FictionNumbers.contains(called);
        TelephoneBehaviour behaviour = TelephoneBehaviour.of(called);
        Call call = new Call(
                network,
                this,
                transaction,
                behaviour,
                fiction ? earlierCalls(called, behaviour) : 0,
                ((CallIdHeader) request.getHeader(CallIdHeader.NAME)).getCallId(),
                FictionNumbers.shown(called),
                FictionNumbers.shown(FictionNumbers.e164(user(from.getAddress().getURI()))));
        open.put(key(request), call);
        active = open.size();
        remember(key(request), call::snapshot);
        if (!fiction) {
            call.reject(CallOutcome.REFUSED);
        } else if (System.nanoTime() - refuseUntil < 0) {
            call.reject(CallOutcome.OUT_OF_SERVICE);
        } else {
            call.begin();
        }
    }

    private int earlierCalls(String called, TelephoneBehaviour behaviour) {
        if (behaviour != TelephoneBehaviour.BUSY_TWICE) {
            return 0;
        }
        if (callsByNumber.size() > MAX_COUNTED_NUMBERS) {
            callsByNumber.clear();
        }
        return callsByNumber.merge(called, 1, Integer::sum) - 1;
    }

    @Override
    public void answered() {
        counts.get("answered").increment();
        talking.incrementAndGet();
    }

    @Override
    public void pressed() {
        counts.get("keysPressed").increment();
    }

    @Override
    public void ended(Call call, CallOutcome outcome) {
        counts.get(name(outcome)).increment();
        String key = call.key();
        open.remove(key);
        active = open.size();
        // The record alone stays: a call holds on to its SIP messages.
        CallRecord record = call.snapshot();
        if (record.answeredAt() != null) {
            talking.decrementAndGet();
        }
        remember(key, () -> record);
    }

    /** Ends all that is open. */
    void endAll() {
        List.copyOf(open.values()).forEach(call -> call.hangUp(CallOutcome.STOPPED));
    }

    List<CallRecord> journal() {
        Collection<Supplier<CallRecord>> all;
        synchronized (records) {
            all = List.copyOf(records.values());
        }
        return all.stream().map(Supplier::get).toList();
    }

    Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counts.forEach((name, count) -> counters.put(name, count.sum()));
        counters.put("active", (long) active);
        counters.put("talking", (long) talking.get());
        return counters;
    }

    @Override
    public void processResponse(ResponseEvent event) {
        // Answers to BYE and INFO: whatever they say, there is nothing left to do.
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (event.isServerTransaction()
                && event.getServerTransaction().getRequest().getMethod().equals(Request.INVITE)) {
            unacknowledged(event.getServerTransaction().getRequest());
        }
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        String callId = event.getDialog().getCallId().getCallId();
        onTime(() -> {
            Call call = open.get(callId + " " + event.getDialog().getRemoteTag());
            if (call != null) {
                call.end(CallOutcome.NOT_ACKNOWLEDGED);
            }
        });
    }

    private void unacknowledged(Request invite) {
        onTime(() -> {
            Call call = open.get(key(invite));
            if (call != null) {
                call.end(CallOutcome.NOT_ACKNOWLEDGED);
            }
        });
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.log(Level.FINE, "a SIP message could not be sent");
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // Its call has ended or goes on without it.
    }

    private void onTime(Runnable action) {
        time.execute(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a call could not be served", e);
            }
        });
    }

    private void remember(String key, Supplier<CallRecord> record) {
        synchronized (records) {
            records.put(key, record);
            if (records.size() > remember) {
                Iterator<String> oldest = records.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    /** Call-ID and the caller's tag name a call from its first message on. */
    static String key(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId() + " "
                + ((FromHeader) message.getHeader(FromHeader.NAME)).getTag();
    }

    private static String user(URI uri) {
        return uri instanceof SipURI sip && sip.getUser() != null ? sip.getUser() : "";
    }

    /** HUNG_UP_BY_CALLER as hungUpByCaller. */
    private static String name(CallOutcome outcome) {
        StringBuilder name = new StringBuilder();
        for (String word : outcome.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
