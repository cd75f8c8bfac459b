package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.sms.SmsSettings.CarrierSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;

/** One link to an SMSC, bound as transceiver; binds again, with a jittered back-off, whenever it is lost. */
final class SmppLink {
    private static final Logger LOG = Logger.getLogger(SmppLink.class);
    private static final Duration BIND_LIMIT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** The library refuses receipts, as congested, beyond this; its default of 100 is less than one commit's worth. */
    private static final int WAITING_PDUS = 20_000;

    private static final Duration COMPLAIN_EVERY = Duration.ofMinutes(1);

    private final String carrier;
    private final CarrierSettings settings;
    private final Duration responseTimeout;
    private final Duration enquireLink;
    private final MessageReceiverListener receiver;
    private final ScheduledExecutorService scheduler;
    private final int receivers;
    private volatile SMPPSession session;
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;
    private long complainedAt;
    private boolean complained;

    SmppLink(
            String carrier,
            CarrierSettings settings,
            Duration responseTimeout,
            Duration enquireLink,
            MessageReceiverListener receiver,
            ScheduledExecutorService scheduler,
            int receivers) {
        this.carrier = carrier;
        this.settings = settings;
        this.responseTimeout = responseTimeout;
        this.enquireLink = enquireLink;
        this.receiver = receiver;
        this.scheduler = scheduler;
        this.receivers = receivers;
    }

    /** The session; null while the link is down. */
    SMPPSession session() {
        SMPPSession current = session;
        return current != null && current.getSessionState().isTransmittable() ? current : null;
    }

    void open() {
        schedule(Duration.ZERO);
    }

    void close() {
        closed = true;
        SMPPSession current = session;
        if (current != null) {
            current.unbindAndClose();
        }
    }

    private void schedule(Duration delay) {
        if (!closed) {
            var unused = scheduler.schedule(this::bind, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void bind() {
        if (closed || session() != null) {
            return;
        }
        SMPPSession fresh = new SMPPSession(new SmppSocket(settings.tls()));
        fresh.setPduProcessorDegree(receivers);
        fresh.setQueueCapacity(WAITING_PDUS);
        fresh.setEnquireLinkTimer((int) enquireLink.toMillis());
        fresh.setTransactionTimer(responseTimeout.toMillis());
        fresh.setMessageReceiverListener(receiver);
        try {
            fresh.connectAndBind(settings.host(), settings.port(), bindAs(), BIND_LIMIT.toMillis());
            pause = FIRST_PAUSE;
            complained = false;
            session = fresh;
            LOG.infof("bound carrier=%s", carrier);
            fresh.addSessionStateListener((now, before, source) -> {
                if (now == SessionState.CLOSED) {
                    lost(fresh);
                }
            });
            if (!fresh.getSessionState().isBound()) {
                lost(fresh); // it fell before we listened
            }
            if (closed) {
                fresh.unbindAndClose();
            }
        } catch (IOException | RuntimeException e) {
            fresh.close();
            complain(e);
            again();
        }
    }

    private BindParameter bindAs() {
        return new BindParameter(
                BindType.BIND_TRX,
                settings.systemId(),
                settings.password(),
                "",
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.UNKNOWN,
                null,
                InterfaceVersion.IF_34);
    }

    private synchronized void lost(SMPPSession fallen) {
        if (session == fallen) {
            session = null;
            if (!closed) {
                LOG.warnf("link lost carrier=%s", carrier);
                again();
            }
        }
    }

    private void again() {
        long jittered = ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        schedule(Duration.ofMillis(jittered));
    }

    /** A refused bind is tried every few seconds for as long as it takes; once a minute is enough to be told. */
    private void complain(Exception cause) {
        long now = System.nanoTime();
        if (!complained || now - complainedAt > COMPLAIN_EVERY.toNanos()) {
            complained = true;
            complainedAt = now;
            LOG.warnf("not bound, trying on carrier=%s cause=%s", carrier, cause.getMessage());
        }
        LOG.debug("bind failed", cause);
    }
}
