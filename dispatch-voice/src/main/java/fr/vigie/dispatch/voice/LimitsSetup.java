package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.trunk.CallLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What the configuration says of a call's times. */
@ApplicationScoped
class LimitsSetup {
    /** How long the trunk may take to confirm that a telephone stopped ringing. */
    private static final Duration CANCEL_CONFIRMATION = Duration.ofSeconds(4);

    @Produces
    @Singleton
    CallLimits limits(VoiceConfig config) {
        return new CallLimits(
                config.trunkTimeout(),
                config.ringTimeout(),
                CANCEL_CONFIRMATION,
                config.maxCall(),
                config.quietLimit(),
                config.machineTalk());
    }
}
