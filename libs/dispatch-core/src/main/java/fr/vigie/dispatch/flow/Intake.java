package fr.vigie.dispatch.flow;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.PoisonEventException;
import fr.vigie.bus.Received;
import fr.vigie.dispatch.carrier.ChannelProfile;
import fr.vigie.dispatch.delivery.Content;
import fr.vigie.dispatch.delivery.Contents;
import fr.vigie.dispatch.delivery.Course;
import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.delivery.Deliveries;
import fr.vigie.dispatch.delivery.Deliveries.Stored;
import fr.vigie.dispatch.delivery.Delivery;
import fr.vigie.dispatch.delivery.News;
import fr.vigie.dispatch.delivery.Waiting;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryRequested;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Stores what is asked for: leased at once where the carriers have room, queued in the database otherwise. Where they are
 * about to have room it waits for it, but never for a carrier that is slow, and never for long.
 */
final class Intake implements BatchHandler<DeliveryRequested> {
    /** The longest wait for room with one batch. */
    private static final long PATIENCE = 1_000_000_000;
    /** What waits for longer on its topic is stored, come what may: the registry asks again for what nobody speaks of. */
    private static final long OLDEST_MILLIS = 8_000;

    private final ChannelProfile profile;
    private final Database database;
    private final Contents contents;
    private final Cancellations cancellations;
    private final News news;
    private final Desk desk;
    private final ClaimLoop claims;
    private final DispatchMeters meters;
    private final Course course;
    private final Clock clock;
    private final String owner;
    private final Duration holdFor;

    Intake(
            ChannelProfile profile,
            Database database,
            Contents contents,
            Cancellations cancellations,
            News news,
            Desk desk,
            ClaimLoop claims,
            DispatchMeters meters,
            Course course,
            Clock clock,
            String owner) {
        this.profile = profile;
        this.database = database;
        this.contents = contents;
        this.cancellations = cancellations;
        this.news = news;
        this.desk = desk;
        this.claims = claims;
        this.meters = meters;
        this.course = course;
        this.clock = clock;
        this.owner = owner;
        this.holdFor = profile.lease().dividedBy(2);
    }

    @Override
    public void handle(List<Received<DeliveryRequested>> batch) throws InterruptedException {
        Map<UUID, DeliveryRequested> asked = new LinkedHashMap<>();
        long oldest = Long.MAX_VALUE;
        for (Received<DeliveryRequested> received : batch) {
            require(received.event());
            oldest = Math.min(oldest, received.record().timestamp());
            asked.putIfAbsent(received.event().deliveryId(), received.event());
        }
        boolean late = clock.millis() - oldest > OLDEST_MILLIS;
        long until = System.nanoTime() + (late ? 0 : PATIENCE);
        for (Urgency lane : Urgency.values()) {
            List<DeliveryRequested> ofLane = asked.values().stream()
                    .filter(each -> each.urgency() == lane)
                    .toList();
            if (!ofLane.isEmpty()) {
                store(lane, ofLane, until);
            }
        }
    }

    @Override
    public boolean isPoison(Throwable failure) {
        return failure instanceof PoisonEventException || Database.refuses(failure);
    }

    private void require(DeliveryRequested asked) {
        boolean complete = asked.deliveryId() != null
                && asked.alertId() != null
                && asked.recipientId() != null
                && asked.urgency() != null
                && asked.status() != null
                && asked.text() != null
                && asked.expires() != null;
        if (!complete) {
            throw new PoisonEventException("FIELD_MISSING", "a delivery lacks a field");
        }
        if (asked.channel() != profile.channel()) {
            throw new PoisonEventException("WRONG_CHANNEL", "a delivery of another channel");
        }
        if (asked.numbers().isEmpty()) {
            throw new PoisonEventException("NO_NUMBER", "a delivery without a number");
        }
    }

    private void store(Urgency lane, List<DeliveryRequested> asked, long until) throws InterruptedException {
        Optional<Instant> opening = course.closedUntil(lane);
        List<DeliveryRequested> left = asked;
        while (!left.isEmpty()) {
            int room = opening.isPresent() ? 0 : desk.reserveSoon(lane, left.size(), until);
            boolean more = room > 0 && room < left.size() && desk.comesSoon(left.size() - room, until);
            int some = more ? room : left.size();
            store(lane, left.subList(0, some), opening, room);
            left = left.subList(some, left.size());
        }
    }

    private void store(Urgency lane, List<DeliveryRequested> asked, Optional<Instant> opening, int room) {
        int taken = 0;
        try {
            long begun = System.nanoTime();
            Map<UUID, Content> texts = new HashMap<>();
            List<UUID> contentIds = new ArrayList<>(asked.size());
            Content content = null;
            for (DeliveryRequested each : asked) {
                content = content != null && content.isOf(each) ? content : Content.of(each);
                texts.put(content.contentId(), content);
                contentIds.add(content.contentId());
            }
            Set<UUID> alerts = new HashSet<>();
            asked.forEach(each -> alerts.add(each.alertId()));
            Outcome outcome = database.transaction(statements -> {
                Set<UUID> cancelled = cancellations.among(statements, alerts);
                List<Delivery> rows = rows(asked, contentIds, cancelled, room, opening.isPresent());
                contents.store(statements, texts.values());
                Stored<UUID> fresh =
                        new Deliveries(statements).insert(rows, profile.lease(), owner, opening.orElse(null));
                List<Delivery> stored = only(rows, fresh.rows());
                List<DeliveryEvent> events = stored.stream()
                        .map(row -> news.state(row, fresh.at(), dueAt(row, opening)))
                        .toList();
                statements.publish(events.stream().map(News::outgoing).toList());
                return new Outcome(stored, events);
            });
            contents.committed(texts.values());
            meters.told(outcome.events());
            List<Held> leased = outcome.rows().stream()
                    .filter(row -> row.waitsFor() == Waiting.LEASE)
                    .map(row -> new Held(row, texts.get(row.contentId()), begun + holdFor.toNanos()))
                    .toList();
            taken = leased.size();
            desk.offer(leased);
            if (outcome.rows().stream().anyMatch(row -> row.waitsFor() == Waiting.ATTEMPT)) {
                claims.backlog(lane);
            }
        } finally {
            desk.release(lane, room - taken);
        }
    }

    private List<Delivery> rows(
            List<DeliveryRequested> asked, List<UUID> contentIds, Set<UUID> cancelled, int room, boolean closed) {
        Instant now = clock.instant();
        List<Delivery> rows = new ArrayList<>(asked.size());
        int left = room;
        for (int i = 0; i < asked.size(); i++) {
            DeliveryRequested each = asked.get(i);
            Delivery row;
            if (cancelled.contains(each.alertId())) {
                row = Delivery.of(
                        each, contentIds.get(i), DeliveryState.CANCELLED, 0, FailureReason.ALERT_CANCELLED, null);
            } else if (!now.isBefore(each.expires())) {
                row = Delivery.of(each, contentIds.get(i), DeliveryState.EXPIRED, 0, FailureReason.ALERT_EXPIRED, null);
            } else if (left > 0) {
                left--;
                row = Delivery.of(each, contentIds.get(i), profile.inFlight(), 1, null, Waiting.LEASE);
            } else {
                FailureReason reason = closed ? FailureReason.CONTACT_HOURS : null;
                row = Delivery.of(each, contentIds.get(i), DeliveryState.QUEUED, 0, reason, Waiting.ATTEMPT);
            }
            rows.add(row);
        }
        return rows;
    }

    /** What would wait beyond its end is looked at now. */
    private static Instant dueAt(Delivery row, Optional<Instant> opening) {
        return row.waitsFor() == Waiting.ATTEMPT
                ? opening.filter(row.expires()::isAfter).orElse(null)
                : null;
    }

    private static List<Delivery> only(List<Delivery> rows, Collection<UUID> ids) {
        if (ids.size() == rows.size()) {
            return rows;
        }
        Set<UUID> wanted = new HashSet<>(ids);
        return rows.stream().filter(row -> wanted.contains(row.deliveryId())).toList();
    }

    private record Outcome(List<Delivery> rows, List<DeliveryEvent> events) {}
}
