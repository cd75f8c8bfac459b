package fr.vigie.ingest.progress;

import fr.vigie.ingest.IngestSettings;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.ingest.progress.ProgressRows.Followed;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Follows one alert: a snapshot at once unless the follower has it already, one on every change, and a last one when
 * everything is final. Looks into the database, so that it does not matter which copy of the service folds the events.
 */
@ApplicationScoped
class ProgressStream {
    private final ProgressRows rows;
    private final Clock clock;
    private final StopSignal stop;
    private final Duration every;
    private final Duration heartbeat;
    private final Duration followAfterExpiry;

    ProgressStream(ProgressRows rows, Clock clock, StopSignal stop, IngestSettings settings) {
        this.rows = rows;
        this.clock = clock;
        this.stop = stop;
        this.every = settings.progressEvery();
        this.heartbeat = settings.heartbeatEvery();
        this.followAfterExpiry = settings.followAfterExpiry();
    }

    /** What a follower is told. */
    sealed interface Signal {
        /** The alert has changed, or the stream begins. */
        record Snapshot(Progress progress) implements Signal {}

        /** The last snapshot: nothing changes any more, or nobody expects it to. */
        record Final(Progress progress) implements Signal {}

        /** Nothing has changed for a while. */
        record Heartbeat() implements Signal {}

        /** Nothing to tell. */
        record Silence() implements Signal {}

        /** Follows the last snapshot and is not told. */
        record End() implements Signal {}
    }

    /**
     * Follows an alert.
     *
     * @param seen version that the follower has seen, or -1
     * @return ends after {@link Signal.Final}; ends at once where there is no such alert, and when the
     *     service stops: the follower may resume at another copy
     */
    Multi<Signal> follow(UUID alertId, Visibility visibility, long seen) {
        Follower follower = new Follower(seen);
        return Multi.createFrom()
                .ticks()
                .every(every)
                // A slow reader or database gets fewer snapshots, each the newest.
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> rows.find(alertId, visibility)
                        .map(followed ->
                                followed == null || stop.raised() ? new Signal.End() : follower.judge(followed)))
                .onItem()
                .transformToMultiAndConcatenate(signal -> signal instanceof Signal.Final
                        ? Multi.createFrom().items(signal, new Signal.End())
                        : Multi.createFrom().item(signal))
                .select()
                .first(signal -> !(signal instanceof Signal.End))
                .select()
                .where(signal -> !(signal instanceof Signal.Silence));
    }

    /** Where one follower stands; asked once per look, never by two threads at once. */
    private final class Follower {
        private long version;
        private Progress.Phase phase;
        private Instant lastSignal = clock.instant();

        private Follower(long seen) {
            this.version = seen;
        }

        private Signal judge(Followed followed) {
            Progress progress = followed.progress();
            Instant now = clock.instant();
            // Expiry changes the phase and no row.
            boolean changed = progress.version() != version || (phase != null && phase != progress.phase());
            version = progress.version();
            phase = progress.phase();
            if (phase == Progress.Phase.FINAL || now.isAfter(followed.expires().plus(followAfterExpiry))) {
                return new Signal.Final(progress);
            }
            if (changed) {
                lastSignal = now;
                return new Signal.Snapshot(progress);
            }
            if (now.isBefore(lastSignal.plus(heartbeat))) {
                return new Signal.Silence();
            }
            lastSignal = now;
            return new Signal.Heartbeat();
        }
    }
}
