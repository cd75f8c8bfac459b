package fr.vigie.dispatch.voice.sip;

import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * Our being known at one proxy under an account's name (RFC 3261 section 10.2): asked for at the start, refreshed before
 * it lapses, taken back at the end. One that failed is asked for again until it is held. Thread-safe.
 */
public final class Registration implements Asker {
    private static final Logger LOG = Logger.getLogger(Registration.class);
    private static final String NO_ANSWER = "NO_ANSWER_TO_REGISTER";
    private static final int WANTED_SECONDS = 300;
    /** A registrar that wants more than a day wants nonsense. */
    private static final int LONGEST_SECONDS = 86_400;
    /** Less than the 32 s of the stack's own timer, and several retransmissions long. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
    /** So often a password that was refused is tried: more would look like guessing. */
    private static final Duration AGAIN_AFTER_REFUSAL = Duration.ofSeconds(30);

    private final RequestFactory requests;
    private final Proxy proxy;
    private final Credentials credentials;
    private final ScheduledExecutorService timers;
    private final Consumer<Registration> changed;

    private Request last;
    private ClientTransaction transaction;
    private Challenges challenges;
    private int seconds = WANTED_SECONDS;
    private boolean longer;
    private boolean held;
    private boolean stopping;
    private boolean accountRefused;
    private String error = "NOT_REGISTERED";
    private NotReached unreached;
    private ScheduledFuture<?> next;
    private ScheduledFuture<?> lapse;

    Registration(
            RequestFactory requests,
            Proxy proxy,
            Account account,
            ScheduledExecutorService timers,
            Consumer<Registration> changed) {
        this.requests = requests;
        this.proxy = proxy;
        this.credentials = new Credentials(account);
        this.timers = timers;
        this.changed = changed;
    }

    /** Begins. */
    public void start() {
        after(Duration.ZERO, this::ask);
    }

    /** Whether the proxy knows us now. */
    public synchronized boolean held() {
        return held;
    }

    /** Why the registrar could not even be asked; null where it could. */
    public synchronized NotReached unreached() {
        return unreached;
    }

    /** Stable code of why it is not held. */
    public synchronized String error() {
        return error;
    }

    /** Whether the proxy refuses our account. */
    public synchronized boolean refused() {
        return !held && accountRefused;
    }

    /** Takes it back, without waiting for the answer. */
    public synchronized void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        cancel(next);
        cancel(lapse);
        if (held) {
            held = false;
            send(0);
        }
    }

    private synchronized void ask() {
        if (!stopping) {
            longer = false;
            send(seconds);
            ClientTransaction waiting = transaction;
            after(ANSWER_WITHIN, () -> failed(waiting));
        }
    }

    private void send(int forSeconds) {
        unreached = null;
        challenges = new Challenges(requests, credentials);
        try {
            requests.reach(proxy);
            // Refreshes continue the first one's Call-ID and count (RFC 3261 section 10.2.4).
            Request register = last == null ? requests.register(proxy, credentials.account()) : requests.again(last);
            register.removeHeader("Authorization");
            register.removeHeader("Proxy-Authorization");
            requests.lasts(register, forSeconds);
            send(register);
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException e) {
            transaction = null;
            LOG.debugf("not registered at %s: %s", proxy, e.getClass().getSimpleName());
            unreached = requests.notReached(proxy, e);
            if (!held && !stopping && !unreached.name().equals(error)) {
                error = unreached.name();
                // Whoever hears of it may hold a lock of its own, and ask us.
                var unused = schedule(Duration.ZERO, () -> changed.accept(this));
            }
            return;
        }
    }

    private void send(Request register) throws SipException {
        last = register;
        transaction = requests.transaction(register);
        transaction.setApplicationData(this);
        transaction.sendRequest();
    }

    @Override
    public void response(ResponseEvent event) {
        boolean before;
        boolean after;
        synchronized (this) {
            Response response = event.getResponse();
            if (event.getClientTransaction() != transaction || response.getStatusCode() < 200) {
                return;
            }
            before = held;
            answered(response);
            after = held;
        }
        if (before != after) {
            changed.accept(this);
        }
    }

    private void answered(Response response) {
        int status = response.getStatusCode();
        if (status < 300) {
            if (!stopping) {
                granted(granted(response));
            }
        } else if (!repeated(response)) {
            transaction = null;
            refused(status, Headers.retryAfter(response));
        }
    }

    private boolean repeated(Response response) {
        try {
            Request again = null;
            if (Challenges.challenges(response)) {
                again = challenges.answer(last, response);
            } else if (response.getStatusCode() == Response.INTERVAL_TOO_BRIEF && !longer && !stopping) {
                again = longer(Headers.seconds(response, "Min-Expires"));
            }
            if (again == null) {
                return false;
            }
            send(again);
            if (!stopping) {
                ClientTransaction waiting = transaction;
                after(ANSWER_WITHIN, () -> failed(waiting));
            }
            return true;
        } catch (SipException | ParseException | InvalidArgumentException e) {
            return false;
        }
    }

    private Request longer(int least) throws ParseException, InvalidArgumentException {
        if (least <= seconds || least > LONGEST_SECONDS) {
            return null;
        }
        longer = true;
        seconds = least;
        Request again = challenges.again(last);
        requests.lasts(again, least);
        return again;
    }

    /** The registrar decides: what it says of our Contact, else of all, else what we asked for. */
    private int granted(Response response) {
        ContactHeader ours = Headers.ownContact(response, last);
        if (ours != null && ours.getExpires() > 0) {
            return ours.getExpires();
        }
        ExpiresHeader all = (ExpiresHeader) response.getHeader(ExpiresHeader.NAME);
        return all != null && all.getExpires() > 0 ? all.getExpires() : seconds;
    }

    private void granted(int lasting) {
        transaction = null;
        if (!held) {
            LOG.infof("registered at %s", proxy);
        }
        held = true;
        error = null;
        accountRefused = false;
        cancel(lapse);
        lapse = schedule(Duration.ofSeconds(lasting), this::lapsed);
        // Early enough for several tries.
        after(Duration.ofMillis(lasting * 1_000L * 3 / 4), this::ask);
    }

    private void refused(int status, Duration wish) {
        boolean account = status == Response.UNAUTHORIZED
                || status == Response.PROXY_AUTHENTICATION_REQUIRED
                || status == Response.FORBIDDEN
                || status == Response.NOT_FOUND;
        error = (account ? "REGISTRATION_REFUSED_" : "SIP_") + status;
        LOG.warnf(
                "not registered at %s: SIP %d%s",
                proxy, status, account ? "; check user, password and domain of its trunk" : "");
        accountRefused = account;
        if (account) {
            held = false;
        }
        if (!stopping) {
            Duration rest = account ? AGAIN_AFTER_REFUSAL : AGAIN_AFTER;
            after(wish != null && wish.compareTo(rest) > 0 ? wish : rest, this::ask);
        }
    }

    /** Silence: a registration that is held stays so until it lapses. */
    @Override
    public synchronized void failed(ClientTransaction waiting) {
        if (stopping || waiting != transaction) {
            return;
        }
        if (transaction != null) {
            RequestFactory.giveUp(transaction);
        }
        transaction = null;
        if (!held && unreached == null) {
            if (!NO_ANSWER.equals(error)) {
                LOG.warnf("not registered at %s: no answer", proxy);
            }
            error = NO_ANSWER;
        }
        after(AGAIN_AFTER, this::ask);
    }

    private void lapsed() {
        synchronized (this) {
            if (stopping || !held) {
                return;
            }
            held = false;
            error = "REGISTRATION_LAPSED";
            LOG.warnf("the registration at %s lapsed", proxy);
        }
        changed.accept(this);
    }

    private synchronized void after(Duration pause, Runnable what) {
        cancel(next);
        next = schedule(pause, what);
    }

    private ScheduledFuture<?> schedule(Duration pause, Runnable what) {
        return timers.isShutdown() ? null : timers.schedule(what, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void cancel(ScheduledFuture<?> one) {
        if (one != null) {
            one.cancel(false);
        }
    }
}
