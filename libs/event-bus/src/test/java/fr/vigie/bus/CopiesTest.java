package fr.vigie.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.vigie.events.AlertControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** Copies of one service: they share the work, and one takes over from another. */
class CopiesTest extends OrdersOnABus {
    @Test
    void shouldHandOverAgainWhatWasHandledAndNotCommittedWhenACopyDied() throws Exception {
        UUID key = UUID.randomUUID();
        publish(key, 3);
        List<Long> first = new CopyOnWriteArrayList<>();
        List<Long> second = new CopyOnWriteArrayList<>();
        CountDownLatch dead = new CountDownLatch(1);
        Copy dying = new Copy(broker, service, "1");
        dying.bus.subscribe(subscription("orders", batch -> {
            first.addAll(offsets(mine(batch)));
            if (first.size() == 3) {
                dead.await(); // the effect is durable; the commit never comes
            }
        }));
        await().atMost(SOON).until(() -> first.size() == 3);

        try (Copy next = new Copy(broker, service, "1");
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            next.bus.subscribe(subscription("orders", batch -> second.addAll(offsets(mine(batch)))));

            await().atMost(SOON).until(() -> second.size() >= 3);

            assertThat(second).isEqualTo(first);
            // Static membership: the same instance need not wait until the session of the dead one has ended.
            String group = service + ".orders";
            assertThat(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)
                            .get(60, TimeUnit.SECONDS)
                            .members())
                    .singleElement()
                    .satisfies(member -> assertThat(member.groupInstanceId()).contains(service + "-1-orders"));
        } finally {
            dead.countDown();
            dying.close();
        }
    }

    @Test
    void shouldShareThePartitionsAmongCopies() {
        List<Integer> one = new CopyOnWriteArrayList<>();
        List<Integer> two = new CopyOnWriteArrayList<>();
        try (Copy first = new Copy(broker, service, "1");
                Copy second = new Copy(broker, service, "2")) {
            first.bus.subscribe(subscription("orders", batch -> one.addAll(partitions(mine(batch)))));
            second.bus.subscribe(subscription("orders", batch -> two.addAll(partitions(mine(batch)))));
            await().atMost(SOON).untilAsserted(() -> {
                one.clear();
                two.clear();
                for (int i = 0; i < 20; i++) {
                    publish(UUID.randomUUID(), 1);
                }
                await().atMost(Duration.ofSeconds(5)).until(() -> one.size() + two.size() >= 20);
                assertThat(one).isNotEmpty();
                assertThat(two).isNotEmpty().doesNotContainAnyElementsOf(one);
            });
        }
    }

    private static List<Integer> partitions(List<Received<AlertControl>> batch) {
        return batch.stream().map(each -> each.record().partition()).toList();
    }
}
