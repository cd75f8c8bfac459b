package fr.vigie.dispatch.voice.trunk;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps records in memory. */
final class PaperLog implements CallLog {
    private final Queue<CallDetail> begun = new ConcurrentLinkedQueue<>();
    private final Queue<CallDetail> ended = new ConcurrentLinkedQueue<>();

    @Override
    public void begun(CallDetail call) {
        begun.add(call);
    }

    @Override
    public void ended(CallDetail call) {
        ended.add(call);
    }

    /** The calls of a delivery as they began, in their order. */
    List<CallDetail> begun(UUID deliveryId) {
        return of(begun, deliveryId);
    }

    /** The tries of a delivery, in their order. */
    List<CallDetail> of(UUID deliveryId) {
        return of(ended, deliveryId);
    }

    private static List<CallDetail> of(Queue<CallDetail> calls, UUID deliveryId) {
        return calls.stream()
                .filter(call -> call.deliveryId().equals(deliveryId))
                .toList();
    }
}
