package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.delivery.Change;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.flow.Recording.Entry;
import fr.vigie.dispatch.flow.Recording.Outcome;
import fr.vigie.dispatch.flow.Recording.Result;
import fr.vigie.events.Urgency;
import java.util.List;
import java.util.Optional;

/**
 * Puts off what is due outside the channel's hours to the next opening, where everybody can see it, and ends what cannot
 * wait so long, so that the other channel still has time.
 */
final class AfterHours {
    private static final int MOST = 1_000;

    private static final String DUE =
            "WHERE d.waits_for = 'ATTEMPT' AND d.lane = $1 AND d.due_at <= now() AND d.expires"
                    + " > now() ORDER BY d.due_at LIMIT " + MOST + " FOR UPDATE SKIP LOCKED";

    private final Database database;
    private final Course course;
    private final Recording recording;

    AfterHours(Database database, Course course, Recording recording) {
        this.database = database;
        this.course = course;
        this.recording = recording;
    }

    void putOff() {
        for (Urgency lane : Urgency.values()) {
            while (course.closedUntil(lane).isPresent() && putOff(lane) == MOST) {
                // there is more
            }
        }
    }

    private int putOff(Urgency lane) {
        Result result = database.transaction(statements -> {
            List<Entry> decided = new Deliveries(statements)
                    .select(DUE, lane.name()).rows().stream()
                            .flatMap(row -> decided(row).stream())
                            .toList();
            return recording.record(statements, decided, true);
        });
        recording.committed(result);
        return result.events().size();
    }

    /** Empty where it has opened meanwhile. */
    private Optional<Entry> decided(Delivery row) {
        Optional<Change> change = course.obstacle(row)
                .map(reason -> course.withheld(row, reason))
                .or(() -> course.closed(row).map(closed -> course.postponed(row, closed)));
        return change.map(decided -> new Outcome(row, null, null, decided));
    }
}
