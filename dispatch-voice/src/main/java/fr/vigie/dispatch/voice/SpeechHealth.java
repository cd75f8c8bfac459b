package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.speech.Speech;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says what speaks. Never down: without an engine the service starts for simulated telephones only. */
@Readiness
@ApplicationScoped
class SpeechHealth implements HealthCheck {
    private final Speech speech;

    SpeechHealth(Speech speech) {
        this.speech = speech;
    }

    @Override
    public HealthCheckResponse call() {
        Speech.Engine engine = speech.engine();
        return HealthCheckResponse.named("speech")
                .up()
                .withData("engine", engine.name())
                .withData("speaks", engine.speaks())
                .withData("detail", engine.detail())
                .build();
    }
}
