package fr.vigie.service;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a part that does not answer (database, broker) from a fault of our own. */
final class Outage {
    private static final int DEPTH = 10;

    /** By name, because not every service has these libraries. */
    private static final Set<String> TYPES = Set.of(
            "io.vertx.core.impl.NoStackTraceTimeoutException",
            "io.vertx.core.http.ConnectionPoolTooBusyException",
            "io.vertx.pgclient.impl.util.ConnectionClosedException",
            "io.vertx.sqlclient.ClosedConnectionException",
            "org.apache.kafka.common.errors.RetriableException",
            "org.hibernate.exception.JDBCConnectionException",
            "java.sql.SQLTransientConnectionException");

    /** PostgreSQL: disk full, out of memory, too many connections; shutting down, crashed, starting; I/O error. */
    private static final Set<String> SQL_STATES = Set.of("53100", "53200", "53300", "57P01", "57P02", "57P03", "58030");

    private Outage() {}

    static boolean isOne(Throwable fault) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause instanceof java.net.SocketException
                    || cause instanceof java.net.UnknownHostException
                    || cause instanceof TimeoutException
                    || isClosedChannel(cause)
                    || isKnown(cause.getClass())
                    || hasOutageState(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** For the log: types only, since messages may hold statements and values. */
    static String describe(Throwable fault) {
        StringBuilder types = new StringBuilder();
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            types.append(depth == 0 ? "" : " < ").append(cause.getClass().getSimpleName());
            cause = cause.getCause();
        }
        return types.toString();
    }

    private static boolean isClosedChannel(Throwable cause) {
        return cause instanceof IOException && cause instanceof java.nio.channels.ClosedChannelException;
    }

    private static boolean isKnown(Class<?> type) {
        for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
            if (TYPES.contains(ancestor.getName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOutageState(Throwable cause) {
        if (!cause.getClass().getName().equals("io.vertx.pgclient.PgException")) {
            return false;
        }
        // PgException's message ends in "(<SQLSTATE>)"; the class itself may be absent here.
        String message = cause.getMessage();
        return message != null && SQL_STATES.stream().anyMatch(state -> message.contains("(" + state + ")"));
    }
}
