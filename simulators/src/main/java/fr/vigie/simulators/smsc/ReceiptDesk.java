package fr.vigie.simulators.smsc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Hands receipts, and what telephones write, to sessions bound to receive: to the one that submitted where it still can,
 * else to any other.
 * Each session has at most {@value #WINDOW} unanswered. One is done when the client has answered ESME_ROK; one
 * that was refused comes again after a second, one whose session went away or stayed silent goes to the next.
 */
final class ReceiptDesk {

    private static final int WINDOW = 200;
    private static final int MAX_TRIES = 30;
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(30);

    private record Sent(Delivery delivery, long atNanos) {}

    private final ScheduledExecutorService scheduler;
    private final MessageStore store;
    private final Counters counters;
    private final Deque<Delivery> due = new ArrayDeque<>();
    private final Map<SmscSession, Map<Integer, Sent>> receivers = new LinkedHashMap<>();
    private boolean held;

    ReceiptDesk(ScheduledExecutorService scheduler, MessageStore store, Counters counters) {
        this.scheduler = scheduler;
        this.store = store;
        this.counters = counters;
    }

    synchronized void offer(Delivery delivery) {
        due.addLast(delivery);
        sendDue();
    }

    synchronized void joined(SmscSession receiver) {
        receivers.put(receiver, new HashMap<>());
        sendDue();
    }

    synchronized void left(SmscSession receiver) {
        Map<Integer, Sent> unanswered = receivers.remove(receiver);
        if (unanswered != null) {
            unanswered.values().forEach(sent -> due.addFirst(sent.delivery().again()));
            sendDue();
        }
    }

    /** Keeps everything back until {@link #release}. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        sendDue();
    }

    /** How many wait or are unanswered. */
    synchronized int outstanding() {
        return due.size() + receivers.values().stream().mapToInt(Map::size).sum();
    }

    void answered(SmscSession receiver, int sequence, int status) {
        Delivery done = null;
        synchronized (this) {
            Sent sent = receivers.getOrDefault(receiver, Map.of()).remove(sequence);
            if (sent != null && status == Smpp.ESME_ROK) {
                done = sent.delivery();
            } else if (sent != null && sent.delivery().tries() < MAX_TRIES) {
                counters.add(sent.delivery() instanceof Receipt ? Counters.RECEIPTS_REFUSED : Counters.TEXTS_REFUSED);
                var unused = scheduler.schedule(() -> offer(sent.delivery().again()), 1, TimeUnit.SECONDS);
            }
            sendDue();
        }
        if (done instanceof Receipt receipt) {
            counters.add(Counters.RECEIPTS_ACKNOWLEDGED);
            store.receiptAcknowledged(receipt.message());
        } else if (done != null) {
            counters.add(Counters.TEXTS_ACKNOWLEDGED);
        }
    }

    /** Takes back what no one answered in time. */
    synchronized void takeBackUnanswered() {
        long now = System.nanoTime();
        List<Delivery> silent = new ArrayList<>();
        for (Map<Integer, Sent> unanswered : receivers.values()) {
            for (Iterator<Sent> sent = unanswered.values().iterator(); sent.hasNext(); ) {
                Sent one = sent.next();
                if (now - one.atNanos() > ANSWER_NANOS) {
                    sent.remove();
                    silent.add(one.delivery().again());
                }
            }
        }
        due.addAll(silent);
        sendDue();
    }

    private void sendDue() {
        while (!held && !due.isEmpty()) {
            SmscSession receiver = freeReceiver(due.peekFirst().origin());
            if (receiver == null) {
                return;
            }
            Delivery delivery = due.removeFirst();
            int sequence = receiver.nextSequence();
            receivers.get(receiver).put(sequence, new Sent(delivery, System.nanoTime()));
            receiver.send(delivery.toDeliverSm(sequence));
            counters.add(delivery instanceof Receipt ? Counters.RECEIPTS_SENT : Counters.TEXTS_SENT);
        }
    }

    private SmscSession freeReceiver(SmscSession preferred) {
        Map<Integer, Sent> own = receivers.get(preferred);
        if (own != null && own.size() < WINDOW) {
            return preferred;
        }
        SmscSession least = null;
        int fewest = WINDOW;
        for (Map.Entry<SmscSession, Map<Integer, Sent>> receiver : receivers.entrySet()) {
            if (receiver.getValue().size() < fewest) {
                fewest = receiver.getValue().size();
                least = receiver.getKey();
            }
        }
        return least;
    }
}
