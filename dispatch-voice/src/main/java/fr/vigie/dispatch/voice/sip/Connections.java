package fr.vigie.dispatch.voice.sip;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * The sockets of the SIP stack. The stack's own layer trusts every certificate that its key store leads to, whatever
 * name it shows, waits eight seconds for a connection, and tells nobody of one that broke; this one checks the name,
 * waits two, and tells; it keeps strangers out, and closes a connection whose other side does not read. Public because the stack creates it by name; {@link #configure} follows before the first socket.
 */
public final class Connections implements NetworkLayer {
    /** Threads that place calls wait for this. */
    private static final int CONNECT_MILLIS = 2_000;
    /** Many calls wish for the same dead proxy at once: one of them waits, the others are refused. */
    private static final long REFUSED_FOR_NANOS = Duration.ofSeconds(1).toNanos();

    /** Threads that place calls, and the stack's own, wait for this. */
    private static final long WRITE_NANOS = Duration.ofSeconds(2).toNanos();
    /**
     * Some hundred messages. The kernel would take as much as the network bears, 4 MB, before anybody saw that nothing
     * is read.
     */
    private static final int UNREAD_BYTES = 65_536;

    private final CallIds callIds = new CallIds();
    private final Doorkeeper doorkeeper = new Doorkeeper(callIds);
    private final Map<InetSocketAddress, String> names = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Refusal> refusals = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Set<WatchedSocket>> open = new ConcurrentHashMap<>();

    private final Entrance entrance = new Entrance(this::admits, UNREAD_BYTES);

    private record Refusal(long at, IOException why) {}

    private volatile SSLContext tls;
    private volatile Consumer<InetSocketAddress> lost = remote -> {};

    /**
     * Sets what a constructor without arguments cannot.
     *
     * @param context whom to trust and our own certificate; null where TLS is not used
     * @param whenLost hears of every connection of ours that ended, on whatever thread found out; must not block
     */
    void configure(SSLContext context, Consumer<InetSocketAddress> whenLost) {
        tls = context;
        lost = whenLost;
    }

    /**
     * Looks a proxy up, lets it in, and remembers which name the certificate there has to show.
     *
     * @throws UnknownHostException where there is no such host
     */
    InetSocketAddress reach(Proxy proxy) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(proxy.host());
        doorkeeper.trunk(proxy.host(), addresses);
        InetSocketAddress remote = new InetSocketAddress(addresses[0], proxy.port());
        if (proxy.transport() == Transport.TLS) {
            names.put(remote, proxy.host());
        }
        return remote;
    }

    /** Why the last connection to a proxy did not come about; null where it did, or none was wanted. */
    IOException refusal(Proxy proxy) {
        try {
            Refusal refusal = refusals.get(reach(proxy));
            return refusal == null ? null : refusal.why();
        } catch (UnknownHostException e) {
            return e;
        }
    }

    CallIds callIds() {
        return callIds;
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    /** Trunks, and hosts that a call led us to: they may connect as we have connected to them. */
    private boolean admits(InetAddress address) {
        if (doorkeeper.knows(address)
                || open.entrySet().stream()
                        .anyMatch(each -> !each.getValue().isEmpty()
                                && each.getKey().getAddress().equals(address))) {
            return true;
        }
        doorkeeper.turnedAway(address);
        return false;
    }

    /** Closes the connections to an address: the next message opens a new one. */
    void drop(InetSocketAddress remote) {
        open.getOrDefault(remote, Set.of()).forEach(WatchedSocket::closeQuietly);
    }

    /**
     * Closes the connections where a message has been waiting for too long; to be called several times a second, on a
     * thread that waits for nothing else.
     */
    void closeStuck() {
        open.forEach((remote, sockets) -> sockets.forEach(socket -> {
            if (socket.stuck(WRITE_NANOS)) {
                // Else the stack would try the same again over a new connection.
                refusals.put(remote, new Refusal(System.nanoTime(), new NotReadException()));
                socket.closeQuietly();
            }
        }));
        entrance.closeStuck(WRITE_NANOS);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local) throws IOException {
        return connect(new InetSocketAddress(address, port), local);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress local) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(address, port);
        // An address that no trunk names comes from a Contact: then the certificate has to show the address itself.
        String host = names.getOrDefault(remote, address.getHostAddress());
        WatchedSocket raw = connect(remote, local);
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            // RFC 5922 wants the name of the domain in the certificate; unlike it, this takes wildcards too.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
        } catch (IOException | RuntimeException e) {
            raw.closeQuietly();
            throw e;
        }
    }

    private WatchedSocket connect(InetSocketAddress remote, InetAddress local) throws IOException {
        Refusal refused = refusals.get(remote);
        if (refused != null && System.nanoTime() - refused.at() < REFUSED_FOR_NANOS) {
            throw connectException("refused a moment ago", refused.why());
        }
        WatchedSocket socket = new WatchedSocket(ended -> {
            Set<WatchedSocket> others = open.get(remote);
            if (others != null && others.remove(ended)) {
                lost.accept(remote);
            }
        });
        try {
            socket.setSendBufferSize(UNREAD_BYTES);
            if (local != null) {
                socket.bind(new InetSocketAddress(local, 0));
            }
            socket.connect(remote, CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
        } catch (IOException e) {
            refusals.put(remote, new Refusal(System.nanoTime(), e));
            socket.closeQuietly();
            // The stack handles a time-out as it does a refusal only where it is a SocketException.
            throw e instanceof SocketException ? e : connectException("not connected in time", e);
        }
        refusals.remove(remote);
        open.computeIfAbsent(remote, unused -> ConcurrentHashMap.newKeySet()).add(socket);
        return socket;
    }

    private static ConnectException connectException(String text, IOException cause) {
        ConnectException exception = new ConnectException(text);
        exception.initCause(cause);
        return exception;
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new GuardedServer(port, backlog, address, entrance);
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new GuardedTlsServer(port, backlog, address, tls, entrance);
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return new DatagramSocket();
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        return new GuardedDatagrams(port, address, doorkeeper);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return createSocket(address, port, null);
    }

    /** The port is never ours to choose: it is the one that we listen on. */
    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(address, port, local);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        return createSSLSocket(address, port, null);
    }

    @Override
    public void setSipStack(SipStackImpl stack) {}
}
