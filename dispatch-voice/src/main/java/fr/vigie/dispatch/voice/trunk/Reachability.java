package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.voice.sip.NotReached;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.UserAgent;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Whether somebody is there at a proxy. One that is silent to a call is asked by OPTIONS until it answers; with a
 * keep-alive it is asked all the time, and falls silent by that too.
 *
 * <p>Some take calls and never answer an OPTIONS. Their silence to it means nothing, so they are tried again after a
 * while, unless it could not even be sent. Thread-safe; questions are sent without its lock.
 */
final class Reachability {
    private static final Logger LOG = Logger.getLogger(Reachability.class);
    private static final Duration ASK_SILENT_EVERY = Duration.ofSeconds(2);
    /** Less than the 32 s of the stack's own timer, and several retransmissions long. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

    /** After this a proxy that has never answered an OPTIONS gets calls again. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final String trunk;
    private final Proxy proxy;
    private final Duration keepAlive;
    private final UserAgent agent;
    private final ScheduledExecutorService timers;
    private final Clock clock;
    private final Standing standing;
    private boolean silent;
    private boolean spoken;
    private boolean stopped;
    private boolean everAnswered;
    private boolean warned;
    private long asked;
    private long answered;
    private ScheduledFuture<?> nextQuestion;

    /** @param keepAlive how often it is asked; zero for only while it is silent */
    Reachability(
            String trunk,
            Proxy proxy,
            Duration keepAlive,
            UserAgent agent,
            ScheduledExecutorService timers,
            Clock clock,
            Standing standing) {
        this.trunk = trunk;
        this.proxy = proxy;
        this.keepAlive = keepAlive;
        this.agent = agent;
        this.timers = timers;
        this.clock = clock;
        this.standing = standing;
    }

    /** Begins to ask. */
    void start() {
        if (!keepAlive.isZero()) {
            askAfter(Duration.ZERO);
        }
    }

    /** Asks nothing more. */
    synchronized void stop() {
        stopped = true;
    }

    synchronized boolean silent() {
        return silent;
    }

    /** Whether it has answered anything since it was last silent. */
    synchronized boolean spoken() {
        return spoken;
    }

    /** It answered a call; whether it may be called again, an OPTIONS will tell where it had fallen silent. */
    synchronized void answeredCall() {
        spoken = true;
    }

    /** It took our registration. */
    synchronized void registered() {
        if (!stopped) {
            standing.changed();
            speaks("registered");
        }
    }

    synchronized void fellSilent(String error) {
        if (!silent) {
            LOG.warnf("trunk %s (%s) does not answer (%s); it gets no calls until it does", trunk, proxy, error);
            down(error);
        }
    }

    /** Nothing can be sent there; said once for each reason. */
    synchronized void unreached(NotReached why) {
        if (stopped || silent && why.name().equals(standing.error())) {
            return;
        }
        LOG.warnf(
                "trunk %s (%s) cannot be reached, %s (%s); it gets no calls until it answers",
                trunk, proxy, why.words(), why);
        down(why.name());
    }

    private void down(String error) {
        standing.fault(error);
        spoken = false;
        if (!silent) {
            standing.changed();
            silent = true;
            askAfter(ASK_SILENT_EVERY);
        }
    }

    private synchronized void askAfter(Duration pause) {
        if (nextQuestion != null) {
            nextQuestion.cancel(false);
        }
        if (!timers.isShutdown()) {
            nextQuestion = timers.schedule(this::ask, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void ask() {
        long question;
        synchronized (this) {
            if (stopped || !silent && keepAlive.isZero()) {
                return;
            }
            question = ++asked;
        }
        Runnable giveUp = agent.ask(proxy, status -> heard(question, status), why -> notAsked(question, why));
        if (!timers.isShutdown()) {
            var unused =
                    timers.schedule(() -> missed(question, giveUp), ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            askAgain();
        }
    }

    /** Also where the question of just now found out that nobody can be reached. */
    private synchronized void askAgain() {
        askAfter(silent || keepAlive.isZero() ? ASK_SILENT_EVERY : keepAlive);
    }

    private synchronized void notAsked(long question, NotReached why) {
        // Nobody waits for an answer to what was never sent.
        answered = Math.max(answered, question);
        unreached(why);
    }

    /** Any answer shows that someone is there; what it thinks of calls, calls will tell. */
    private synchronized void heard(long question, int status) {
        everAnswered = true;
        answered = Math.max(answered, question);
        speaks("SIP " + status);
    }

    private void speaks(String how) {
        spoken = true;
        if (silent) {
            speaksAgain();
            LOG.infof("trunk %s (%s) answers again (%s)", trunk, proxy, how);
        }
    }

    private synchronized void missed(long question, Runnable giveUp) {
        if (stopped || answered >= question) {
            return;
        }
        giveUp.run();
        if (everAnswered || silent) {
            // Over a connection that lost its way nothing would ever arrive.
            agent.disconnect(proxy);
        }
        if (everAnswered) {
            fellSilent("NO_ANSWER_TO_OPTIONS");
        } else if (silent && Duration.between(standing.since(), clock.instant()).compareTo(LONGEST_SILENCE) > 0) {
            speaksAgain();
            LOG.infof("trunk %s (%s) never answered an OPTIONS; calls are tried again", trunk, proxy);
        } else if (!silent && !spoken && !warned) {
            warned = true;
            standing.fault("NO_ANSWER_TO_OPTIONS");
            LOG.warnf(
                    "trunk %s (%s) does not answer an OPTIONS: some never do; calls will tell. Are host, port and transport right?",
                    trunk, proxy);
        }
    }

    private void speaksAgain() {
        silent = false;
        standing.changed();
    }
}
