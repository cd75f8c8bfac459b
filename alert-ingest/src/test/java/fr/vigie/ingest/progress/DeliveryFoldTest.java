package fr.vigie.ingest.progress;

import static fr.vigie.ingest.Samples.accepted;
import static fr.vigie.ingest.progress.Dispatcher.event;
import static fr.vigie.ingest.progress.Dispatcher.withFallback;
import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.bus.Received;
import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryEvent;
import fr.vigie.events.DeliveryState;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "alert_ingest"))
class DeliveryFoldTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    DeliveryFold fold;

    @Inject
    ProgressRows rows;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void shouldAgreeWithPlainReferenceWhateverOrderAndRepetition(long seed) {
        Random random = new Random(seed);
        UUID alert = accepted();
        List<DeliveryEvent> told = story(random, alert, 300);
        List<DeliveryEvent> heard = new ArrayList<>(told);
        told.stream().filter(event -> random.nextInt(3) == 0).forEach(heard::add);
        Collections.shuffle(heard, random);

        for (int start = 0; start < heard.size(); ) {
            int end = Math.min(heard.size(), start + 1 + random.nextInt(200));
            fold.handle(received(heard.subList(start, end)));
            start = end;
        }

        assertMatches(told, alert);
    }

    @Test
    void shouldAgreeWithPlainReferenceWhenCopiesFoldAtOnce() throws Exception {
        Random random = new Random(42);
        UUID one = accepted();
        UUID other = accepted();
        List<DeliveryEvent> told = new ArrayList<>(story(random, one, 400));
        told.addAll(story(random, other, 400));
        Collections.shuffle(told, random);
        // As on the topic: all events of a delivery go to the same copy.
        Map<Integer, List<DeliveryEvent>> shares = new HashMap<>();
        told.forEach(event -> shares.computeIfAbsent(
                        Math.floorMod(event.deliveryId().hashCode(), 4), share -> new ArrayList<>())
                .add(event));

        ExecutorService copies = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        shares.values().forEach(share -> running.add(copies.submit(() -> foldInPieces(share))));
        for (Future<?> each : running) {
            each.get();
        }
        copies.shutdown();

        assertMatches(told.stream().filter(event -> event.alertId().equals(one)).toList(), one);
        assertMatches(
                told.stream().filter(event -> event.alertId().equals(other)).toList(), other);
    }

    private void foldInPieces(List<DeliveryEvent> events) {
        for (int start = 0; start < events.size(); start += 50) {
            fold.handle(received(events.subList(start, Math.min(events.size(), start + 50))));
        }
    }

    /** Deliveries that live through one to three attempts, at most one state of each rank in each. */
    private static List<DeliveryEvent> story(Random random, UUID alert, int deliveries) {
        List<DeliveryEvent> events = new ArrayList<>();
        for (int i = 0; i < deliveries; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            boolean sms = random.nextBoolean();
            Channel channel = sms ? Channel.SMS : Channel.VOICE;
            int attempts = 1 + random.nextInt(3);
            int second = random.nextInt(1000);
            for (int attempt = 1; attempt <= attempts; attempt++) {
                List<DeliveryState> states = new ArrayList<>(
                        sms
                                ? List.of(
                                        DeliveryState.QUEUED,
                                        DeliveryState.SENDING,
                                        DeliveryState.UNKNOWN,
                                        DeliveryState.ACCEPTED)
                                : List.of(DeliveryState.QUEUED, DeliveryState.CALLING, DeliveryState.BUSY));
                if (attempt == attempts && random.nextInt(10) > 0) {
                    states.addAll(
                            sms
                                    ? random.nextBoolean()
                                            ? List.of(DeliveryState.UNCONFIRMED, DeliveryState.DELIVERED)
                                            : List.of(DeliveryState.UNDELIVERABLE)
                                    : List.of(
                                            random.nextBoolean() ? DeliveryState.ACKNOWLEDGED : DeliveryState.FAILED));
                }
                if (attempt == attempts && random.nextInt(3) == 0) {
                    // Under way: a later attempt may stand before where an earlier one ended.
                    states = states.subList(0, 1 + random.nextInt(states.size()));
                }
                for (DeliveryState state : states) {
                    second += random.nextInt(5);
                    Integer handedOver = state.rank() >= 30 && random.nextBoolean() ? second - 1 : null;
                    DeliveryEvent event = event(alert, id, channel, state, attempt, second, handedOver);
                    boolean failed = state == DeliveryState.UNDELIVERABLE || state == DeliveryState.FAILED;
                    events.add(failed && random.nextBoolean() ? withFallback(event, new UUID(1, i)) : event);
                }
            }
        }
        return events;
    }

    /** The reference: all events of a delivery sorted, the last one counts. */
    private void assertMatches(List<DeliveryEvent> told, UUID alert) {
        Map<UUID, DeliveryEvent> last = new HashMap<>();
        Comparator<DeliveryEvent> order = Comparator.comparingInt(DeliveryEvent::attempt)
                .thenComparingInt(event -> event.state().rank());
        told.stream().sorted(order).forEach(event -> last.put(event.deliveryId(), event));
        Map<Channel, Map<DeliveryState, Integer>> counters = new EnumMap<>(Channel.class);
        last.values()
                .forEach(event -> counters.computeIfAbsent(
                                event.channel(), channel -> new EnumMap<>(DeliveryState.class))
                        .merge(event.state(), 1, Integer::sum));

        Progress progress = rows.find(alert, new Visibility(true, List.of(), "test"))
                .await()
                .atMost(LIMIT)
                .progress();

        assertThat(progress.deliveries()).isEqualTo(counters);
        assertThat(progress.finals()).isEqualTo((int)
                last.values().stream().filter(event -> event.state().isFinal()).count());
        assertThat(progress.fallbacks()).isEqualTo((int) told.stream()
                .filter(event -> event.fallback() != null)
                .map(DeliveryEvent::deliveryId)
                .distinct()
                .count());
        assertThat(progress.handedOver())
                .isEqualTo(Map.of(
                        Channel.SMS, handedOver(told, Channel.SMS), Channel.VOICE, handedOver(told, Channel.VOICE)));
        assertThat(progress.firstHandOffAt())
                .isEqualTo(handOffs(told).min(Comparator.naturalOrder()).orElseThrow());
        assertThat(progress.lastHandOffAt())
                .isEqualTo(handOffs(told).max(Comparator.naturalOrder()).orElseThrow());
        assertThat(progress.waiting()).isZero();
    }

    private static int handedOver(List<DeliveryEvent> told, Channel channel) {
        return (int) told.stream()
                .filter(event -> event.channel() == channel && event.handedOverAt() != null)
                .map(DeliveryEvent::deliveryId)
                .distinct()
                .count();
    }

    private static Stream<Instant> handOffs(List<DeliveryEvent> told) {
        return told.stream().map(DeliveryEvent::handedOverAt).filter(at -> at != null);
    }

    private static List<Received<DeliveryEvent>> received(List<DeliveryEvent> events) {
        return events.stream().map(event -> new Received<>(event, null)).toList();
    }
}
