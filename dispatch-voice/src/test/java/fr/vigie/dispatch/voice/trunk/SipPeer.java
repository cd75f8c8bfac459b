package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A proxy made of plain sockets and text, for what SIPp cannot do: TLS, connections that break, and answers that no SIP
 * program would send. It shares no code with the stack.
 */
final class SipPeer implements AutoCloseable {
    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Transport transport;
    private final Behaviour behaviour;
    private final Closeable socket;
    private final int port;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final Set<String> picked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sequence = new AtomicInteger();
    private volatile boolean closed;

    /** What it does with each request; on the thread that read it. */
    interface Behaviour {
        void on(Received request, SipPeer peer) throws IOException;
    }

    /** Something that may fail where the caller has gone. */
    interface Act {
        void run() throws IOException;
    }

    private interface Way {
        void send(byte[] bytes) throws IOException;
    }

    /** A message as it came. */
    static final class Received {
        private final String text;
        private final Way way;

        private Received(String text, Way way) {
            this.text = text;
            this.way = way;
        }

        /** INVITE, or the status of an answer. */
        String method() {
            String[] first = text.split(" ", 3);
            return first[0].startsWith("SIP/") ? first[1] : first[0];
        }

        /** First line of it. */
        String start() {
            return text.lines().findFirst().orElse("");
        }

        String header(String name) {
            return headers(name).stream().findFirst().orElse(null);
        }

        private String key() {
            return header("CSeq").split(" ")[0] + " " + header("Call-ID");
        }

        /** All lines of a header. */
        List<String> headers(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        /** A parameter of the answer to a challenge; null where it has none. */
        String credential(String name) {
            String line = header("Authorization") == null ? header("Proxy-Authorization") : header("Authorization");
            if (line == null) {
                return null;
            }
            for (String each : line.replaceFirst("^Digest ", "").split(",")) {
                String[] pair = each.strip().split("=", 2);
                if (pair[0].equals(name)) {
                    return pair[1].replace("\"", "");
                }
            }
            return null;
        }

        /** Answers with a status line, more headers (each ends with CRLF) and a body. */
        void answer(String status, String headers, String body) throws IOException {
            answer(status, "peer", headers, body.getBytes(StandardCharsets.UTF_8));
        }

        void answer(String status) throws IOException {
            answer(status, "", "");
        }

        void answer(String status, String toTag, String headers, byte[] body) throws IOException {
            String to = header("To");
            String head = "SIP/2.0 " + status + "\r\n"
                    + headers("Via").stream().map(via -> "Via: " + via + "\r\n").collect(Collectors.joining())
                    + "From: " + header("From") + "\r\n"
                    + "To: " + to + (to.contains("tag=") ? "" : ";tag=" + toTag) + "\r\n"
                    + "Call-ID: " + header("Call-ID") + "\r\n"
                    + "CSeq: " + header("CSeq") + "\r\n"
                    + headers
                    + "Content-Length: " + body.length + "\r\n\r\n";
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(body);
            way.send(all.toByteArray());
        }

        void raw(String message) throws IOException {
            way.send(message.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private SipPeer(Transport transport, int wanted, SSLContext tls, Behaviour behaviour) throws IOException {
        this.transport = transport;
        this.behaviour = behaviour;
        InetAddress here = InetAddress.getLoopbackAddress();
        if (transport == Transport.UDP) {
            DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(here, wanted));
            socket = datagrams;
            port = datagrams.getLocalPort();
            begin(() -> receive(datagrams));
        } else {
            ServerSocket server = tls == null
                    ? new ServerSocket(wanted, 50, here)
                    : tls.getServerSocketFactory().createServerSocket(wanted, 50, here);
            socket = server;
            port = server.getLocalPort();
            begin(() -> accept(server));
        }
    }

    static SipPeer udp(Behaviour behaviour) throws IOException {
        return new SipPeer(Transport.UDP, 0, null, behaviour);
    }

    static SipPeer tcp(Behaviour behaviour) throws IOException {
        return new SipPeer(Transport.TCP, 0, null, behaviour);
    }

    static SipPeer tcp(int port, Behaviour behaviour) throws IOException {
        return new SipPeer(Transport.TCP, port, null, behaviour);
    }

    static SipPeer tls(SSLContext context, Behaviour behaviour) throws IOException {
        return new SipPeer(Transport.TLS, 0, context, behaviour);
    }

    /** One that picks up at once, and answers everything else with 200. */
    static void pickUp(Received request) throws IOException {
        pickUp(request, "");
    }

    static void pickUp(Received request, String headers) throws IOException {
        if (request.method().equals("INVITE")) {
            request.answer("200 OK", contact(request) + headers + "Content-Type: application/sdp\r\n", sdp());
        } else if (!request.method().equals("ACK")
                && !Character.isDigit(request.method().charAt(0))) {
            request.answer("200 OK");
        }
    }

    /** One that picks up at once and presses 1. */
    static void acknowledge(Received request, SipPeer peer) throws IOException {
        pickUp(request);
        if (request.method().equals("INVITE")) {
            peer.picked.add(request.key());
        }
        if (request.method().equals("ACK") && peer.picked.contains(request.key())) {
            peer.press(request);
        }
    }

    /** Presses 1, within the dialog of a message from the caller. */
    void press(Received message) throws IOException {
        within(message, "INFO", "Content-Type: application/dtmf-relay\r\n", "Signal=1\r\nDuration=160\r\n");
    }

    /** Sends a request of its own within the dialog of a request from the caller, the same way. */
    void within(Received message, String method, String headers, String body) throws IOException {
        String contact = received("INVITE").get(0).header("Contact");
        message.raw(method + " " + contact.substring(1, contact.length() - 1) + " SIP/2.0\r\n"
                + "Via: SIP/2.0/" + transport + " 127.0.0.1:" + port + ";branch=z9hG4bK" + UUID.randomUUID() + "\r\n"
                + "From: " + withTag(message.header("To")) + "\r\n"
                + "To: " + message.header("From") + "\r\n"
                + "Call-ID: " + message.header("Call-ID") + "\r\n"
                + "CSeq: " + sequence.incrementAndGet() + " " + method + "\r\n"
                + "Max-Forwards: 70\r\n"
                + contact(message)
                + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static String withTag(String to) {
        return to + (to.contains("tag=") ? "" : ";tag=peer");
    }

    /** Something that it does by itself, after two ticks of a SIP stack (T1). */
    void later(Act act) {
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> {
            try {
                act.run();
            } catch (IOException e) {
                // Closed.
            }
        });
    }

    /** A Contact that leads back here. */
    static String contact(Received request) {
        String uri = request.text.split(" ", 3)[1];
        return "Contact: <" + uri + ">\r\n";
    }

    /** Sound is wanted at a port that nobody listens on. */
    static String sdp() {
        return """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio 9 RTP/AVP 8 101
                a=rtpmap:8 PCMA/8000
                a=rtpmap:101 telephone-event/8000
                """.replace("\n", "\r\n");
    }

    Proxy proxy(String host) {
        return new Proxy(host, port, transport);
    }

    Proxy proxy() {
        return proxy("127.0.0.1");
    }

    int port() {
        return port;
    }

    /** What came, OPTIONS left out. */
    List<String> methods() {
        return received.stream()
                .map(Received::method)
                .filter(method -> !method.equals("OPTIONS"))
                .toList();
    }

    List<Received> received(String method) {
        return received.stream().filter(each -> each.method().equals(method)).toList();
    }

    /** The ACK of the telephone with this tag. */
    Received acknowledgement(String tag) {
        return received("ACK").stream()
                .filter(ack -> ack.header("To").endsWith("tag=" + tag))
                .findFirst()
                .orElseThrow();
    }

    int openConnections() {
        return (int) connections.stream().filter(each -> !each.isClosed()).count();
    }

    int connectionsSoFar() {
        return connections.size();
    }

    /** Breaks every connection off. */
    void hangUpConnections() throws IOException {
        for (Socket each : connections) {
            each.close();
        }
    }

    private void begin(Runnable work) {
        Thread thread = new Thread(work, "sip-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void receive(DatagramSocket datagrams) {
        byte[] buffer = new byte[65_535];
        while (!closed) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
                take(
                        new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8),
                        bytes -> datagrams.send(new DatagramPacket(bytes, bytes.length, from)));
            } catch (IOException e) {
                // Closed, or an answer that is too long for a packet.
            }
        }
    }

    private void accept(ServerSocket server) {
        while (!closed) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                begin(() -> read(connection));
            } catch (IOException e) {
                // Closed, or a handshake that failed.
            }
        }
    }

    private void read(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            Way way = bytes -> {
                synchronized (connection) {
                    out.write(bytes);
                    out.flush();
                }
            };
            while (true) {
                String head = head(in);
                int length = head.lines()
                        .filter(line -> line.startsWith("Content-Length:"))
                        .mapToInt(line -> Integer.parseInt(
                                line.substring("Content-Length:".length()).strip()))
                        .findFirst()
                        .orElse(0);
                take(head + new String(in.readNBytes(length), StandardCharsets.UTF_8), way);
            }
        } catch (IOException e) {
            // Its end.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END_OF_HEADERS.length) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("end");
            }
            head.write(next);
            matched = next == END_OF_HEADERS[matched] ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.UTF_8);
    }

    private void take(String text, Way way) throws IOException {
        if (!text.isBlank()) {
            Received one = new Received(text.stripLeading(), way);
            received.add(one);
            behaviour.on(one, this);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        hangUpConnections();
    }
}
