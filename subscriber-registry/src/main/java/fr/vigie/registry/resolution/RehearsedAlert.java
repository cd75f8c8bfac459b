package fr.vigie.registry.resolution;

import fr.vigie.events.AlertAccepted;
import fr.vigie.events.AlertKind;
import fr.vigie.events.AlertStatus;
import fr.vigie.events.Area;
import fr.vigie.events.Channel;
import fr.vigie.events.EventJson;
import fr.vigie.events.EventJson.MalformedEventException;
import fr.vigie.events.MessageType;
import fr.vigie.events.Urgency;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An alert that is never stored nor published. */
final class RehearsedAlert {
    private RehearsedAlert() {}

    /** Written and read once, as it would come. */
    static AlertAccepted of(UUID id) {
        Instant now = Instant.now();
        AlertAccepted alert = new AlertAccepted(
                id,
                "rehearsal",
                AlertStatus.EXERCISE,
                MessageType.ALERT,
                AlertKind.values()[0],
                Urgency.URGENT,
                List.of("JEWELLER"),
                new Area.Circle(46.5, 2.5, 1_000),
                List.of("*"),
                List.of(Channel.SMS),
                new AlertAccepted.Texts("rehearsal", null),
                "rehearsal",
                now,
                now.plusSeconds(60),
                List.of(),
                "rehearsal");
        try {
            return EventJson.read(EventJson.write(alert), AlertAccepted.class);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }
}
