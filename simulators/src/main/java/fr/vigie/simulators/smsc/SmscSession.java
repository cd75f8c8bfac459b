package fr.vigie.simulators.smsc;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client's connection: a thread reads and answers, another writes whatever has gathered in one go. Reading stops
 * while the SMSC is stalled, so that the client feels it as a full socket.
 */
final class SmscSession {

    /** A client that says nothing for so long is asked whether it is there. */
    private static final int QUIET_MILLIS = 60_000;

    private static final byte[] LAST = new byte[0];
    private static final int WRITE_BYTES = 64 * 1024;
    /** SMPP 3.4, 7.1.1: absolute time, the offset in quarters of an hour. */
    private static final DateTimeFormatter SMPP_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'000+'").withZone(ZoneOffset.UTC);

    private enum Binding {
        NONE,
        TRANSMITTER,
        RECEIVER,
        TRANSCEIVER
    }

    /** What a session needs of the house. */
    record House(MessageCentre centre, ReceiptDesk desk, Counters counters, Map<String, String> passwords) {}

    private final Socket socket;
    private final House house;
    private final Runnable onEnd;
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private final AtomicInteger sequence = new AtomicInteger();
    private Binding binding = Binding.NONE;

    SmscSession(Socket socket, House house, Runnable onEnd) {
        this.socket = socket;
        this.house = house;
        this.onEnd = onEnd;
    }

    void start(int number) {
        Thread reader = new Thread(this::readUntilEnd, "smsc-" + number + "-in");
        Thread writer = new Thread(this::writeUntilEnd, "smsc-" + number + "-out");
        reader.setDaemon(true);
        writer.setDaemon(true);
        writer.start();
        reader.start();
    }

    int nextSequence() {
        return sequence.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
    }

    /** Queues a PDU; after the end of the session it goes nowhere. */
    void send(byte[] pdu) {
        outgoing.add(pdu);
    }

    /** Ends the connection at once, with whatever is still queued unsent. */
    void cut() {
        outgoing.clear();
        close();
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is closed either way
        }
    }

    private void readUntilEnd() {
        try {
            socket.setSoTimeout(QUIET_MILLIS);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), WRITE_BYTES));
            boolean asked = false;
            boolean open = true;
            while (open) {
                in.mark(1);
                try {
                    if (in.read() < 0) {
                        break;
                    }
                } catch (SocketTimeoutException quiet) {
                    if (asked) {
                        break;
                    }
                    asked = true;
                    send(PduWriter.bare(Smpp.ENQUIRE_LINK, 0, nextSequence()));
                    continue;
                }
                in.reset();
                asked = false;
                Pdu pdu = Pdu.read(in);
                house.centre().awaitEndOfStall();
                open = answer(pdu);
            }
            send(LAST);
        } catch (Pdu.BadLengthException e) {
            send(PduWriter.bare(Smpp.GENERIC_NACK, Smpp.ESME_RINVCMDLEN, 0));
            send(LAST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        } catch (IOException e) {
            close();
        } finally {
            house.desk().left(this);
            onEnd.run();
            send(LAST);
        }
    }

    private void writeUntilEnd() {
        byte[] buffer = new byte[WRITE_BYTES];
        try (socket) {
            OutputStream out = socket.getOutputStream();
            byte[] next = outgoing.take();
            while (next != LAST) {
                int filled = 0;
                while (next != null && next != LAST && filled + next.length <= buffer.length) {
                    System.arraycopy(next, 0, buffer, filled, next.length);
                    filled += next.length;
                    next = outgoing.poll();
                }
                if (filled > 0) {
                    out.write(buffer, 0, filled);
                } else if (next != null) {
                    out.write(next); // larger than the buffer
                    next = null;
                }
                if (next == null) {
                    next = outgoing.take();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            return; // the reader sees the same end and clears up
        }
    }

    /** Whether the session goes on. */
    private boolean answer(Pdu pdu) {
        int response = pdu.command() | Smpp.RESPONSE;
        try {
            switch (pdu.command()) {
                case Smpp.BIND_TRANSMITTER -> bind(pdu, Binding.TRANSMITTER);
                case Smpp.BIND_RECEIVER -> bind(pdu, Binding.RECEIVER);
                case Smpp.BIND_TRANSCEIVER -> bind(pdu, Binding.TRANSCEIVER);
                case Smpp.UNBIND -> {
                    send(PduWriter.bare(response, Smpp.ESME_ROK, pdu.sequence()));
                    return false;
                }
                case Smpp.ENQUIRE_LINK -> send(PduWriter.bare(response, Smpp.ESME_ROK, pdu.sequence()));
                case Smpp.SUBMIT_SM -> submit(pdu, response);
                case Smpp.QUERY_SM -> query(pdu, response);
                case Smpp.DELIVER_SM | Smpp.RESPONSE -> house.desk().answered(this, pdu.sequence(), pdu.status());
                default -> {
                    if ((pdu.command() & Smpp.RESPONSE) == 0) {
                        send(PduWriter.bare(Smpp.GENERIC_NACK, Smpp.ESME_RINVCMDID, pdu.sequence()));
                    }
                }
            }
        } catch (Pdu.MalformedBodyException e) {
            send(PduWriter.bare(response, Smpp.ESME_RINVCMDLEN, pdu.sequence()));
        } catch (Submit.BadMessageException e) {
            send(PduWriter.bare(response, Smpp.ESME_RINVMSGLEN, pdu.sequence()));
        }
        return true;
    }

    private void bind(Pdu pdu, Binding wanted) throws Pdu.MalformedBodyException {
        String systemId = pdu.cString();
        String password = pdu.cString();
        String expected = house.passwords().get(systemId);
        int status = Smpp.ESME_ROK;
        if (binding != Binding.NONE) {
            status = Smpp.ESME_RALYBND;
        } else if (expected == null) {
            status = Smpp.ESME_RINVSYSID;
        } else if (!expected.equals(password)) {
            status = Smpp.ESME_RINVPASWD;
        }
        if (status != Smpp.ESME_ROK) {
            house.counters().add(Counters.BINDS_REFUSED);
            send(PduWriter.bare(pdu.command() | Smpp.RESPONSE, status, pdu.sequence()));
            // The client ends the connection: one that is closed under it may lose it the response.
            return;
        }
        house.counters().add(Counters.BINDS);
        binding = wanted;
        send(new PduWriter(pdu.command() | Smpp.RESPONSE, Smpp.ESME_ROK, pdu.sequence())
                .cString("vigie-sim")
                .tlv(Smpp.TAG_SC_INTERFACE_VERSION, new byte[] {0x34})
                .toBytes());
        if (wanted != Binding.TRANSMITTER) {
            house.desk().joined(this);
        }
    }

    private boolean maySubmit() {
        return binding == Binding.TRANSMITTER || binding == Binding.TRANSCEIVER;
    }

    private void submit(Pdu pdu, int response) throws Pdu.MalformedBodyException, Submit.BadMessageException {
        if (!maySubmit()) {
            send(PduWriter.bare(response, Smpp.ESME_RINVBNDSTS, pdu.sequence()));
            return;
        }
        house.centre().submit(Submit.parse(pdu), this, pdu.sequence());
    }

    private void query(Pdu pdu, int response) throws Pdu.MalformedBodyException {
        house.counters().add(Counters.QUERIES);
        if (!maySubmit()) {
            send(PduWriter.bare(response, Smpp.ESME_RINVBNDSTS, pdu.sequence()));
            return;
        }
        if (!house.centre().knobs().queries()) {
            send(PduWriter.bare(Smpp.GENERIC_NACK, Smpp.ESME_RINVCMDID, pdu.sequence()));
            return;
        }
        Optional<StoredMessage> found = house.centre().find(pdu.cString());
        if (found.isEmpty()) {
            send(PduWriter.bare(response, Smpp.ESME_RINVMSGID, pdu.sequence()));
            return;
        }
        StoredMessage message = found.get();
        MessageState state = message.state();
        Instant finalAt = message.finalAt();
        send(new PduWriter(response, Smpp.ESME_ROK, pdu.sequence())
                .cString(message.id())
                .cString(finalAt == null ? "" : SMPP_TIME.format(finalAt))
                .octet(state.code())
                .octet(state.error())
                .toBytes());
    }

    /** Tells the client that the SMSC goes down, and ends when what is queued is written. */
    void stop() {
        send(PduWriter.bare(Smpp.UNBIND, Smpp.ESME_ROK, nextSequence()));
        send(LAST);
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!socket.isClosed() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return socket.isClosed();
    }
}
