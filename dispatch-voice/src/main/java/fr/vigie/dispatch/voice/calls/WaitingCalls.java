package fr.vigie.dispatch.voice.calls;

import fr.vigie.dispatch.voice.trunk.CallDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Call records that wait to be written. An end takes the place of an opening that still waits; so there are never more
 * openings than calls under way, and only ends need a bound.
 */
final class WaitingCalls {
    private final Map<UUID, CallDetail> begun = new ConcurrentHashMap<>();
    private final BlockingQueue<CallDetail> ended;

    /** @param room for ends */
    WaitingCalls(int room) {
        this.ended = new LinkedBlockingQueue<>(room);
    }

    void begun(CallDetail call) {
        begun.put(call.callId(), call);
    }

    /** @return false where there is no room */
    boolean ended(CallDetail call) {
        begun.remove(call.callId());
        return ended.offer(call);
    }

    /** Ends, and openings after them; no call twice. */
    List<CallDetail> take(int limit) {
        List<CallDetail> batch = new ArrayList<>();
        // Ends first: the opening of each of these is gone by then.
        ended.drainTo(batch, limit);
        begun.values().stream()
                .limit(limit - batch.size())
                .filter(call -> begun.remove(call.callId(), call))
                .forEach(batch::add);
        return batch;
    }

    int size() {
        return ended.size() + begun.size();
    }
}
