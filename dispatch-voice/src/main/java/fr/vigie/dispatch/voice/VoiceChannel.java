package fr.vigie.dispatch.voice;

import fr.vigie.bus.ShutdownOrder;
import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.carrier.DispatchChannel;
import fr.vigie.dispatch.carrier.Hours;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.dispatch.carrier.RetryDelay;
import fr.vigie.dispatch.voice.dialogue.Scripts;
import fr.vigie.dispatch.voice.media.MediaClock;
import fr.vigie.dispatch.voice.sip.UserAgent;
import fr.vigie.dispatch.voice.trunk.CallLimits;
import fr.vigie.dispatch.voice.trunk.CallLog;
import fr.vigie.dispatch.voice.trunk.CallMeters;
import fr.vigie.dispatch.voice.trunk.SipTrunk;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jboss.logging.Logger;

/** The voice channel: one SIP stack, one pacing clock, and a carrier for each trunk. */
@ApplicationScoped
class VoiceChannel implements DispatchChannel {
    private static final Logger LOG = Logger.getLogger(VoiceChannel.class);
    /** What an orderly stop may take; goodbyes need a fraction of it. */
    private static final Duration DRAIN = Duration.ofSeconds(9);

    private static final int SIGNALLING_THREADS = 4;

    private final VoiceConfig config;
    private final CallLimits limits;
    private final Scripts scripts;
    private final CallLog log;
    private final MeterRegistry registry;
    private final Clock clock;
    private final List<SipTrunk> trunks = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timers;
    private MediaClock media;
    private UserAgent agent;

    VoiceChannel(
            VoiceConfig config, CallLimits limits, Scripts scripts, CallLog log, MeterRegistry registry, Clock clock) {
        this.log = log;
        this.config = config;
        this.limits = limits;
        this.scripts = scripts;
        this.registry = registry;
        this.clock = clock;
        this.timers = new ScheduledThreadPoolExecutor(SIGNALLING_THREADS, task -> {
            Thread thread = new Thread(task, "calls");
            thread.setDaemon(true);
            return thread;
        });
        this.timers.setRemoveOnCancelPolicy(true);
        this.timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public ChannelProfile profile() {
        return new ChannelProfile(
                Channel.VOICE,
                DeliveryState.CALLING,
                DeliveryState.FAILED,
                // A rendering may come before the call, and the outcome has to be written after it.
                limits.total().plus(config.speech().timeLimit()).plusSeconds(10),
                Duration.ZERO,
                config.tries(),
                RetryDelay.constant(config.retryDelay().urgent()),
                RetryDelay.constant(config.retryDelay().bulk()),
                Duration.ZERO,
                Duration.ZERO,
                DRAIN,
                hours());
    }

    private Hours hours() {
        VoiceConfig.ContactHours hours = config.contactHours();
        return new Hours(
                TimeOfDay.of("vigie.voice.contact-hours.from", hours.from()),
                TimeOfDay.of("vigie.voice.contact-hours.to", hours.to()),
                hours.zone());
    }

    @Override
    public List<Carrier> open(ReceiptSink receipts) {
        if (config.trunks().isEmpty()) {
            throw new IllegalStateException("no trunk is configured: set vigie.voice.trunks.<name>.host or .proxies");
        }
        String callerId = CallerIdentity.checked(config.callerId());
        try {
            media = new MediaClock(
                    InetAddress.getByName(config.bindHost()),
                    MediaClock.PortRange.parse(config.rtpPorts()),
                    config.mediaThreads());
            Map.Entry<String, VoiceConfig.Trunk> first =
                    config.trunks().entrySet().iterator().next();
            String mediaAddress = OwnAddress.of(
                    config.mediaAddress(),
                    config.bindHost(),
                    TrunkSetup.proxies(first.getKey(), first.getValue()).get(0).host());
            agent = UserAgent.start(TrunkSetup.userAgent(config, mediaAddress, callerId));
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        CallMeters meters = new CallMeters(registry);
        meters.watch(media);
        for (Map.Entry<String, VoiceConfig.Trunk> entry : config.trunks().entrySet()) {
            trunks.add(new SipTrunk(
                    TrunkSetup.trunk(entry.getKey(), entry.getValue(), limits),
                    agent,
                    media,
                    scripts,
                    timers,
                    clock,
                    meters,
                    log));
        }
        warnOfNarrowRoom();
        LOG.infof(
                "SIP on %s:%d, trunks %s",
                config.bindHost(), config.sipPort(), config.trunks().keySet());
        return List.copyOf(trunks);
    }

    /** What will be met in a call only, and can be told now. */
    private void warnOfNarrowRoom() {
        int pairs = MediaClock.PortRange.parse(config.rtpPorts()).pairs();
        int lines = config.trunks().values().stream()
                .mapToInt(VoiceConfig.Trunk::maxCalls)
                .sum();
        if (pairs < lines) {
            LOG.warnf(
                    "vigie.voice.rtp-ports %s has room for the sound of %d calls, the trunks have %d lines",
                    config.rtpPorts(), pairs, lines);
        }
    }

    /**
     * After the consumers stopped, and before the dispatcher waits for what is under way: a call would keep it waiting
     * for two minutes, so every telephone is told goodbye now, and the dispatcher writes what came of it.
     */
    void sayGoodbye(@Observes @Priority((ShutdownOrder.CONSUMERS + ShutdownOrder.WORKERS) / 2) ShutdownEvent event) {
        trunks.forEach(SipTrunk::stop);
    }

    @Override
    public void close() {
        trunks.forEach(SipTrunk::stop);
        timers.shutdown();
        if (agent != null) {
            agent.close();
        }
        if (media != null) {
            media.close();
        }
    }
}
