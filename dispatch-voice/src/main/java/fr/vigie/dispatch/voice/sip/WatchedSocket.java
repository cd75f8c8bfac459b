package fr.vigie.dispatch.voice.sip;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Tells when it is over: closed by us, ended or reset by the other side. May tell more than once. And it knows since when
 * a write has been waiting: for a socket there is no such time limit, and whoever accepts and never reads would keep a
 * thread for ever.
 */
final class WatchedSocket extends Socket {
    private final Consumer<WatchedSocket> whenOver;
    private final AtomicInteger writers = new AtomicInteger();
    private volatile long progress;

    WatchedSocket(Consumer<WatchedSocket> whenOver) {
        this.whenOver = whenOver;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                try {
                    return seen(super.read());
                } catch (IOException e) {
                    whenOver.accept(WatchedSocket.this);
                    throw e;
                }
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                try {
                    return seen(super.read(into, from, length));
                } catch (IOException e) {
                    whenOver.accept(WatchedSocket.this);
                    throw e;
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (writers.get() == 0) {
                    progress = System.nanoTime();
                }
                writers.incrementAndGet();
                try {
                    out.write(bytes, from, length);
                } finally {
                    progress = System.nanoTime();
                    writers.decrementAndGet();
                }
            }
        };
    }

    /** Whether something has been waiting to be written for longer than this, and nothing was. */
    boolean stuck(long nanos) {
        return writers.get() > 0 && System.nanoTime() - progress > nanos;
    }

    private int seen(int read) {
        if (read < 0) {
            whenOver.accept(this);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        super.close();
        whenOver.accept(this);
    }

    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            whenOver.accept(this);
        }
    }
}
