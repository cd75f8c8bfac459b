package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.TrunkAddress;
import fr.vigie.dispatch.voice.sip.UserAgent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Whether a trunk takes calls. One that is silent is down until it answers an OPTIONS; one that refuses our account, asks
 * us to wait, or answers 503 several times in a row, is left alone for a while. A single 503 proves nothing: gateways
 * send it for one number too.
 */
final class TrunkHealth {
    private static final Logger LOG = Logger.getLogger(TrunkHealth.class);
    private static final Duration ASK_EVERY = Duration.ofSeconds(2);
    private static final Duration AFTER_503 = Duration.ofSeconds(2);
    private static final int MANY_503 = 3;
    private static final Duration AFTER_REFUSED_ACCOUNT = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final String name;
    private final TrunkAddress address;
    private final UserAgent agent;
    private final ScheduledExecutorService timers;
    private final Clock clock;
    private int refusedInARow;
    private boolean silent;
    private boolean stopped;
    private Instant restUntil = Instant.MIN;

    TrunkHealth(String name, TrunkAddress address, UserAgent agent, ScheduledExecutorService timers, Clock clock) {
        this.name = name;
        this.address = address;
        this.agent = agent;
        this.timers = timers;
        this.clock = clock;
    }

    synchronized boolean up() {
        return !silent && !clock.instant().isBefore(restUntil);
    }

    synchronized void judge(CallEnd end) {
        boolean unavailable = end instanceof CallEnd.Refused refused && refused.status() == 503 && refused.q850() < 0;
        refusedInARow = unavailable ? refusedInARow + 1 : 0;
        if (end instanceof CallEnd.Silent || end instanceof CallEnd.NotSent) {
            if (!silent) {
                silent = true;
                LOG.warnf("trunk %s (%s) does not answer; it gets no calls until it does", name, address);
                askLater();
            }
        } else if (end instanceof CallEnd.NotAuthorized refused) {
            LOG.errorf("trunk %s (%s) refuses our account: SIP %d", name, address, refused.status());
            rest(AFTER_REFUSED_ACCOUNT);
        } else if (unavailable) {
            Duration wish = ((CallEnd.Refused) end).retryAfter();
            if (wish != null) {
                rest(wish);
            } else if (refusedInARow >= MANY_503) {
                rest(AFTER_503);
            }
        }
    }

    synchronized void stop() {
        stopped = true;
    }

    private void rest(Duration wish) {
        Duration rest = wish.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : wish;
        restUntil = clock.instant().plus(rest);
    }

    private synchronized void ask() {
        if (silent && !stopped) {
            askLater();
            timers.execute(() -> agent.ask(address, this::heard));
        }
    }

    private void askLater() {
        var unused = timers.schedule(this::ask, ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Any answer shows that someone is there; what it thinks of calls, calls will tell. */
    private synchronized void heard(int status) {
        if (silent) {
            silent = false;
            LOG.infof("trunk %s (%s) answers again (SIP %d)", name, address, status);
        }
    }
}
