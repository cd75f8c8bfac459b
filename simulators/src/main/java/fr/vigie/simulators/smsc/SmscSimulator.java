package fr.vigie.simulators.smsc;

import fr.vigie.simulators.FictionNumbers;
import fr.vigie.simulators.Journal;
import fr.vigie.simulators.PortTakenException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An SMSC on loopback that speaks SMPP 3.4 and reaches nobody. What it does with a message depends on the last three
 * digits of the destination and on its knobs (docs/simulators.md); numbers that are not fiction are refused. Every
 * accepted part is written to {@code smsc.jsonl} and can be asked for in the same process.
 */
public final class SmscSimulator implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SmscSimulator.class.getName());
    private static final long STOP_MILLIS = 500;

    /**
     * How an SMSC starts.
     *
     * @param port 0 takes a free one
     * @param journalDirectory where {@code smsc.jsonl} is continued; null keeps no file
     * @param remember how many accepted parts are kept in memory for the journal and query_sm
     */
    public record Options(
            String host,
            int port,
            String systemId,
            String password,
            Path journalDirectory,
            int remember,
            SmscKnobs knobs,
            Clock clock) {

        /** 127.0.0.1, a free port, vigie/vigie, no file, 100,000 parts remembered. */
        public static Options defaults() {
            return new Options(
                    "127.0.0.1", 0, "vigie", "vigie", null, 100_000, SmscKnobs.defaults(), Clock.systemUTC());
        }

        public Options withHost(String value) {
            return new Options(value, port, systemId, password, journalDirectory, remember, knobs, clock);
        }

        public Options withPort(int value) {
            return new Options(host, value, systemId, password, journalDirectory, remember, knobs, clock);
        }

        public Options withCredentials(String id, String secret) {
            return new Options(host, port, id, secret, journalDirectory, remember, knobs, clock);
        }

        public Options withJournalDirectory(Path value) {
            return new Options(host, port, systemId, password, value, remember, knobs, clock);
        }

        public Options withRemember(int value) {
            return new Options(host, port, systemId, password, journalDirectory, value, knobs, clock);
        }

        public Options withKnobs(SmscKnobs value) {
            return new Options(host, port, systemId, password, journalDirectory, remember, value, clock);
        }
    }

    private final ServerSocket listener;
    private final Journal journal;
    private final Counters counters = new Counters();
    private final ScheduledThreadPoolExecutor scheduler;
    private final MessageStore store;
    private final ReceiptDesk desk;
    private final MessageCentre centre;
    private final SmscSession.House house;
    private final Set<SmscSession> sessions = ConcurrentHashMap.newKeySet();

    private SmscSimulator(Options options, ServerSocket listener) throws IOException {
        this.listener = listener;
        this.journal = Journal.open(options.journalDirectory(), MessageStore.FILE, options.clock());
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "smsc-time");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.store = new MessageStore(options.remember(), journal);
        if (options.journalDirectory() != null) {
            store.readBack(options.journalDirectory());
        }
        this.desk = new ReceiptDesk(scheduler, store, counters);
        this.centre = new MessageCentre(options.clock(), journal, store, counters, desk, scheduler, options.knobs());
        this.house = new SmscSession.House(centre, desk, counters, Map.of(options.systemId(), options.password()));
        centre.resume();
        var unused = scheduler.scheduleWithFixedDelay(desk::takeBackUnanswered, 1, 1, TimeUnit.SECONDS);
        Thread acceptor = new Thread(this::acceptUntilClosed, "smsc-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /**
     * Listens and answers until {@link #close}.
     *
     * @throws PortTakenException where something else listens on the port
     */
    public static SmscSimulator start(Options options) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByName(options.host()), options.port()), 128);
            return new SmscSimulator(options, listener);
        } catch (BindException e) {
            listener.close();
            throw new PortTakenException("SMPP", options.host(), options.port());
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The remembered accepted parts, oldest first, those of earlier processes on the same journal included. */
    public List<SmscMessage> journal() {
        return store.all().stream().map(StoredMessage::snapshot).toList();
    }

    /** How many of the remembered parts were accepted for each destination, E.164. */
    public Map<String, Integer> acceptedPerDestination() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        store.all().forEach(message -> counts.merge(message.submit().destination(), 1, Integer::sum));
        return counts;
    }

    /** Counts since the start by name, and what is open now: sessions, receiptsOutstanding. */
    public Map<String, Long> counters() {
        Map<String, Long> counts = counters.snapshot();
        counts.put("sessions", (long) sessions.size());
        counts.put("receiptsOutstanding", (long) desk.outstanding());
        return counts;
    }

    public SmscKnobs knobs() {
        return centre.knobs();
    }

    /** Turns the knobs for all that is submitted from now on. */
    public void turn(SmscKnobs knobs) {
        centre.turn(knobs);
    }

    /** Cuts every connection now, unanswered submits included. */
    public void drop() {
        sessions.forEach(session -> {
            counters.add(Counters.DROPS);
            session.cut();
        });
    }

    /** Cuts the connection of the n-th accepted submit from now, before its response; 0 takes the order back. */
    public void dropAfter(int submits) {
        centre.dropAfter(submits);
    }

    /**
     * A telephone writes to one of the client's numbers. The client gets it by deliver_sm, again until it says ESME_ROK.
     *
     * @param from a fiction number, E.164
     * @param to a number of the client
     * @param text at most 70 characters
     * @throws IllegalArgumentException for any other number, or a longer text
     */
    public void write(String from, String to, String text) {
        if (!FictionNumbers.contains(from)) {
            throw new IllegalArgumentException("from must be a fiction number in E.164");
        }
        if (text.isEmpty() || text.length() > 70 || to.isEmpty() || to.length() > 20) {
            throw new IllegalArgumentException("to has 1 to 20 characters, text 1 to 70");
        }
        centre.write(from, to, text);
    }

    /** Answers nothing and sends no receipt for the given time. */
    public void stall(Duration time) {
        centre.stall(time);
    }

    private void acceptUntilClosed() {
        int number = 0;
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                SmscSession[] self = new SmscSession[1];
                self[0] = new SmscSession(socket, house, () -> sessions.remove(self[0]));
                sessions.add(self[0]);
                self[0].start(++number);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.log(Level.WARNING, "a connection could not be accepted: {0}", e.getMessage());
                }
            }
        }
    }

    /** Unbinds the sessions, writes the journal and frees the port; takes half a second at most. */
    @Override
    public void close() throws IOException {
        listener.close();
        scheduler.shutdown();
        sessions.forEach(SmscSession::stop);
        try {
            long left = STOP_MILLIS;
            for (SmscSession session : sessions) {
                long before = System.nanoTime();
                session.awaitEnd(left);
                left = Math.max(0, left - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sessions.forEach(SmscSession::cut);
        journal.close();
    }
}
