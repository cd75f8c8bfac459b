package fr.vigie.dispatch.voice.calls;

import fr.vigie.dispatch.delivery.Database;
import fr.vigie.dispatch.voice.trunk.CallDetail;
import fr.vigie.service.Place;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Reads call records. A record is there a fraction of a second after its call was set up, and whole a fraction of a second
 * after its end.
 */
@Singleton
public class CallRecords {
    private final Database database;

    CallRecords(Database database) {
        this.database = database;
    }

    /**
     * The tries of a delivery, in the order of their set-up.
     *
     * @param after where the page before ended; null for the first
     */
    public List<CallDetail> ofDelivery(UUID deliveryId, int limit, Place after) {
        return database.transaction(statements -> new CallTable(statements).ofDelivery(deliveryId, limit, after));
    }

    /**
     * The tries of all deliveries of an alert, in the order of their set-up.
     *
     * @param after where the page before ended; null for the first
     */
    public List<CallDetail> ofAlert(UUID alertId, int limit, Place after) {
        return database.transaction(statements -> new CallTable(statements).ofAlert(alertId, limit, after));
    }
}
