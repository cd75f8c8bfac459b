package fr.vigie.acceptance.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A trunk and the telephones behind it on 127.0.0.1, on no SIP stack: they hear the sound, end by themselves what the
 * caller does not end (Expires of RFC 3261, session timer of RFC 4028, silence), and are busy while in use. Their
 * journal knows nothing of the dispatcher.
 */
final class Telephones implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int BUFFER = 4 * 1024 * 1024;
    private static final int MOST = 65_535;

    private final DatagramSocket signalling;
    private final DatagramSocket sound;
    private final Duration patience;
    private final Map<String, TelephoneCall> calls = new HashMap<>();
    private final Map<Integer, TelephoneCall> bySoundPort = new HashMap<>();
    private final List<TelephoneCall> journal = new ArrayList<>();
    private volatile Function<String, Manners> manners;
    private volatile boolean closing;

    private Telephones(int port, Duration patience, Function<String, Manners> manners) throws IOException {
        this.signalling = socket(port);
        this.sound = socket(0);
        this.patience = patience;
        this.manners = manners;
        daemon(() -> receive(signalling, this::signal));
        daemon(() -> receive(sound, this::sound));
        daemon(this::look);
    }

    /**
     * Begins.
     *
     * @param patience after how much silence a person hangs up
     * @param manners what the telephone of each number does
     */
    static Telephones start(Duration patience, Function<String, Manners> manners) {
        return at(0, patience, manners);
    }

    /** Begins at a port that somebody knows. */
    static Telephones at(int port, Duration patience, Function<String, Manners> manners) {
        try {
            return new Telephones(port, patience, manners);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return signalling.getLocalPort();
    }

    /** From the next call on. */
    void behave(Function<String, Manners> other) {
        manners = other;
    }

    /** Every call that came, in the order of the INVITEs. */
    synchronized List<Heard> journal() {
        return journal.stream().map(TelephoneCall::heard).toList();
    }

    /** Those that ring or are up. */
    synchronized long open() {
        return journal.stream().filter(TelephoneCall::open).count();
    }

    private void signal(DatagramPacket packet) throws IOException {
        SipMessage message = SipMessage.read(packet.getData(), packet.getLength());
        TelephoneCall call = calls.get(message.callId());
        switch (message.method()) {
            case "" -> {} // answers to what a telephone asked change nothing
            case "ACK" -> {
                if (call != null) {
                    call.acknowledged();
                }
            }
            case "INVITE" -> {
                if (call == null) {
                    invited(message, packet.getSocketAddress());
                } else {
                    call.invitedAgain(message);
                }
            }
            case "CANCEL", "BYE", "UPDATE" -> {
                if (call == null || !call.takes(message)) {
                    send(message.answer("481 No Such Call", "none", List.of(), ""), packet.getSocketAddress());
                }
            }
            case "OPTIONS" -> send(message.answer("200 OK", "options", List.of(), ""), packet.getSocketAddress());
            default -> send(message.answer("405 Not Here", "none", List.of(), ""), packet.getSocketAddress());
        }
    }

    private void invited(SipMessage invite, SocketAddress caller) throws IOException {
        boolean inUse = journal.stream()
                .anyMatch(each -> each.open() && each.heard().number().equals(invite.number()));
        TelephoneCall call = new TelephoneCall(
                invite, manners.apply(invite.number()), patience, sound.getLocalPort(), text -> send(text, caller));
        calls.put(invite.callId(), call);
        bySoundPort.put(invite.soundPort(), call);
        journal.add(call);
        call.begin(inUse);
    }

    private void sound(DatagramPacket packet) {
        TelephoneCall call = bySoundPort.get(packet.getPort());
        if (call != null) {
            call.sound();
        }
    }

    private void send(String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        signalling.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private void look() {
        while (!closing) {
            synchronized (this) {
                for (TelephoneCall call : journal) {
                    try {
                        call.look();
                        speak(call);
                    } catch (IOException e) {
                        // Nobody is there any more; what is due is due again.
                    }
                }
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void speak(TelephoneCall call) throws IOException {
        int port = call.soundWanted();
        if (port > 0) {
            byte[] frame = call.frame();
            sound.send(new DatagramPacket(frame, frame.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    private interface Taker {
        void take(DatagramPacket packet) throws IOException;
    }

    private void receive(DatagramSocket socket, Taker taker) {
        byte[] buffer = new byte[MOST];
        while (!closing) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                synchronized (this) {
                    taker.take(packet);
                }
            } catch (IOException e) {
                // Closed, or the caller is gone: it will be noticed.
            }
        }
    }

    private static DatagramSocket socket(int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        socket.setReceiveBufferSize(BUFFER);
        return socket;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "telephones");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closing = true;
        signalling.close();
        sound.close();
    }
}
