package fr.vigie.dispatch.voice.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TooManyListenersException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import org.jboss.logging.Logger;

/**
 * The process's SIP stack: places calls, registers, answers what belongs to them, and the OPTIONS of trunks. Takes no
 * calls, and has no word for strangers. Listens on UDP, and on TCP and TLS where a trunk uses them.
 */
public final class UserAgent implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UserAgent.class);

    private final SipStack stack;
    private final Connections connections;
    private final RequestFactory requests;
    private final Answers answers;
    /** Calls over connections, until they have ended. */
    private final Set<OutgoingCall> connected = ConcurrentHashMap.newKeySet();
    /** Whoever finds a connection broken may hold the stack's locks; calls are told without them. */
    /**
     * The stack keeps a broken connection for a moment after its end was seen; what is sent then, the CANCEL of a
     * telephone that rings, would be lost in it.
     */
    private static final Duration UNTIL_FORGOTTEN = Duration.ofMillis(200);

    /** How often connections are looked at for messages that nobody reads. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final ScheduledExecutorService losses = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sip-connections");
        thread.setDaemon(true);
        return thread;
    });

    /** Of its own: whatever else waits for calls may wait for one that is being written. */
    private final ScheduledExecutorService writes = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sip-writes");
        thread.setDaemon(true);
        return thread;
    });

    private UserAgent(SipStack stack, Connections connections, RequestFactory requests, Answers answers) {
        this.stack = stack;
        this.connections = connections;
        this.requests = requests;
        this.answers = answers;
        ScheduledFuture<?> unused = writes.scheduleWithFixedDelay(
                connections::closeStuck, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Binds the ports.
     *
     * @throws IOException where a port is taken or the address is not ours
     */
    public static UserAgent start(UserAgentSettings settings) throws IOException {
        SipStack stack = null;
        try {
            SipFactory factory = SipFactory.getInstance();
            factory.setPathName("gov.nist");
            stack = factory.createSipStack(StackProperties.of(settings));
            Connections connections = (Connections) ((SIPTransactionStack) stack).getNetworkLayer();
            AtomicReference<UserAgent> agent = new AtomicReference<>();
            connections.configure(settings.tls(), remote -> agent.get().lost(remote));
            if (settings.tls() != null) {
                // The stack's own list is of 2004, and holds ciphers without a certificate.
                ((SipStackImpl) stack)
                        .setEnabledCipherSuites(
                                settings.tls().getDefaultSSLParameters().getCipherSuites());
            }
            SipProvider provider = stack.createSipProvider(point(stack, settings, Transport.UDP));
            for (Transport transport : settings.transports()) {
                if (transport.connects()) {
                    provider.addListeningPoint(point(stack, settings, transport));
                }
            }
            OwnNames names = new OwnNames(factory, settings);
            RequestFactory requests = new RequestFactory(factory, provider, connections, settings, names);
            Answers answers = new Answers(factory, provider, names);
            ((SIPTransactionStack) stack)
                    .sipMessageValves.add(new Threshold(
                            (SIPTransactionStack) stack,
                            answers,
                            connections.doorkeeper(),
                            new RemoteTargets(settings.transports().contains(Transport.TLS))));
            agent.set(new UserAgent(stack, connections, requests, answers));
            provider.addSipListener(new StackEvents(requests, answers));
            stack.start();
            return agent.get();
        } catch (SipException | InvalidArgumentException | TooManyListenersException | ParseException e) {
            if (stack != null) {
                stack.stop();
            }
            throw new IOException(
                    "no SIP on " + settings.bindHost() + ":" + settings.port() + ": " + rootMessage(e), e);
        }
    }

    private static ListeningPoint point(SipStack stack, UserAgentSettings settings, Transport transport)
            throws SipException, InvalidArgumentException, ParseException {
        ListeningPoint point =
                stack.createListeningPoint(settings.bindHost(), settings.port(transport), transport.parameter());
        point.setSentBy(settings.contactHost() + ":" + settings.port(transport));
        return point;
    }

    /**
     * Places a call. Everything that comes of it, also that it could not be sent, is told to the listener.
     *
     * @param number E.164 with a leading plus
     * @param route where to
     * @param account null where the trunk knows us by our address
     * @param mediaPort our UDP port for its sound
     */
    public OutgoingCall call(String number, CallRoute route, Account account, int mediaPort, CallListener listener) {
        OutgoingCall call = new OutgoingCall(
                requests, answers, route, new Credentials(account), mediaPort, listener, connected::remove);
        if (route.first().transport().connects()) {
            connected.add(call);
        }
        call.start(number);
        return call;
    }

    /**
     * Asks a proxy whether it lives (OPTIONS).
     *
     * @param answer gets the status of any final answer; nothing where none comes
     * @param notSent told where the question cannot even be sent, before this returns
     * @return gives up: the question is not repeated any more
     */
    public Runnable ask(Proxy proxy, IntConsumer answer, Consumer<NotReached> notSent) {
        try {
            requests.reach(proxy);
            ClientTransaction transaction = requests.transaction(requests.options(proxy));
            transaction.setApplicationData(new Question(answer));
            transaction.sendRequest();
            return () -> RequestFactory.giveUp(transaction);
        } catch (SipException | ParseException | InvalidArgumentException e) {
            LOG.debugf("%s could not be asked: %s", proxy, e.getClass().getSimpleName());
            notSent.accept(requests.notReached(proxy, e));
            return () -> {};
        }
    }

    /**
     * A registration at a proxy; nothing is sent before it is started.
     *
     * @param timers for its refreshes; must not be the stack's own threads
     * @param changed told after each change of {@link Registration#held()}
     */
    public Registration registration(
            Proxy proxy, Account account, ScheduledExecutorService timers, Consumer<Registration> changed) {
        return new Registration(requests, proxy, account, timers, changed);
    }

    /**
     * Lets proxies in before the first message to them: they may ask whether we live. Returns at once; a name that cannot
     * be looked up now is looked up again before each message to it.
     */
    public void expect(List<Proxy> proxies) {
        losses.execute(() -> {
            for (Proxy proxy : proxies) {
                try {
                    connections.reach(proxy);
                } catch (UnknownHostException e) {
                    LOG.debugf("%s is not known yet", proxy);
                }
            }
        });
    }

    /**
     * Closes the connections to a proxy that fell silent: one that lost its way there swallows every message, and the
     * next message opens a new one.
     */
    public void disconnect(Proxy proxy) {
        if (proxy.transport().connects()) {
            try {
                connections.drop(connections.reach(proxy));
            } catch (UnknownHostException e) {
                LOG.debugf("%s is not known any more", proxy);
            }
        }
    }

    private void lost(InetSocketAddress remote) {
        if (!losses.isShutdown()) {
            ScheduledFuture<?> unused = losses.schedule(
                    () -> connected.forEach(call -> call.connectionLost(remote)),
                    UNTIL_FORGOTTEN.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        losses.shutdown();
        stack.stop();
        writes.shutdown();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
