package fr.vigie.acceptance.calls;

import fr.vigie.acceptance.stage.Told;
import fr.vigie.acceptance.stage.Told.Standing;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The telephones' journal beside what was told, delivery by delivery.
 *
 * @param deliveries how many were asked for
 * @param states how many ended in each state, with the reason where there is one
 * @param ends how many calls ended in each way, by the telephones
 * @param lost deliveries that are not final
 * @param unflagged deliveries of which a telephone was called again though nobody knows what the call before came to,
 *     and that do not say so
 * @param flagged deliveries that say so
 * @param lying calls that were never told, or told and never heard; one line each
 * @param open calls that no end is known of, by the telephones
 * @param longestRing of a call that nobody picked up
 */
record Account(
        int deliveries,
        Map<String, Long> states,
        Map<String, Long> ends,
        List<String> lost,
        List<String> unflagged,
        int flagged,
        List<String> lying,
        long open,
        Duration longestRing) {

    /** Whether nothing was lost, repeated silently, or told wrongly, and no telephone is left ringing. */
    boolean clean() {
        return lost.isEmpty() && unflagged.isEmpty() && lying.isEmpty() && open == 0;
    }

    long ended(DeliveryState state) {
        return states.entrySet().stream()
                .filter(each -> each.getKey().split(" ")[0].equals(state.name()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long ended(Heard.End end) {
        return ends.getOrDefault(end.name(), 0L);
    }

    static Account of(Map<UUID, String> asked, Told told, List<Heard> journal) {
        Map<String, List<Heard>> byNumber = journal.stream().collect(Collectors.groupingBy(Heard::number));
        Map<String, Long> states = new TreeMap<>();
        List<String> lost = new ArrayList<>();
        List<String> unflagged = new ArrayList<>();
        List<String> lying = new ArrayList<>();
        int flagged = 0;
        for (Map.Entry<UUID, String> each : asked.entrySet()) {
            List<Heard> heard = byNumber.getOrDefault(each.getValue(), List.of());
            Optional<Standing> known = told.of(each.getKey());
            states.merge(known.map(Account::name).orElse("nothing told"), 1L, Long::sum);
            if (known.isEmpty() || !known.get().state().isFinal()) {
                lost.add(each.getKey().toString());
                continue;
            }
            Standing standing = known.get();
            List<DeliveryEvent> course = told.course(each.getKey());
            boolean noticedTwice = heard.stream().filter(Heard::noticed).count() > 1;
            boolean unknown = course.stream().anyMatch(event -> event.state() == DeliveryState.UNKNOWN);
            flagged += standing.possibleDuplicate() ? 1 : 0;
            if (noticedTwice && unknown && !standing.possibleDuplicate()) {
                unflagged.add(each.getKey().toString());
            }
            lies(standing, course, heard).ifPresent(lie -> lying.add(each.getKey() + " " + lie));
        }
        return new Account(
                asked.size(),
                states,
                new TreeMap<>(journal.stream()
                        .collect(Collectors.groupingBy(
                                call -> call.end() == null ? "open" : call.end().name(), Collectors.counting()))),
                lost,
                unflagged,
                flagged,
                lying,
                journal.stream().filter(call -> call.end() == null).count(),
                journal.stream()
                        .filter(call -> call.noticed() && call.answeredAt() == null && call.end() != null)
                        .map(Heard::lasted)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO));
    }

    private static String name(Standing standing) {
        return standing.state() + (standing.reason() == null ? "" : " " + standing.reason());
    }

    private static Optional<String> lies(Standing standing, List<DeliveryEvent> course, List<Heard> heard) {
        long attempts = course.stream()
                .filter(event -> event.state() == DeliveryState.CALLING)
                .map(DeliveryEvent::attempt)
                .distinct()
                .count();
        long noticed = heard.stream().filter(Heard::noticed).count();
        if (noticed > attempts) {
            return Optional.of("rang " + noticed + " times, and " + attempts + " attempts were told");
        }
        boolean answered = heard.stream().anyMatch(call -> call.answeredAt() != null);
        if (standing.state().reached() && !answered) {
            return Optional.of(name(standing) + ", and nobody picked up: " + heard);
        }
        boolean claims = standing.state() == DeliveryState.EXPIRED || standing.state() == DeliveryState.CANCELLED;
        return claims && answered ? Optional.of(name(standing) + ", and somebody picked up") : Optional.empty();
    }

    /** For people. */
    String table(String story) {
        StringBuilder table = new StringBuilder("\n" + story + ": " + deliveries + " deliveries\n");
        states.forEach((state, count) -> row(table, state, count));
        ends.forEach((end, count) -> row(table, "telephones: " + end, count));
        row(table, "lost", lost.size());
        row(table, "repeated, unflagged", unflagged.size());
        row(table, "flagged", flagged);
        row(table, "lying", lying.size());
        row(table, "longest ring, ms", longestRing.toMillis());
        lying.stream()
                .limit(5)
                .forEach(line -> table.append("  lying: ").append(line).append('\n'));
        return table.toString();
    }

    private static void row(StringBuilder table, String what, long count) {
        table.append("  %-36s %,9d%n".formatted(what, count));
    }
}
