package fr.vigie.dispatch.voice.trunk;

import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.CallEnd;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Registration;
import fr.vigie.dispatch.voice.sip.UserAgent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Whether one of a trunk's proxies takes calls: it can be reached, our account is good there, and its gate is open. Its
 * calls tell. One that asks us to wait, or meets several merchants in a row with trouble of its own or by refusing our
 * account, is left alone for a while. Trouble with one merchant alone is that number's own fault, however often it
 * comes: gateways send 503 for one number too. It is shown as up once it has answered something.
 */
final class ProxyHealth {
    private static final Logger LOG = Logger.getLogger(ProxyHealth.class);
    private static final Duration AFTER_REFUSED_ACCOUNT = Duration.ofSeconds(30);

    private final String trunk;
    private final Proxy proxy;
    private final Clock clock;
    private final Standing standing;
    private final Reachability reachability;
    private final OurAccount account;
    private final AtomicInteger calls = new AtomicInteger();
    private final Gate gate = new Gate();
    /** Deliveries met by the trunk's trouble since a call last ended in another way. */
    private final InARow refused = new InARow();

    private final PutOff putOff = new PutOff();
    /** Deliveries whose number is nobody's, it says, since a call last ended in another way. */
    private final InARow dead = new InARow();

    /** @param registering account that has to be registered before calls are taken; null for none */
    ProxyHealth(
            String trunk,
            Proxy proxy,
            Account registering,
            Duration keepAlive,
            UserAgent agent,
            ScheduledExecutorService timers,
            Clock clock) {
        this.trunk = trunk;
        this.proxy = proxy;
        this.clock = clock;
        this.standing = new Standing(clock);
        this.reachability = new Reachability(trunk, proxy, keepAlive, agent, timers, clock, standing);
        Registration registration =
                registering == null ? null : agent.registration(proxy, registering, timers, this::registered);
        this.account = new OurAccount(registration);
        if (registration != null) {
            registration.start();
        }
        reachability.start();
    }

    private void registered(Registration changed) {
        if (changed.held()) {
            reachability.registered();
        } else if (changed.unreached() != null) {
            reachability.unreached(changed.unreached());
        } else {
            standing.changed();
        }
    }

    Proxy proxy() {
        return proxy;
    }

    /** Whether a call may go there now. */
    synchronized boolean up() {
        return there() && gate.isOpen(clock.instant());
    }

    /** Whether calls may go there, and not only one that has to show first whether they are taken. */
    synchronized boolean wideOpen() {
        return there() && gate.proven();
    }

    private boolean there() {
        return !reachability.silent() && account.known();
    }

    /** Lets a call through, which is to {@link #leave} in the end: gives its pass, or {@link Gate#CLOSED}. */
    synchronized long enter() {
        return there() ? gate.enter(clock.instant()) : Gate.CLOSED;
    }

    /** Whether a call that was let through may still begin. */
    synchronized boolean honours(long pass) {
        return there() && gate.honours(pass, clock.instant());
    }

    /** A call begins; {@link #judge} hears of its end. */
    void begun() {
        calls.incrementAndGet();
    }

    /** The call is over and judged, or never began. */
    synchronized void leave(long pass) {
        gate.left(pass);
    }

    /** A call was taken: the telephone rings, or somebody picked up. */
    synchronized void taken(long pass) {
        gateOpens(pass);
        dead.clear();
    }

    private void gateOpens(long pass) {
        if (gate.taken(pass)) {
            standing.changed();
            refused.clear();
            LOG.infof("trunk %s (%s) takes calls again", trunk, proxy);
        }
    }

    /** Whether it says of several merchants in a row that nobody has their number: then it has lost its way. */
    synchronized boolean knowsNobody() {
        return dead.several();
    }

    /** Whether several merchants in a row met trouble: then it is the trunk's fault and no try of theirs. */
    synchronized boolean troubled() {
        return refused.several();
    }

    /** Whether our account is refused, whoever is called. */
    synchronized boolean accountRefused() {
        return account.refused();
    }

    /** Whether it has put one delivery off for so long that it is that number's fault. */
    synchronized boolean putOffAlone(UUID deliveryId) {
        return !troubled() && putOff.tooLong(deliveryId, clock.instant());
    }

    /** Whether it forbids this delivery's calls, while those of others are taken. */
    synchronized boolean refusedAlone(UUID deliveryId) {
        return account.forbids(deliveryId);
    }

    /** How it stands, for the operator. */
    synchronized LinkState link(String name, boolean closed) {
        LinkState.Status status = LinkState.Status.CONNECTING;
        if (closed) {
            status = LinkState.Status.CLOSED;
        } else if (up()) {
            status = reachability.spoken() ? LinkState.Status.UP : status;
        } else if (account.disliked()) {
            status = LinkState.Status.REFUSED;
        }
        String error = account.known() ? standing.error() : account.error();
        return new LinkState(name, "SIP over " + proxy.transport(), status, standing.since(), calls.get(), error);
    }

    /**
     * A call is over.
     *
     * @param pass what {@link #enter} gave
     */
    synchronized void judge(UUID deliveryId, CallEnd end, long pass) {
        calls.decrementAndGet();
        if (end instanceof CallEnd.Refused answer && CallVerdict.of(answer).trunksTrouble()) {
            reachability.answeredCall();
            troubled(deliveryId, answer, pass);
        } else {
            putOff.ended(deliveryId);
            if (gate.proven()) {
                refused.clear();
            }
            noTrouble(deliveryId, end, pass);
        }
        gate.left(pass);
    }

    private void troubled(UUID deliveryId, CallEnd.Refused answer, long pass) {
        Instant now = clock.instant();
        boolean known = troubled();
        refused.add(deliveryId);
        boolean again = putOff.refused(deliveryId, now);
        Duration wish = answer.retryAfter() == null ? Duration.ZERO : answer.retryAfter();
        if (refused.several()) {
            if (!known) {
                LOG.warnf(
                        "trunk %s (%s) has trouble with every call: SIP %d; it rests, and one call goes first",
                        trunk, proxy, answer.status());
            }
            faulty(answer.status());
            gate.troubled(pass, wish, now);
        } else if (!again && !wish.isZero() && CallVerdict.of(answer) == CallVerdict.THROTTLED) {
            // A whole trunk says so to others too; one number must not keep them waiting again and again.
            faulty(answer.status());
            gate.rest(pass, wish, now);
        }
    }

    private void noTrouble(UUID deliveryId, CallEnd end, long pass) {
        if (end instanceof CallEnd.Silent) {
            reachability.fellSilent("NO_ANSWER_TO_INVITE");
        } else if (end instanceof CallEnd.NotSent notSent) {
            reachability.unreached(notSent.why());
        } else if (end instanceof CallEnd.ConnectionLost) {
            reachability.fellSilent(CallEnd.code(end));
        } else {
            answered(deliveryId, end, pass);
        }
    }

    private void answered(UUID deliveryId, CallEnd end, long pass) {
        reachability.answeredCall();
        if (end instanceof CallEnd.NotAuthorized refusal && challenged(deliveryId, refusal.status(), pass)) {
            return;
        }
        if (end instanceof CallEnd.Refused answer && CallVerdict.of(answer) == CallVerdict.DEAD) {
            nobodys(deliveryId, answer.status());
            gateOpens(pass);
        } else if (!(end instanceof CallEnd.CancelUnconfirmed)) {
            taken(pass);
        }
        if (end instanceof CallEnd.Refused answer && CallVerdict.of(answer) == CallVerdict.REFUSED_US) {
            account.forbidden(deliveryId, gate.passes());
        } else if (!(end instanceof CallEnd.NotAuthorized)) {
            account.wentThrough(deliveryId, pass);
        }
    }

    private void nobodys(UUID deliveryId, int status) {
        boolean known = knowsNobody();
        dead.add(deliveryId);
        if (knowsNobody() && !known) {
            LOG.warnf(
                    "trunk %s (%s) says of several merchants in a row that nobody has their number: SIP %d;"
                            + " they are tried again. Does it want numbers otherwise than +33...?",
                    trunk, proxy, status);
        }
    }

    /** Returns whether our account is refused, whoever is called. */
    private boolean challenged(UUID deliveryId, int status, long pass) {
        boolean known = account.refused();
        if (!account.challenged(deliveryId)) {
            return false;
        }
        if (!known) {
            LOG.errorf("trunk %s (%s) refuses our account: SIP %d", trunk, proxy, status);
        }
        faulty(status);
        gate.rest(pass, AFTER_REFUSED_ACCOUNT, clock.instant());
        return true;
    }

    private void faulty(int status) {
        standing.fault("SIP_" + status);
        if (up()) {
            standing.changed();
        }
    }

    void stop() {
        reachability.stop();
        account.stop();
    }
}
