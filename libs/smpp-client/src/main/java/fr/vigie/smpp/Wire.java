package fr.vigie.smpp;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * A session's connection: what is written leaves once a turn; nothing is read while too much waits to be answered or to
 * leave. Lives on the session's event loop.
 */
final class Wire {
    private static final int UNWRITTEN_OCTETS = 4 * 1024 * 1024;
    private static final long FAREWELL_MILLIS = 1_000;

    private final NetSocket socket;
    private final Frames frames = new Frames();
    private final PduWriter out = new PduWriter();
    private boolean reading = true;
    private long stoppedAt;
    private long readingSince = System.nanoTime();

    Wire(NetSocket socket) {
        this.socket = socket;
        socket.setWriteQueueMaxSize(UNWRITTEN_OCTETS);
    }

    PduWriter out() {
        return out;
    }

    /** Cuts what was read into PDUs. */
    void cut(Buffer octets, Frames.Sink sink) throws MalformedPduException {
        frames.read(octets.getBytes(), sink);
    }

    void flush() {
        if (!out.isEmpty()) {
            socket.write(Buffer.buffer(out.take()));
        }
    }

    /** Whether nothing more should be read for now because what was written does not leave. */
    boolean congested() {
        return socket.writeQueueFull();
    }

    /** @param onDrain told when what was written has left */
    void stopReading(Runnable onDrain) {
        reading = false;
        stoppedAt = System.nanoTime();
        socket.pause();
        socket.drainHandler(ignored -> onDrain.run());
    }

    void readOn() {
        reading = true;
        readingSince = System.nanoTime();
        socket.resume();
    }

    boolean reading() {
        return reading;
    }

    /** Since when it has been read without a pause, in nanoseconds of {@link System#nanoTime}. */
    long readingSince() {
        return readingSince;
    }

    /** Whether what was written has not left for so long that nobody reads it. */
    boolean stuck(long now, long limitNanos) {
        return !reading && congested() && now - stoppedAt >= limitNanos;
    }

    /** Closes when all that was written has left, or has had time to. */
    void close(Vertx vertx) {
        if (!out.isEmpty()) {
            long late = vertx.setTimer(FAREWELL_MILLIS, ignored -> socket.close());
            socket.write(Buffer.buffer(out.take())).onComplete(ignored -> {
                vertx.cancelTimer(late);
                socket.close();
            });
        } else {
            socket.close();
        }
    }

    /** Closes at once: nobody listens. */
    void drop() {
        socket.close();
    }
}
