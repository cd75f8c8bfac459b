package fr.vigie.dispatch.voice.trunk;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps records in memory. */
final class PaperLog implements CallLog {
    private final Queue<CallDetail> calls = new ConcurrentLinkedQueue<>();

    @Override
    public void add(CallDetail call) {
        calls.add(call);
    }

    /** The tries of a delivery, in their order. */
    List<CallDetail> of(UUID deliveryId) {
        return calls.stream()
                .filter(call -> call.deliveryId().equals(deliveryId))
                .toList();
    }
}
