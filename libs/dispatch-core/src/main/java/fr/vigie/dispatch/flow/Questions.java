package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier.Question;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.delivery.Delivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Asks operators what became of messages, within their windows and paces: a question takes a place as a text does. */
final class Questions {
    private static final Logger LOG = Logger.getLogger(Questions.class);
    private static final Duration FOR_PLACES = Duration.ofMillis(800);
    private static final Duration FOR_ANSWERS = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 2_000_000;

    private final OnceAMinute complaint = new OnceAMinute();
    private final Desk desk;
    private final Map<String, Route> routes = new HashMap<>();

    Questions(Desk desk) {
        this.desk = desk;
        desk.routes().forEach(route -> routes.put(route.carrier().name(), route));
    }

    /** The carriers that cannot be asked. */
    String[] mute() {
        return routes.values().stream()
                .filter(route -> !route.carrier().answersQuestions())
                .map(route -> route.carrier().name())
                .toArray(String[]::new);
    }

    /**
     * What the operators said.
     *
     * @param receipts by delivery; those of which nothing is known are missing
     * @param unasked deliveries for which no place was free in time
     */
    record Answers(Map<UUID, Receipt> receipts, Set<UUID> unasked) {}

    /** Asks about each that can be asked about. Blocks for some seconds at most. */
    Answers ask(List<Delivery> rows) {
        List<Delivery> askable = rows.stream().filter(this::askable).toList();
        if (askable.isEmpty()) {
            return new Answers(Map.of(), Set.of());
        }
        Map<UUID, CompletableFuture<Optional<Receipt>>> asked = new HashMap<>();
        Set<UUID> unasked = new HashSet<>();
        long until = System.nanoTime() + FOR_PLACES.toNanos();
        desk.asking(askable.size());
        for (Delivery row : askable) {
            Route route = routes.get(row.carrier());
            if (place(route, until)) {
                asked.put(row.deliveryId(), query(route, row));
            } else {
                unasked.add(row.deliveryId());
            }
        }
        desk.asking(0);
        Map<UUID, Receipt> receipts = new HashMap<>();
        long patience = System.nanoTime() + FOR_ANSWERS.toNanos();
        asked.forEach((id, answer) -> answerOf(answer, patience).ifPresent(receipt -> receipts.put(id, receipt)));
        return new Answers(receipts, unasked);
    }

    /** Whatever goes wrong concerns this row only, and the place is given back. */
    private CompletableFuture<Optional<Receipt>> query(Route route, Delivery row) {
        CompletableFuture<Optional<Receipt>> answer;
        try {
            answer = route.carrier()
                    .query(new Question(row.carrierMessageId(), null))
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete((told, failure) -> {
            desk.unused(route);
            if (failure != null && complaint.due()) {
                LOG.warnf(
                        failure,
                        "question failed carrier=%s failure=%s",
                        route.carrier().name(),
                        failure.getClass());
            }
        });
    }

    private boolean askable(Delivery row) {
        Route route = row.carrier() == null ? null : routes.get(row.carrier());
        return route != null
                && row.carrierMessageId() != null
                && route.carrier().answersQuestions()
                && route.carrier().available();
    }

    private boolean place(Route route, long until) {
        boolean taken = desk.takeForQuestion(route);
        while (!taken
                && System.nanoTime() - until < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
            taken = desk.takeForQuestion(route);
        }
        return taken;
    }

    private static Optional<Receipt> answerOf(CompletableFuture<Optional<Receipt>> answer, long until) {
        try {
            return answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty(); // the operator does not say
        }
    }
}
