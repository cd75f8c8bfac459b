package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.torture.Finding.Kind;
import fr.vigie.acceptance.torture.Received.CallSeen;
import fr.vigie.acceptance.torture.Received.Texts;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.time.Instant;
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
    /** An urgent text of unknown fate is sent again well within this; only one that became unknown later may stay so. */
    static final Duration TIME_TO_SEND_AGAIN = Duration.ofSeconds(45);

    /** What an SMSC that was stalled has not yet read when the alert expires is taken when it reads again. */
    static final Duration LONGEST_STALL = Duration.ofSeconds(12);

    /** Two clocks of one machine, and a transaction between a look and its record. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

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

    private void everybodyHasOne(Raised alert) {
        Map<UUID, Integer> firsts = new HashMap<>();
        standings.values().stream()
                .map(Standing::last)
                .filter(last -> last.alertId().equals(alert.id()) && last.fallbackOf() == null)
                .forEach(last -> firsts.merge(last.recipientId(), 1, Integer::sum));
        for (UUID recipient : alert.numbers().keySet()) {
            int count = firsts.getOrDefault(recipient, 0);
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
        judgeStory(alert, id, standing);
        if (standing.last().channel() == Channel.SMS) {
            judgeText(alert, id, standing, received.texts(alert.reference(), number), number);
        } else {
            judgeCall(alert, id, standing, received.calls(number));
        }
    }

    /** What the events of a delivery say among themselves, and beside the alert. */
    private void judgeStory(Raised alert, UUID id, Standing standing) {
        DeliveryEvent last = standing.last();
        Instant at = last.at();
        if (standing.state() == DeliveryState.CANCELLED && !alert.cancelled()) {
            add(Kind.LYING, alert, id, standing, "nobody cancelled it");
        }
        if (standing.reason() == FailureReason.ALERT_EXPIRED && at.plus(MOMENT).isBefore(alert.expires())) {
            add(Kind.LYING, alert, id, standing, "the alert had not expired");
        }
        if (standing.possibleDuplicate() && !standing.doubted()) {
            add(Kind.LYING, alert, id, standing, "no event says why it is flagged");
        }
        boolean handedOver = standing.state() == DeliveryState.DELIVERED
                || standing.state() == DeliveryState.UNDELIVERABLE
                || standing.reason() == FailureReason.NO_RECEIPT;
        if (!standing.begun() || (handedOver && !standing.tried())) {
            add(Kind.AUDIT_GAP, alert, id, standing, "no event tells how it came to this");
        }
        Standing first = last.fallbackOf() == null ? null : standings.get(last.fallbackOf());
        if (first != null && !first.failed()) {
            add(Kind.LYING, alert, id, standing, "it stands for one that did not fail");
        }
    }

    private void judgeText(Raised alert, UUID id, Standing standing, Texts texts, String number) {
        int copies = texts.copies();
        boolean flagged = standing.possibleDuplicate();
        twice(alert, id, standing, copies);
        String lie = switch (standing.state()) {
            case DELIVERED -> {
                if (copies == 0) {
                    yield "no operator has it";
                }
                yield !texts.whole()
                        ? "only a part was taken"
                        : texts.ended("DELIVERED") ? null : "no telephone is told to have it";
            }
            case UNDELIVERABLE -> texts.ended("UNDELIVERABLE") || texts.ended("EXPIRED") ? null : "no operator says so";
            case REJECTED -> {
                if (copies > 0 && !flagged) {
                    yield "the operator took it";
                }
                boolean byNumber = standing.reason() == FailureReason.NUMBER_INVALID
                        || standing.reason() == FailureReason.CONTENT_REFUSED;
                yield byNumber && !received.refused(number) ? "no operator refused it" : null;
            }
            case EXPIRED, CANCELLED -> copies > 0 && !flagged ? "the operator took it" : null;
            case UNCONFIRMED ->
                standing.messageIds().stream().anyMatch(texts.receipted()::contains)
                        ? "its receipt came and was acknowledged"
                        : null;
            default -> "no state of a text";
        };
        if (lie != null) {
            add(Kind.LYING, alert, id, standing, lie);
        }
        if (standing.state() == DeliveryState.UNCONFIRMED && copies == 0) {
            stayedUnknown(alert, id, standing);
        }
        if (copies > 0 && texts.whole() && !texts.says(alert.text())) {
            add(Kind.LYING, alert, id, standing, "the operator took other words");
        }
        if (copies > 0 && texts.lastTaken().minus(LONGEST_STALL).isAfter(alert.expires())) {
            add(Kind.LYING, alert, id, standing, "taken after the alert had expired");
        }
        // Whoever has a mobile can be called.
        boolean failed = !standing.state().reached() && standing.reason() != FailureReason.OPTED_OUT;
        boolean hadTime =
                !alert.cancelled() && standing.last().at().plus(MOMENT).isBefore(alert.expires());
        if (failed && hadTime && standing.last().fallbackOf() == null && standing.fallback() == null) {
            add(Kind.LOST, alert, id, standing, "there was time for a call, and none was asked for");
        }
    }

    private void judgeCall(Raised alert, UUID id, Standing standing, Collection<CallSeen> calls) {
        boolean flagged = standing.possibleDuplicate();
        int heard = (int) calls.stream().filter(CallSeen::heard).count();
        boolean confirmed = calls.stream().anyMatch(call -> call.pressed('1'));
        twice(alert, id, standing, heard);
        String lie = switch (standing.state()) {
            case ACKNOWLEDGED -> confirmed ? null : "nobody pressed 1";
            case ANSWERED -> heard == 0 ? "nobody answered" : confirmed && !flagged ? "somebody pressed 1" : null;
            case VOICEMAIL -> heard == 0 ? "nothing answered" : confirmed && !flagged ? "somebody pressed 1" : null;
            case FAILED, EXPIRED, CANCELLED -> confirmed && !flagged ? "somebody pressed 1" : null;
            case UNCONFIRMED -> null; // claims nothing
            default -> "no state of a call";
        };
        if (lie != null) {
            add(Kind.LYING, alert, id, standing, lie);
        }
        if (standing.state() == DeliveryState.UNCONFIRMED && heard == 0) {
            stayedUnknown(alert, id, standing);
        }
        boolean metATelephone =
                standing.reason() == FailureReason.LINE_BUSY || standing.reason() == FailureReason.NOT_ANSWERED;
        if (metATelephone && calls.isEmpty()) {
            add(Kind.LYING, alert, id, standing, "nobody was called");
        }
    }

    private void twice(Raised alert, UUID id, Standing standing, int copies) {
        if (copies > 1) {
            add(
                    standing.possibleDuplicate() ? Kind.FLAGGED : Kind.UNFLAGGED,
                    alert,
                    id,
                    standing,
                    "received " + copies + " times");
        }
    }

    private void stayedUnknown(Raised alert, UUID id, Standing standing) {
        boolean claimsHandOver = standing.reason() == FailureReason.NO_RECEIPT;
        boolean hadTime = alert.urgency() == Urgency.URGENT
                && !alert.cancelled()
                && (standing.unknownSince() == null
                        || standing.unknownSince().plus(TIME_TO_SEND_AGAIN).isBefore(alert.expires()));
        if (claimsHandOver || hadTime) {
            add(Kind.LOST, alert, id, standing, "unconfirmed, and no operator has it");
        }
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
