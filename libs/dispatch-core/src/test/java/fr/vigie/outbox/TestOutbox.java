package fr.vigie.outbox;

import io.vertx.mutiny.sqlclient.Pool;

/** An outbox that nothing is published from. */
public final class TestOutbox {
    private TestOutbox() {}

    public static Outbox on(Pool pool) {
        return new Outbox(pool, new OutboxSignal());
    }
}
