package fr.vigie.dispatch.voice.sip;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.function.Consumer;

/** Tells when it is over: closed by us, ended or reset by the other side. May tell more than once. */
final class WatchedSocket extends Socket {
    private final Consumer<WatchedSocket> whenOver;

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
