package fr.vigie.dispatch.sms;

import fr.vigie.events.DeliveryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** When texts were handed over, the first first. */
record HandOvers(List<Instant> at) {
    static HandOvers of(Map<UUID, List<DeliveryEvent>> events) {
        return new HandOvers(events.values().stream()
                .map(each -> each.get(each.size() - 1).handedOverAt())
                .sorted()
                .toList());
    }

    HandOvers from(Duration afterTheFirst) {
        Instant start = at.get(0).plus(afterTheFirst);
        return new HandOvers(at.stream().filter(each -> !each.isBefore(start)).toList());
    }

    long between(Instant begin, Instant end) {
        return at.stream()
                .filter(each -> !each.isBefore(begin) && each.isBefore(end))
                .count();
    }

    /** The most in any so long time: where a machine stood still for a while, it was before or after. */
    long mostIn(Duration time) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < at.size(); to++) {
            while (!at.get(to).isBefore(at.get(from).plus(time))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
