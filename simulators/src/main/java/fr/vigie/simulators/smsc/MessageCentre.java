package fr.vigie.simulators.smsc;

import fr.vigie.simulators.FictionNumbers;
import fr.vigie.simulators.Journal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Decides about every submit, by the knobs and by the number, and about what becomes of it afterwards. */
final class MessageCentre {

    /** Long enough for a receipt to be read before the response that it overtakes. */
    private static final int OVERTAKEN_RESPONSE_MILLIS = 60;

    private static final int SLOW_RECEIPT_MILLIS = 2_000;
    private static final int LATE_RECEIPT_MILLIS = 10_000;
    /** Somebody has read the message and written a word. */
    private static final int STOP_MILLIS = 200;

    private static final int MAX_COUNTED_NUMBERS = 100_000;

    private final Clock clock;
    private final Journal journal;
    private final MessageStore store;
    private final Counters counters;
    private final ReceiptDesk desk;
    private final ScheduledExecutorService scheduler;
    private final AtomicLong lastNumber;
    private final RateLimit rate = new RateLimit();
    private final Map<String, Integer> submitsByPatternNumber = new ConcurrentHashMap<>();
    private final AtomicInteger submitsUntilDrop = new AtomicInteger();
    private volatile SmscKnobs knobs;
    private volatile long stalledUntilNanos = System.nanoTime();

    MessageCentre(
            Clock clock,
            Journal journal,
            MessageStore store,
            Counters counters,
            ReceiptDesk desk,
            ScheduledExecutorService scheduler,
            SmscKnobs knobs) {
        this.clock = clock;
        this.journal = journal;
        this.store = store;
        this.counters = counters;
        this.desk = desk;
        this.scheduler = scheduler;
        this.knobs = knobs;
        // Microseconds since 1970: a later process starts above every id of an earlier one as long as fewer than a
        // million a second are given out.
        Instant now = clock.instant();
        this.lastNumber = new AtomicLong(now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
    }

    SmscKnobs knobs() {
        return knobs;
    }

    void turn(SmscKnobs next) {
        knobs = next;
    }

    /** The session of the n-th accepted submit from now is cut before its response; 0 takes the order back. */
    void dropAfter(int submits) {
        submitsUntilDrop.set(submits);
    }

    void stall(Duration time) {
        stalledUntilNanos = System.nanoTime() + time.toNanos();
        desk.hold();
        var unused = scheduler.schedule(desk::release, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Blocks as long as a stall lasts. */
    void awaitEndOfStall() throws InterruptedException {
        for (long left = stalledUntilNanos - System.nanoTime();
                left > 0;
                left = stalledUntilNanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    Optional<StoredMessage> find(String messageId) {
        return store.find(messageId);
    }

    /** Takes up what an earlier process accepted and did not bring to its end. */
    void resume() {
        for (StoredMessage message : store.all()) {
            NumberBehaviour behaviour = behaviourOf(message.submit(), knobs);
            if (behaviour == NumberBehaviour.NO_RECEIPT) {
                continue;
            }
            if (!message.state().isFinal()) {
                settle(message, null, behaviour, knobs);
            } else if (message.receiptsAcknowledged() == 0) {
                offerReceipt(message, null, knobs);
            }
        }
    }

    void submit(Submit submit, SmscSession session, int sequence) {
        counters.add(Counters.SUBMITS);
        SmscKnobs current = knobs;
        if (!FictionNumbers.contains(submit.destination())) {
            counters.add(Counters.REFUSED_NOT_FICTION);
            refuse(submit, session, sequence, Smpp.ESME_RINVDSTADR, "refused: not fiction");
            return;
        }
        if (!rate.allows(current.tps())) {
            counters.add(Counters.THROTTLED);
            session.send(PduWriter.bare(Smpp.SUBMIT_SM | Smpp.RESPONSE, Smpp.ESME_RTHROTTLED, sequence));
            return;
        }
        NumberBehaviour behaviour = behaviourOf(submit, current);
        int earlier = behaviour == NumberBehaviour.ORDINARY ? 0 : earlierSubmits(submit.destination());
        if (behaviour == NumberBehaviour.INVALID) {
            counters.add(Counters.REJECTED);
            refuse(submit, session, sequence, Smpp.ESME_RINVDSTADR, "rejected: invalid destination");
        } else if (behaviour == NumberBehaviour.THROTTLED_TWICE && earlier < 2) {
            counters.add(Counters.THROTTLED);
            refuse(submit, session, sequence, Smpp.ESME_RTHROTTLED, "throttled");
        } else if (behaviour == NumberBehaviour.QUEUE_FULL_ONCE && earlier < 1) {
            counters.add(Counters.QUEUE_FULL);
            refuse(submit, session, sequence, Smpp.ESME_RMSGQFUL, "queue full");
        } else {
            boolean answered = behaviour != NumberBehaviour.RESPONSE_LOST_ONCE || earlier > 0;
            accept(submit, session, sequence, behaviour, answered, current);
        }
    }

    private void accept(
            Submit submit,
            SmscSession session,
            int sequence,
            NumberBehaviour behaviour,
            boolean answered,
            SmscKnobs current) {
        long number = lastNumber.incrementAndGet();
        String id = current.idFormat().inResponse(number);
        StoredMessage message = store.accept(number, id, submit, clock.instant());
        counters.add(Counters.ACCEPTED);
        if (submitsUntilDrop.get() > 0 && submitsUntilDrop.decrementAndGet() == 0) {
            counters.add(Counters.DROPS);
            session.cut();
        }
        boolean early = behaviour == NumberBehaviour.EARLY_RECEIPT || current.receipts() == SmscKnobs.Receipts.EARLY;
        if (answered) {
            byte[] response = new PduWriter(Smpp.SUBMIT_SM | Smpp.RESPONSE, Smpp.ESME_ROK, sequence)
                    .cString(id)
                    .toBytes();
            int delay = current.responseDelayMillis() + (early ? OVERTAKEN_RESPONSE_MILLIS : 0);
            if (delay == 0) {
                session.send(response);
            } else {
                var unused = scheduler.schedule(() -> session.send(response), delay, TimeUnit.MILLISECONDS);
            }
        } else {
            counters.add(Counters.RESPONSES_LOST);
        }
        if (behaviour == NumberBehaviour.NO_RECEIPT) {
            return; // the network never says what became of it: query_sm answers ENROUTE
        }
        if (early) {
            reach(message, session, behaviour, current);
        } else {
            settle(message, session, behaviour, current);
        }
    }

    private void settle(StoredMessage message, SmscSession session, NumberBehaviour behaviour, SmscKnobs current) {
        int delay = current.responseDelayMillis()
                + ThreadLocalRandom.current()
                        .nextInt(current.receiptDelayMinMillis(), current.receiptDelayMaxMillis() + 1);
        if (behaviour == NumberBehaviour.SLOW_RECEIPT) {
            delay = current.responseDelayMillis() + SLOW_RECEIPT_MILLIS;
        }
        if (current.receipts() == SmscKnobs.Receipts.LATE) {
            delay += LATE_RECEIPT_MILLIS;
        }
        var unused =
                scheduler.schedule(() -> reach(message, session, behaviour, current), delay, TimeUnit.MILLISECONDS);
    }

    private void reach(StoredMessage message, SmscSession session, NumberBehaviour behaviour, SmscKnobs current) {
        MessageState state = switch (behaviour) {
            case UNDELIVERABLE -> MessageState.UNDELIVERABLE;
            case EXPIRED -> MessageState.EXPIRED;
            default -> MessageState.DELIVERED;
        };
        store.becomes(message, state, clock.instant());
        offerReceipt(message, session, current);
        if (behaviour == NumberBehaviour.DOUBLE_RECEIPT || current.receipts() == SmscKnobs.Receipts.DOUBLE) {
            offerReceipt(message, session, current);
        }
        if (behaviour == NumberBehaviour.WRITES_STOP
                && isNumber(message.submit().source())) {
            Submit submit = message.submit();
            var unused = scheduler.schedule(
                    () -> write(submit.destination(), submit.source(), "STOP"), STOP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A telephone shows a name as sender too, and cannot answer it. */
    private static boolean isNumber(String source) {
        return source.matches("\\+?\\d{3,15}");
    }

    /** A telephone writes to one of the client's numbers. */
    void write(String from, String to, String text) {
        journal.append("written", line -> {
            line.writeStringField("from", FictionNumbers.shown(from));
            line.writeStringField("to", to);
            line.writeStringField("text", text);
        });
        desk.offer(new TelephoneText(from, to, text, 0));
    }

    private void offerReceipt(StoredMessage message, SmscSession session, SmscKnobs current) {
        if (message.wantsReceipt() && current.receipts() != SmscKnobs.Receipts.NONE) {
            desk.offer(new Receipt(message, session, current.idFormat(), 0));
        }
    }

    private void refuse(Submit submit, SmscSession session, int sequence, int status, String reason) {
        journal.append("refused", line -> {
            line.writeStringField("destination", FictionNumbers.shown(submit.destination()));
            line.writeStringField("reason", reason);
            line.writeNumberField("status", status);
        });
        session.send(PduWriter.bare(Smpp.SUBMIT_SM | Smpp.RESPONSE, status, sequence));
    }

    private static NumberBehaviour behaviourOf(Submit submit, SmscKnobs current) {
        return current.patterns() ? NumberBehaviour.of(submit.destination()) : NumberBehaviour.ORDINARY;
    }

    private int earlierSubmits(String destination) {
        if (submitsByPatternNumber.size() > MAX_COUNTED_NUMBERS) {
            submitsByPatternNumber.clear();
        }
        return submitsByPatternNumber.merge(destination, 1, Integer::sum) - 1;
    }
}
