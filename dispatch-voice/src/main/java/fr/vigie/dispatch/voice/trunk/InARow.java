package fr.vigie.dispatch.voice.trunk;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Deliveries that met the same fault one after the other; never more than make it certain that it is not theirs. */
final class InARow {
    /** So many merchants are not unlucky by chance. */
    static final int SEVERAL = 3;

    private final Set<UUID> deliveries = new HashSet<>();

    void add(UUID deliveryId) {
        if (!several()) {
            deliveries.add(deliveryId);
        }
    }

    boolean several() {
        return deliveries.size() >= SEVERAL;
    }

    boolean isEmpty() {
        return deliveries.isEmpty();
    }

    void clear() {
        deliveries.clear();
    }
}
