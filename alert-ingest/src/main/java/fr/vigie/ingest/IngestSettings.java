package fr.vigie.ingest;

import fr.vigie.ingest.directory.Force;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator may choose about this service. */
@ConfigMapping(prefix = "vigie.ingest")
public interface IngestSettings {
    /** The voice of a message that names none, and whose département has no contact in the directory. */
    @WithDefault("Gendarmerie nationale")
    String authority();

    /** The same for officers of the police. */
    @WithDefault("Police nationale")
    String policeAuthority();

    /** The force of officers whose token names none. */
    @WithDefault("GENDARMERIE")
    Force force();

    /** How far ahead an alert may expire. */
    @WithDefault("PT72H")
    Duration longestLife();

    /** How long the registry may stay silent about an alert before it is published again; doubles each time. */
    @WithDefault("PT10S")
    Duration silenceLimit();

    /** The longest pause between two publications of the same alert. */
    @WithDefault("PT5M")
    Duration longestSilence();

    /** How often a progress stream looks for changes, and so the most often that it sends a snapshot. */
    @WithDefault("PT0.5S")
    Duration progressEvery();

    /** How often an idle progress stream sends a comment, so that no proxy cuts it. */
    @WithDefault("PT10S")
    Duration heartbeatEvery();

    /** How long after its expiry an alert that never became final is still followed: receipts may come late. */
    @WithDefault("PT1H")
    Duration followAfterExpiry();

    /** How often unanswered alerts are looked for; read by the scheduler, hence in its form. */
    @WithDefault("1s")
    String watchEvery();

    /** How often the deliveries of running alerts are measured; read by the scheduler, hence in its form. */
    @WithDefault("5s")
    String measureEvery();
}
