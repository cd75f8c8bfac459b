package fr.vigie.dispatch.carrier;

import fr.vigie.events.QuietHours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hours of every day, by the clock of a zone. May pass midnight. What counts is what the clock on the wall shows: where
 * it is put forward, hours that begin in the gap begin at its end; where it is put back, they may come twice.
 *
 * @param from first moment
 * @param to end, exclusive; the same as {@code from} for the whole day
 * @param zone whose clock
 */
public record Hours(LocalTime from, LocalTime to, ZoneId zone) {
    private static final int DAYS_LOOKED_AT = 2;

    public Hours {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(zone, "zone");
    }

    /** All hours but these. */
    public static Hours outside(QuietHours quiet, ZoneId zone) {
        return new Hours(quiet.to(), quiet.from(), zone);
    }

    /** Whether a moment lies within. */
    public boolean contains(Instant at) {
        LocalTime time = at.atZone(zone).toLocalTime();
        if (from.equals(to)) {
            return true;
        }
        boolean begun = !time.isBefore(from);
        boolean notOver = time.isBefore(to);
        return from.isBefore(to) ? begun && notOver : begun || notOver;
    }

    /** The first moment within, from {@code at} on. */
    public Instant next(Instant at) {
        if (contains(at)) {
            return at;
        }
        LocalDate today = at.atZone(zone).toLocalDate();
        Stream<Instant> begins = Stream.iterate(today, day -> day.plusDays(1))
                .limit(DAYS_LOOKED_AT + 1)
                .flatMap(day -> begins(day.atTime(from)));
        // A clock that is put forward or back may also jump into the hours.
        Stream<Instant> jump =
                Optional.ofNullable(zone.getRules().nextTransition(at)).stream().map(ZoneOffsetTransition::getInstant);
        return Stream.concat(begins, jump)
                .filter(each -> !each.isBefore(at) && contains(each))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** None where the clock jumps over it, two where it shows it twice. */
    private Stream<Instant> begins(LocalDateTime begin) {
        ZoneRules rules = zone.getRules();
        return rules.getValidOffsets(begin).stream().map((ZoneOffset offset) -> begin.toInstant(offset));
    }
}
