package fr.vigie.simulators.telephony;

import fr.vigie.simulators.Journal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A telephone network on loopback: SIP over UDP, sound over RTP, and at the end of every fiction number a telephone
 * that does what the last three digits say (docs/simulators.md). Other numbers are answered 404. Every call is written
 * to {@code calls.jsonl} and can be asked for in the same process.
 */
public final class TelephoneSimulator implements AutoCloseable {

    private static final String FILE = "calls.jsonl";

    /**
     * How a telephone network starts.
     *
     * @param port 0 takes a free one
     * @param user of the digest credentials that callers must have; null asks nobody
     * @param journalDirectory where {@code calls.jsonl} is continued; null keeps no file
     * @param maxAnswerDelay longest time from the first ring to the answer, the shortest is half of it
     * @param remember how many calls are kept in memory for the journal
     */
    public record Options(
            String host,
            int port,
            String user,
            String password,
            Path journalDirectory,
            Duration maxAnswerDelay,
            int remember,
            Clock clock) {

        /** 127.0.0.1, a free port, no credentials, no file, answers within a second, 50,000 calls remembered. */
        public static Options defaults() {
            return new Options("127.0.0.1", 0, null, null, null, Duration.ofMillis(1_000), 50_000, Clock.systemUTC());
        }

        public Options withHost(String value) {
            return new Options(value, port, user, password, journalDirectory, maxAnswerDelay, remember, clock);
        }

        public Options withPort(int value) {
            return new Options(host, value, user, password, journalDirectory, maxAnswerDelay, remember, clock);
        }

        public Options withCredentials(String name, String secret) {
            return new Options(host, port, name, secret, journalDirectory, maxAnswerDelay, remember, clock);
        }

        public Options withJournalDirectory(Path value) {
            return new Options(host, port, user, password, value, maxAnswerDelay, remember, clock);
        }

        public Options withMaxAnswerDelay(Duration value) {
            return new Options(host, port, user, password, journalDirectory, value, remember, clock);
        }
    }

    private final ScheduledThreadPoolExecutor time;
    private final Journal journal;
    private final SipLine line;
    private final RtpReceiver rtp;
    private final Exchange exchange;
    private final SoundLedger ledger = new SoundLedger();
    private volatile Duration listening = Duration.ZERO;

    private TelephoneSimulator(Options options, SipLine line) throws IOException {
        this.line = line;
        this.journal = Journal.open(options.journalDirectory(), FILE, options.clock());
        this.rtp = new RtpReceiver(line.host());
        this.time = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "telephone-calls");
            thread.setDaemon(true);
            return thread;
        });
        time.setRemoveOnCancelPolicy(true);
        time.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.exchange = new Exchange(
                new Call.Network(
                        line, rtp, time, journal, options.clock(), options.maxAnswerDelay(), ledger, () -> listening),
                new DigestGate(options.user(), options.password()),
                options.remember());
        line.listen(exchange);
    }

    /**
     * Listens and answers until {@link #close}.
     *
     * @throws fr.vigie.simulators.PortTakenException where something else listens on the port
     */
    public static TelephoneSimulator start(Options options) throws IOException {
        InetAddress host = InetAddress.getByName(options.host());
        // Callers are told an address to send to, which cannot be the wildcard.
        SipLine line = SipLine.open(host.isAnyLocalAddress() ? InetAddress.getLocalHost() : host, options.port());
        try {
            return new TelephoneSimulator(options, line);
        } catch (IOException | RuntimeException e) {
            line.close();
            throw e;
        }
    }

    public int port() {
        return line.port();
    }

    /** The remembered calls, oldest first, those that still last included. */
    public List<CallRecord> journal() {
        return exchange.journal();
    }

    /** Counts since the start by name (one for each {@link CallOutcome} among them), and the calls active now. */
    public Map<String, Long> counters() {
        return exchange.counters();
    }

    /** Sums up what telephones heard in the calls that ended, since the start or since {@link #measureAnew}. */
    public HeardSound heard() {
        return ledger.sum();
    }

    /** Forgets what telephones heard, and watches how promptly this process runs. */
    public void measureAnew() {
        ledger.beginAnew();
    }

    /**
     * From the next call on, people of ordinary numbers listen for so long before they press a key, and those who press
     * none hold the line for three times as long more.
     *
     * @param time zero: as the table of numbers says
     */
    public void listenFor(Duration time) {
        listening = time;
    }

    /** Answers new calls 503 for so long. */
    public void refuseFor(Duration time) {
        exchange.refuseFor(time);
    }

    /** Answers nothing at all for so long. */
    public void silentFor(Duration time) {
        exchange.silentFor(time);
    }

    /** Hangs up what is open, writes the journal and frees the port; takes a second at most. */
    @Override
    public void close() throws IOException {
        if (!time.isShutdown()) {
            try {
                time.submit(exchange::endAll).get(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("calls could not be hung up", e);
            } finally {
                time.shutdown();
                line.close();
                ledger.close();
                rtp.close();
                journal.close();
            }
        }
    }
}
