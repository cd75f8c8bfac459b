package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.NotReached;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Registration;
import fr.vigie.dispatch.voice.sip.UserAgent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Whether one of a trunk's proxies takes calls. One that is silent is down until it answers an OPTIONS; one that asks us to
 * wait, or meets several merchants in a row with trouble of its own or by refusing our account, is left alone for a while. Trouble with one
 * merchant alone is that number's own fault, however often it comes: gateways send 503 for one number too.
 *
 * <p>Some take calls and never answer an OPTIONS. Their silence to it means nothing, so they are tried again after
 * a rest, unless it could not even be sent. They are shown as up once they have answered something.
 */
final class ProxyHealth {
    private static final Logger LOG = Logger.getLogger(ProxyHealth.class);
    private static final Duration ASK_SILENT_EVERY = Duration.ofSeconds(2);
    /** Less than the 32 s of the stack's own timer, and several retransmissions long. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

    /** After this a trunk that has never answered an OPTIONS gets calls again. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final int SEVERAL = 3;
    private static final Duration AFTER_REFUSED_ACCOUNT = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final String name;
    private final Proxy proxy;
    private final Duration keepAlive;
    private final UserAgent agent;
    private final ScheduledExecutorService timers;
    private final Clock clock;
    private final Registration registration;
    private final AtomicInteger calls = new AtomicInteger();
    /** Deliveries met by the trunk's trouble since a call last ended in another way; never more than make it certain. */
    private final Set<UUID> refusedInARow = new HashSet<>();

    private final PutOff putOff = new PutOff();
    private final RefusedNumbers refusedNumbers = new RefusedNumbers();
    /** Deliveries whose challenge we could not answer, since a call last ended in another way. */
    private final Set<UUID> unauthorized = new HashSet<>();

    /** Calls that went there so far. */
    private long begun;

    private boolean accountWorked;
    private boolean accountRefused;
    private boolean silent;
    private boolean spoken;
    private boolean stopped;
    private boolean everAnswered;
    private long asked;
    private long answered;
    private ScheduledFuture<?> nextQuestion;
    private Instant restUntil = Instant.MIN;
    private Instant since;
    private String lastError;

    /** @param registering account that has to be registered before calls are taken; null for none */
    ProxyHealth(
            String name,
            Proxy proxy,
            Account registering,
            Duration keepAlive,
            UserAgent agent,
            ScheduledExecutorService timers,
            Clock clock) {
        this.name = name;
        this.proxy = proxy;
        this.keepAlive = keepAlive;
        this.agent = agent;
        this.timers = timers;
        this.clock = clock;
        this.since = clock.instant();
        this.registration =
                registering == null ? null : agent.registration(proxy, registering, timers, this::registered);
        if (registration != null) {
            registration.start();
        }
        if (!keepAlive.isZero()) {
            askAfter(Duration.ZERO);
        }
    }

    synchronized boolean up() {
        return !silent && registered() && !clock.instant().isBefore(restUntil);
    }

    private boolean registered() {
        return registration == null || registration.held();
    }

    private synchronized void registered(Registration changed) {
        if (stopped) {
            return;
        }
        if (changed.held()) {
            since = clock.instant();
            speaks("registered");
        } else if (changed.unreached() != null) {
            unreached(changed.unreached());
        } else {
            since = clock.instant();
        }
    }

    Proxy proxy() {
        return proxy;
    }

    /**
     * A call goes there; {@link #judge} hears of its end.
     *
     * @return its place in the order in which calls began, from 1
     */
    synchronized long tried() {
        calls.incrementAndGet();
        return ++begun;
    }

    /** Whether several merchants in a row met trouble: then it is the trunk's fault and no try of theirs. */
    synchronized boolean troubled() {
        return refusedInARow.size() >= SEVERAL;
    }

    /** Whether our account is refused, whoever is called. */
    synchronized boolean accountRefused() {
        return accountRefused;
    }

    /** Whether it has put one delivery off for so long that it is that number's fault. */
    synchronized boolean putOffAlone(UUID deliveryId) {
        return !troubled() && putOff.tooLong(deliveryId, clock.instant());
    }

    /** Whether it forbids this delivery's calls, while those of others are taken. */
    synchronized boolean refusedAlone(UUID deliveryId) {
        return !accountRefused
                && refusedNumbers.alone(deliveryId, accountWorked || registration != null && registration.held());
    }

    /** How it stands, for the operator. */
    synchronized LinkState link(String link, boolean closed) {
        String error = registered() ? lastError : registration.error();
        LinkState.Status status = up() && spoken ? LinkState.Status.UP : LinkState.Status.CONNECTING;
        if (!up() && (accountRefused || !registered() && registration.refused())) {
            status = LinkState.Status.REFUSED;
        }
        return new LinkState(
                link,
                "SIP over " + proxy.transport(),
                closed ? LinkState.Status.CLOSED : status,
                since,
                calls.get(),
                error);
    }

    /** @param ticket what {@link #tried} gave */
    synchronized void judge(UUID deliveryId, CallEnd end, long ticket) {
        calls.decrementAndGet();
        CallEnd.Refused refused = end instanceof CallEnd.Refused one && !one.cancelled() ? one : null;
        CallVerdict verdict =
                refused == null ? null : CallVerdict.of(refused.status(), refused.q850(), refused.retryAfter() != null);
        boolean trouble = verdict == CallVerdict.TROUBLE || verdict == CallVerdict.THROTTLED;
        if (!trouble) {
            refusedInARow.clear();
            putOff.ended(deliveryId);
        } else if (!troubled()) {
            refusedInARow.add(deliveryId);
        }
        if (end instanceof CallEnd.Silent) {
            fellSilent("NO_ANSWER_TO_INVITE");
        } else if (end instanceof CallEnd.NotSent notSent) {
            unreached(notSent.why());
        } else if (end instanceof CallEnd.ConnectionLost) {
            fellSilent(CallEnd.code(end));
        } else if (end instanceof CallEnd.NotAuthorized refusal) {
            spoken = true;
            refusedAccount(deliveryId, refusal.status());
        } else if (trouble) {
            spoken = true;
            boolean again = putOff.refused(deliveryId, clock.instant());
            Duration wish = refused.retryAfter() == null ? Duration.ZERO : refused.retryAfter();
            if (troubled()) {
                rest(wish.compareTo(AFTER_TROUBLE) < 0 ? AFTER_TROUBLE : wish, "SIP_" + refused.status());
            } else if (!again && verdict == CallVerdict.THROTTLED) {
                // A whole trunk says so to others too; one number must not keep them waiting again and again.
                rest(wish, "SIP_" + refused.status());
            }
        } else if (verdict == CallVerdict.REFUSED_US) {
            spoken = true;
            refusedNumbers.refused(deliveryId, begun);
        } else {
            spoken = true;
            accountRefused = false;
            accountWorked = true;
            unauthorized.clear();
            refusedNumbers.wentThrough(deliveryId, ticket);
        }
    }

    /** An account that works for others is not refused because one call's challenge cannot be answered. */
    private void refusedAccount(UUID deliveryId, int status) {
        if (unauthorized.size() < SEVERAL) {
            unauthorized.add(deliveryId);
        }
        if (!accountWorked || unauthorized.size() >= SEVERAL) {
            if (!accountRefused) {
                LOG.errorf("trunk %s (%s) refuses our account: SIP %d", name, proxy, status);
            }
            accountRefused = true;
            rest(AFTER_REFUSED_ACCOUNT, "SIP_" + status);
        }
    }

    /** Nothing can be sent there; said once for each reason. */
    private void unreached(NotReached why) {
        if (silent && why.name().equals(lastError)) {
            return;
        }
        LOG.warnf(
                "trunk %s (%s) cannot be reached, %s (%s); it gets no calls until it answers",
                name, proxy, why.words(), why);
        down(why.name());
    }

    void stop() {
        synchronized (this) {
            stopped = true;
        }
        if (registration != null) {
            registration.stop();
        }
    }

    private void fellSilent(String error) {
        if (silent) {
            return;
        }
        LOG.warnf("trunk %s (%s) does not answer (%s); it gets no calls until it does", name, proxy, error);
        down(error);
    }

    private void down(String error) {
        lastError = error;
        spoken = false;
        if (!silent) {
            since = clock.instant();
            silent = true;
            askAfter(ASK_SILENT_EVERY);
        }
    }

    private void rest(Duration wish, String error) {
        lastError = error;
        if (up()) {
            since = clock.instant();
        }
        restUntil = clock.instant().plus(wish.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : wish);
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
        if (!stopped) {
            // Nobody waits for an answer to what was never sent.
            answered = Math.max(answered, question);
            unreached(why);
        }
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
            LOG.infof("trunk %s (%s) answers again (%s)", name, proxy, how);
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
        } else if (silent && Duration.between(since, clock.instant()).compareTo(LONGEST_SILENCE) > 0) {
            speaksAgain();
            LOG.infof("trunk %s (%s) never answered an OPTIONS; calls are tried again", name, proxy);
        }
    }

    private void speaksAgain() {
        silent = false;
        since = clock.instant();
    }
}
