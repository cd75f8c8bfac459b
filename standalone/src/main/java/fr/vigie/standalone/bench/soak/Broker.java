package fr.vigie.standalone.bench.soak;

import fr.vigie.standalone.bench.Lag;
import fr.vigie.standalone.bench.Storage;
import java.util.Map;

/** What the broker keeps, and what its readers have not read. */
final class Broker {
    private final String bootstrapServers;

    Broker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    void lookAt(Map<Figure, Double> values) {
        Lag.ofAllGroups(bootstrapServers)
                .forEach((group, unread) -> values.put(new Figure(Measure.UNREAD, group), (double) unread));
        long bytes = Storage.topicBytes(bootstrapServers).values().stream()
                .mapToLong(each -> each)
                .sum();
        values.put(new Figure(Measure.STORED, "kafka"), bytes / (1024.0 * 1024));
    }
}
