package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.TrunkAddress;
import fr.vigie.dispatch.voice.sip.UserAgent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Whether a trunk takes calls. One that is silent is down until it answers an OPTIONS; one that refuses our account, asks
 * us to wait, or answers 5xx for several merchants in a row, is left alone for a while. A 5xx for one merchant alone is
 * that number's own fault, however often it comes: gateways send it for one number too.
 */
final class TrunkHealth {
    private static final Logger LOG = Logger.getLogger(TrunkHealth.class);
    private static final Duration ASK_EVERY = Duration.ofSeconds(2);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final int SEVERAL = 3;
    private static final Duration AFTER_REFUSED_ACCOUNT = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final String name;
    private final TrunkAddress address;
    private final UserAgent agent;
    private final ScheduledExecutorService timers;
    private final Clock clock;
    /** Deliveries refused by 5xx since a call last ended in another way; never more than make it certain. */
    private final Set<UUID> refusedInARow = new HashSet<>();

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

    /** Whether several merchants in a row met a 5xx: then it is the trunk's fault and no try of theirs. */
    synchronized boolean troubled() {
        return refusedInARow.size() >= SEVERAL;
    }

    synchronized void judge(UUID deliveryId, CallEnd end) {
        boolean unavailable =
                end instanceof CallEnd.Refused refused && refused.status() / 100 == 5 && refused.q850() < 0;
        if (!unavailable) {
            refusedInARow.clear();
        } else if (!troubled()) {
            refusedInARow.add(deliveryId);
        }
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
            } else if (troubled()) {
                rest(AFTER_TROUBLE);
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
