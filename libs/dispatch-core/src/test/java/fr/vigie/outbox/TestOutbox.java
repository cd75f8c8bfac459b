package fr.vigie.outbox;

import fr.vigie.bus.OutgoingEvent;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;

/** An outbox that nothing is published from. */
public final class TestOutbox {
    private TestOutbox() {}

    public static Outbox on(Pool pool) {
        return new Outbox(pool, new OutboxSignal());
    }

    /** What one of its rows is to publish. */
    public static List<OutgoingEvent> events(byte[] frames) {
        return EventFrames.read(frames);
    }
}
