package fr.vigie.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.events.AlertControl;
import fr.vigie.testing.TopicProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What every copy of a service reads from the beginning. */
class BroadcastTest extends OrdersOnABus {
    @Test
    void shouldHearWhatStandsBehindARecordThatFailsForEverInEveryCopy() throws Exception {
        List<AlertControl> events = publish(UUID.randomUUID(), 3);
        UUID odd = events.get(1).supersededBy();
        List<UUID> handled = new CopyOnWriteArrayList<>();
        try (Copy copy = new Copy(broker, service, "1")) {
            Broadcast all = copy.bus.subscribeEveryCopy(subscription("all", batch -> {
                failOn(odd, batch);
                mine(batch).forEach(each -> handled.add(each.event().supersededBy()));
            }));

            assertThat(all.awaitCaughtUp(SOON)).isTrue();
            assertThat(handled)
                    .containsExactly(events.get(0).supersededBy(), events.get(2).supersededBy());
        }
    }

    @Test
    void shouldReadEverythingFromTheBeginningInEveryCopyAndSayWhenItIsThrough() throws Exception {
        UUID key = UUID.randomUUID();
        publish(key, 20);
        List<Long> one = new CopyOnWriteArrayList<>();
        List<Long> two = new CopyOnWriteArrayList<>();
        try (TopicProbe probe = TopicProbe.open();
                Copy first = new Copy(broker, service, "1");
                Copy second = new Copy(broker, service, "2")) {
            probe.send(TOPIC, key.toString(), "poison", Map.of());
            Broadcast a = first.bus.subscribeEveryCopy(subscription("all", batch -> one.addAll(offsets(mine(batch)))));
            Broadcast b = second.bus.subscribeEveryCopy(subscription("all", batch -> two.addAll(offsets(mine(batch)))));

            assertThat(a.awaitCaughtUp(SOON)).isTrue();
            assertThat(b.awaitCaughtUp(SOON)).isTrue();

            assertThat(a.caughtUp()).isTrue();
            assertThat(one).hasSize(20);
            assertThat(two).isEqualTo(one);
            publish(key, 1);
            await().atMost(SOON).until(() -> one.size() == 21 && two.size() == 21);
            assertThat(letters(probe, key)).isEmpty();
        }
    }

    @Test
    void shouldNotSayThatItIsThroughBeforeEverythingIsHandled() throws Exception {
        publish(UUID.randomUUID(), 3);
        CountDownLatch mayFinish = new CountDownLatch(1);
        try (Copy copy = new Copy(broker, service, "1")) {
            Broadcast reading = copy.bus.subscribeEveryCopy(subscription("all", batch -> mayFinish.await()));

            assertThat(reading.awaitCaughtUp(Duration.ofSeconds(2))).isFalse();
            assertThat(reading.caughtUp()).isFalse();
            mayFinish.countDown();
            assertThat(reading.awaitCaughtUp(SOON)).isTrue();
        }
    }
}
