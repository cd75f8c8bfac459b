package fr.vigie.registry.importing;

import fr.vigie.registry.subscriber.ValidSubscriber;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lines that wait to be stored together. */
final class PendingBatch {
    private final Map<String, ValidSubscriber> merchants = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    void add(String key, ValidSubscriber merchant, int line) {
        merchants.put(key, merchant);
        lines.put(key, line);
    }

    int size() {
        return merchants.size();
    }

    boolean isEmpty() {
        return merchants.isEmpty();
    }

    Map<String, ValidSubscriber> merchants() {
        return merchants;
    }

    List<Integer> linesWithout(Set<String> keys) {
        return merchants.keySet().stream()
                .filter(key -> !keys.contains(key))
                .map(lines::get)
                .toList();
    }
}
