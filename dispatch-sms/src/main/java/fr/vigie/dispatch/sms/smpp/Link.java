package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.dispatch.carrier.LinkState.Status;
import fr.vigie.smpp.BindFailedException;
import fr.vigie.smpp.BindRequest;
import fr.vigie.smpp.DeliveryHandler;
import fr.vigie.smpp.Ending;
import fr.vigie.smpp.SmppClient;
import fr.vigie.smpp.SmppSession;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** One link to an SMSC; binds again, with a jittered back-off, whenever it is lost. */
final class Link {
    private static final Logger LOG = Logger.getLogger(Link.class);
    /** A session that fell sooner, and answered next to nothing, has not shown that the SMSC has recovered. */
    private static final Duration STEADY = Duration.ofSeconds(1);

    private static final int OF_USE = 20;

    /** What the links of a carrier share. */
    record House(
            String carrier,
            String address,
            SmppClient client,
            DeliveryHandler inbox,
            Complaints complaints,
            CarrierCounts counts,
            Vertx vertx,
            Clock clock) {}

    private record Stand(Status status, Instant since, String lastError) {}

    /** Why it is not bound: the code, and the line that says so. */
    private record Trouble(String code, String line) {}

    private final String name;
    private final BindRequest bind;
    private final House house;
    private final BackOff backOff = new BackOff(new Random());
    private volatile SmppSession session;
    private volatile Stand stand;
    private volatile Trouble trouble;
    private volatile boolean closed;
    private volatile boolean asksInVain;
    private volatile boolean toldOfTrouble = true;

    Link(String name, BindRequest bind, House house) {
        this.name = name;
        this.bind = bind;
        this.house = house;
        this.stand = new Stand(Status.CONNECTING, house.clock().instant(), null);
    }

    void open() {
        bind();
    }

    /** Completes when the link has ended. */
    CompletionStage<Ending> close(Duration limit) {
        closed = true;
        become(Status.CLOSED, stand.lastError());
        SmppSession current = session;
        if (current == null) {
            return CompletableFuture.completedFuture(Ending.BY_US);
        }
        return current.unbind(limit).thenApply(end -> {
            LOG.infof("unbound carrier=%s link=%s end=%s", house.carrier(), name, end);
            return end;
        });
    }

    /** The session where something can be submitted now; null where nothing can. */
    SmppSession transmitting() {
        SmppSession current = session;
        return current != null && current.transmits() ? current : null;
    }

    /** How many messages may be without response on it now. */
    int places() {
        SmppSession current = session;
        return current == null ? 0 : current.places();
    }

    LinkState state() {
        Stand now = stand;
        SmppSession current = session;
        int inFlight = current == null ? 0 : current.inFlight();
        return new LinkState(name, bind.kind().name(), now.status(), now.since(), inFlight, now.lastError());
    }

    /** Whether query_sm is worth a try on this session. */
    boolean answersQueries() {
        return !asksInVain;
    }

    /** The SMSC does not know query_sm: it is not asked again before the next session. */
    void asksInVain() {
        asksInVain = true;
    }

    private void bind() {
        if (closed) {
            return;
        }
        house.client().bind(bind, house.inbox()).whenComplete((bound, failure) -> {
            if (failure == null) {
                up(bound);
            } else {
                failed(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
    }

    private void up(SmppSession bound) {
        long since = System.nanoTime();
        house.counts().bound();
        asksInVain = false;
        session = bound;
        trouble = null;
        become(Status.UP, null);
        if (toldOfTrouble) { // a link that comes and goes is told about once a minute, and last that it is up
            toldOfTrouble = false;
            LOG.infof("bound carrier=%s link=%s kind=%s", house.carrier(), name, bind.kind());
        }
        bound.ended().thenAccept(why -> lost(bound, why, since));
        if (closed) {
            bound.close();
        }
    }

    private void lost(SmppSession fallen, Ending why, long boundAt) {
        session = null;
        if (closed) {
            return;
        }
        if (fallen.served() >= OF_USE || System.nanoTime() - boundAt >= STEADY.toNanos()) {
            backOff.reset();
        }
        become(Status.CONNECTING, why.name());
        if (house.complaints().due("lost " + name)) {
            toldOfTrouble = true;
            LOG.warnf("link lost carrier=%s link=%s cause=%s", house.carrier(), name, why);
        }
        later(false);
    }

    private void failed(Throwable failure) {
        house.counts().bindFailed();
        boolean refused = failure instanceof BindFailedException told
                && told.reason() == BindFailedException.Reason.REFUSED
                && CommandStatus.refusesUs(told.status());
        String code = code(failure);
        if (closed) {
            return;
        }
        become(refused ? Status.REFUSED : Status.CONNECTING, code);
        trouble = new Trouble(code, line(failure, refused));
        complain();
        LOG.debug("bind failed", failure);
        later(refused);
    }

    private String line(Throwable failure, boolean ourAccount) {
        String about = "carrier=%s link=%s address=%s".formatted(house.carrier(), name, house.address());
        if (!(failure instanceof BindFailedException told) || told.reason() != BindFailedException.Reason.REFUSED) {
            return "not bound, trying on %s code=%s cause=%s".formatted(about, code(failure), failure.getMessage());
        }
        String line = "bind refused, trying on %s system-id=%s status=%s"
                .formatted(about, bind.systemId(), CommandStatus.named(told.status()));
        return ourAccount ? line + ": check vigie.sms.carriers." + house.carrier() + ".system-id and .password" : line;
    }

    /** Says why it is not bound, and again as often as complaints are due while it lasts, however rarely it is tried. */
    private void complain() {
        Trouble now = trouble;
        if (now != null && !closed && house.complaints().due(now.code())) {
            toldOfTrouble = true;
            LOG.warn(now.line());
            var unused = house.vertx().setTimer(house.complaints().every().toMillis(), timer -> complain());
        }
    }

    private static String code(Throwable failure) {
        if (!(failure instanceof BindFailedException told)) {
            return "UNREACHABLE";
        }
        return told.status() == 0 ? told.reason().name() : "%s_0x%02X".formatted(told.reason(), told.status());
    }

    private void later(boolean refused) {
        var unused = house.vertx().setTimer(Math.max(1, backOff.pause(refused)), timer -> bind());
    }

    private void become(Status status, String lastError) {
        Stand before = stand;
        Instant since =
                before.status() == status ? before.since() : house.clock().instant();
        stand = new Stand(status, since, lastError);
    }
}
