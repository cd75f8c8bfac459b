package fr.vigie.outbox;

import fr.vigie.bus.PoisonEventException;
import io.vertx.pgclient.PgException;

/** Tells events that the database can never take from a database that does not work just now. */
public final class DataRefusal {
    private DataRefusal() {}

    /** Whether a failure lies in the data: SQLSTATE class 22 (data exception) or 23 (integrity), or our own refusal. */
    public static boolean is(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PoisonEventException) {
                return true;
            }
            if (cause instanceof PgException refused && refused.getSqlState() != null) {
                return refused.getSqlState().startsWith("22")
                        || refused.getSqlState().startsWith("23");
            }
        }
        return false;
    }
}
