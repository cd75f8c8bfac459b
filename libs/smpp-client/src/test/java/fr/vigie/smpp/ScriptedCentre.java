package fr.vigie.smpp;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** A message centre that does what a test tells it, also what no standard allows. Takes one connection after another. */
final class ScriptedCentre implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    /** A PDU that the client wrote. */
    record Pdu(int command, int status, int sequence, byte[] body) {}

    private static final Pdu END = new Pdu(-1, 0, 0, new byte[0]);

    private final ServerSocket listener;
    private final BlockingQueue<Pdu> read = new LinkedBlockingQueue<>();
    private volatile Socket connection;
    private volatile boolean answersBinds = true;
    private volatile boolean answersEnquiries = true;

    private ScriptedCentre(ServerSocket listener) {
        this.listener = listener;
        Thread thread = new Thread(this::accept, "scripted-centre");
        thread.setDaemon(true);
        thread.start();
    }

    static ScriptedCentre open() throws IOException {
        return open(ServerSocketFactory.getDefault());
    }

    static ScriptedCentre open(ServerSocketFactory sockets) throws IOException {
        return new ScriptedCentre(sockets.createServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    int port() {
        return listener.getLocalPort();
    }

    ScriptedCentre silentToBinds() {
        answersBinds = false;
        return this;
    }

    ScriptedCentre silentToEnquiries() {
        answersEnquiries = false;
        return this;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connection = listener.accept();
                connection.setTcpNoDelay(true);
                readUntilEnd(connection);
            } catch (IOException e) {
                read.add(END);
            }
        }
    }

    private void readUntilEnd(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        try {
            while (true) {
                int length = in.readInt();
                Pdu pdu = new Pdu(in.readInt(), in.readInt(), in.readInt(), in.readNBytes(length - PduReader.HEADER));
                if (answersBinds && BindAnswer.answers(pdu)) {
                    send(BindAnswer.to(pdu));
                } else if (answersEnquiries && pdu.command() == Command.ENQUIRE_LINK) {
                    send(bare(Command.ENQUIRE_LINK | Command.RESPONSE, Status.ROK, pdu.sequence()));
                } else {
                    read.add(pdu);
                }
            }
        } catch (EOFException | SocketException e) {
            read.add(END);
        }
    }

    /** The next PDU that was not answered by itself. */
    Pdu next() throws InterruptedException {
        Pdu next = read.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("the client said nothing");
        }
        return next;
    }

    int waiting() {
        return read.size();
    }

    boolean nextIsTheEnd() throws InterruptedException {
        return next() == END;
    }

    synchronized void send(byte[] octets) throws IOException {
        connection.getOutputStream().write(octets);
        connection.getOutputStream().flush();
    }

    void accepted(Pdu submit, String messageId) throws IOException {
        PduWriter out = new PduWriter();
        out.begin(submit.command() | Command.RESPONSE, Status.ROK, submit.sequence())
                .text(messageId)
                .end();
        send(out.take());
    }

    static byte[] bare(int command, int status, int sequence) {
        PduWriter out = new PduWriter();
        out.bare(command, status, sequence);
        return out.take();
    }

    static byte[] deliverSm(int sequence, String text) {
        PduWriter out = new PduWriter();
        out.begin(Command.DELIVER_SM, Status.ROK, sequence)
                .text("")
                .address(Address.international("+999100000100"))
                .address(new Address(Address.TON_NETWORK, Address.NPI_UNKNOWN, "10203"))
                .octet(0)
                .octet(0)
                .octet(0)
                .text("")
                .text("")
                .octet(0)
                .octet(0)
                .octet(3)
                .octet(0)
                .octet(text.length());
        for (char c : text.toCharArray()) {
            out.octet(c);
        }
        out.end();
        return out.take();
    }

    void cut() throws IOException {
        connection.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (connection != null) {
            connection.close();
        }
    }

    /** Says yes to whoever binds. */
    private static final class BindAnswer {
        static boolean answers(Pdu pdu) {
            return pdu.command() == Command.BIND_TRANSCEIVER
                    || pdu.command() == Command.BIND_TRANSMITTER
                    || pdu.command() == Command.BIND_RECEIVER;
        }

        static byte[] to(Pdu pdu) {
            PduWriter out = new PduWriter();
            out.begin(pdu.command() | Command.RESPONSE, Status.ROK, pdu.sequence())
                    .text("scripted")
                    .end();
            return out.take();
        }
    }
}
