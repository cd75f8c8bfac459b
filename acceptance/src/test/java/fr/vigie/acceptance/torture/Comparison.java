package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Three accounts side by side: who was to be warned, what the operators received, what the system says. It trusts the
 * operators. Pure: the same accounts give the same findings.
 */
final class Comparison {
    private final Received received;
    private final Told told;
    private final Map<UUID, Standing> standings = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Comparison(Told told, Received received) {
        this.told = told;
        this.received = received;
        told.histories().forEach((id, history) -> standings.put(id, Standing.of(history)));
    }

    /** Compares. Flagged duplicates are among the findings; all others are faults. */
    static List<Finding> of(Collection<Raised> alerts, Told told, Received received) {
        Comparison comparison = new Comparison(told, received);
        Set<UUID> known = new HashSet<>();
        for (Raised alert : alerts) {
            known.add(alert.id());
            comparison.everybodyHasOne(alert);
            comparison.standings.forEach((id, standing) -> {
                if (standing.last().alertId().equals(alert.id())) {
                    comparison.judge(alert, id, standing);
                }
            });
            comparison.restAgrees(alert);
            comparison.findings.addAll(LeaverJudge.of(alert, told.left(), received));
        }
        comparison.standings.forEach((id, standing) -> {
            if (!known.contains(standing.last().alertId())) {
                comparison.findings.add(Finding.of(
                        Kind.LYING, standing.last().alertId().toString(), "a delivery of an alert nobody raised"));
            }
        });
        comparison.nobodyElse(alerts);
        return comparison.findings;
    }

    /** What was received between two looks, when no reason was left for anything. */
    static List<Finding> afterwards(Collection<Raised> alerts, Received before, Received now) {
        List<Finding> findings = new ArrayList<>();
        for (Raised alert : alerts) {
            alert.numbers().forEach((recipient, number) -> {
                boolean texted = now.texts(alert.reference(), number).copies()
                        > before.texts(alert.reference(), number).copies();
                boolean called = now.calls(number).size() > before.calls(number).size();
                if (texted || called) {
                    findings.add(new Finding(
                            Kind.LYING,
                            alert.reference(),
                            null,
                            recipient,
                            (texted ? "taken" : "called") + " after everything was final and compared",
                            List.of(),
                            now.lines(alert.reference(), number)));
                }
            });
        }
        return findings;
    }

    private void everybodyHasOne(Raised alert) {
        Map<UUID, Integer> firsts = new HashMap<>();
        standings.values().stream()
                .map(Standing::last)
                .filter(last -> last.alertId().equals(alert.id()) && last.fallbackOf() == null)
                .forEach(last -> firsts.merge(last.recipientId(), 1, Integer::sum));
        long without = 0;
        for (UUID recipient : alert.numbers().keySet()) {
            int count = firsts.getOrDefault(recipient, 0);
            without += count == 0 ? 1 : 0;
            if (count == 0 && !alert.cancelled()) {
                findings.add(new Finding(
                        Kind.LOST, alert.reference(), null, recipient, "no delivery at all", List.of(), List.of()));
            }
            if (count > 1) {
                findings.add(new Finding(
                        Kind.LYING,
                        alert.reference(),
                        null,
                        recipient,
                        count + " deliveries that are no fallback",
                        List.of(),
                        List.of()));
            }
        }
        long tooLate = told.tooLate().getOrDefault(alert.id(), 0L);
        if (tooLate > 0 && tooLate != without) {
            findings.add(Finding.of(
                    Kind.LYING,
                    alert.reference(),
                    "REST says that it expired before " + tooLate + " were warned, " + without + " have no delivery"));
        }
    }

    private void judge(Raised alert, UUID id, Standing standing) {
        UUID recipient = standing.last().recipientId();
        String number = alert.numbers().get(recipient);
        if (number == null) {
            add(Kind.LYING, alert, id, standing, "for somebody whom the alert is not for");
            return;
        }
        if (!standing.state().isFinal()) {
            add(Kind.LOST, alert, id, standing, "never final");
            return;
        }
        if (standing.fallback() != null && !standings.containsKey(standing.fallback())) {
            add(Kind.LOST, alert, id, standing, "its fallback does not exist");
        }
        DeliveryEvent last = standing.last();
        Charges charges = new Charges(alert, standing);
        Standing first = last.fallbackOf() == null ? null : standings.get(last.fallbackOf());
        StoryJudge.judge(alert, standing, first, charges);
        if (last.channel() == Channel.SMS) {
            TextJudge.judge(
                    alert, standing, received.texts(alert.reference(), number), received.refused(number), charges);
        } else {
            CallJudge.judge(alert, standing, number, received.calls(number), charges);
        }
        charges.all().forEach(charge -> add(charge.kind(), alert, id, standing, charge.what()));
    }

    private void restAgrees(Raised alert) {
        Map<Channel, Map<DeliveryState, Long>> counted = new EnumMap<>(Channel.class);
        Set<UUID> seen = new HashSet<>();
        for (Told.Listed each : told.listed().getOrDefault(alert.id(), List.of())) {
            counted.computeIfAbsent(each.channel(), channel -> new EnumMap<>(DeliveryState.class))
                    .merge(each.state(), 1L, Long::sum);
            seen.add(each.deliveryId());
            Standing standing = standings.get(each.deliveryId());
            if (standing == null) {
                findings.add(new Finding(
                        Kind.LYING,
                        alert.reference(),
                        each.deliveryId(),
                        each.recipientId(),
                        "REST lists it as " + each.state() + ", no event speaks of it",
                        List.of(),
                        List.of()));
            } else if (standing.state() != each.state() || standing.possibleDuplicate() != each.possibleDuplicate()) {
                add(
                        Kind.LYING,
                        alert,
                        each.deliveryId(),
                        standing,
                        "REST lists it as " + each.state() + (each.possibleDuplicate() ? ", flagged" : ""));
            }
        }
        standings.forEach((id, standing) -> {
            if (standing.last().alertId().equals(alert.id()) && !seen.contains(id)) {
                add(Kind.LYING, alert, id, standing, "REST does not list it");
            }
        });
        Map<Channel, Map<DeliveryState, Long>> counters = told.counters().getOrDefault(alert.id(), Map.of());
        if (!counted.equals(counters)) {
            findings.add(Finding.of(
                    Kind.LYING, alert.reference(), "the counters are " + counters + ", the deliveries " + counted));
        }
    }

    private void nobodyElse(Collection<Raised> alerts) {
        Set<String> meant = new HashSet<>();
        Set<String> called = new HashSet<>();
        for (Raised alert : alerts) {
            alert.numbers().forEach((recipient, number) -> {
                String text = alert.reference() + " " + number;
                meant.add(text);
                UUID id = DeliveryRequested.idOf(alert.id(), recipient, Channel.SMS);
                if (received.everyText().contains(text) && !standings.containsKey(id)) {
                    findings.add(new Finding(
                            Kind.LYING,
                            alert.reference(),
                            id,
                            recipient,
                            "the operator took a text that nobody tells of",
                            List.of(),
                            received.lines(alert.reference(), number)));
                }
            });
            called.addAll(alert.numbers().values());
        }
        for (String text : received.everyText()) {
            if (!meant.contains(text)) {
                findings.add(Finding.of(
                        Kind.LYING,
                        text.substring(0, text.indexOf(' ')),
                        "a text to somebody whom the alert is not for"));
            }
        }
        if (!called.containsAll(received.everyCalled())) {
            findings.add(Finding.of(Kind.LYING, "", "a call to somebody whom no alert is for"));
        }
        if (!received.unnamed().isEmpty()) {
            findings.add(Finding.of(
                    Kind.LYING, "", received.unnamed().size() + " texts without the reference that they were given"));
        }
    }

    private void add(Kind kind, Raised alert, UUID id, Standing standing, String what) {
        String number = alert.numbers().get(standing.last().recipientId());
        findings.add(new Finding(
                kind,
                alert.reference(),
                id,
                standing.last().recipientId(),
                standing.last().channel() + " " + standing.state()
                        + (standing.reason() == null ? "" : " " + standing.reason())
                        + (standing.possibleDuplicate() ? ", flagged" : "") + ": " + what,
                kind.fault()
                        ? told.histories().get(id).stream()
                                .map(Comparison::line)
                                .toList()
                        : List.of(),
                kind.fault() && number != null ? received.lines(alert.reference(), number) : List.of()));
    }

    private static String line(DeliveryEvent event) {
        return event.at() + " " + event.state() + " attempt " + event.attempt()
                + (event.reason() == null ? "" : " " + event.reason())
                + (event.carrierMessageId() == null ? "" : " message " + event.carrierMessageId())
                + (event.handedOverAt() == null ? "" : " handed over " + event.handedOverAt())
                + (event.possibleDuplicate() ? " flagged" : "");
    }
}
