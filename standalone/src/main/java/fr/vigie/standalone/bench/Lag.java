package fr.vigie.standalone.bench;

import fr.vigie.standalone.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What consumer groups have not read yet. */
public final class Lag {
    private static final Duration LOOK = Duration.ofMillis(100);

    private Lag() {}

    /** Returns when the group has nothing left to read, or the patience has passed; says which. */
    static boolean caughtUp(String bootstrapServers, String group, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            while (behind(admin, group) > 0) {
                if (System.nanoTime() > end) {
                    return false;
                }
                Thread.sleep(LOOK.toMillis());
            }
            return true;
        } catch (ExecutionException e) {
            throw new Fault("The broker does not tell how far " + group + " is: " + e.getMessage(), e);
        }
    }

    /** Records that each group has not read yet, by its name. */
    public static Map<String, Long> ofAllGroups(String bootstrapServers) {
        Map<String, Long> behind = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            for (GroupListing group : admin.listGroups(ListGroupsOptions.forConsumerGroups())
                    .all()
                    .get()) {
                behind.put(group.groupId(), behind(admin, group.groupId()));
            }
            return behind;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new Fault("The broker does not tell how far its readers are: " + e.getMessage(), e);
        }
    }

    private static long behind(Admin admin, String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        read.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        var ends = admin.listOffsets(wanted).all().get();
        return read.entrySet().stream()
                .mapToLong(each ->
                        ends.get(each.getKey()).offset() - each.getValue().offset())
                .sum();
    }
}
