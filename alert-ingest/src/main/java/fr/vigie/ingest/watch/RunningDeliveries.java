package fr.vigie.ingest.watch;

import fr.vigie.events.Channel;
import fr.vigie.events.DeliveryState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Measures the deliveries of all running alerts together: an alert's id would be an unbounded tag. */
@ApplicationScoped
class RunningDeliveries {
    /** Deliveries of alerts that are neither final nor expired; tags {@code channel}, {@code state}. */
    static final String METER = "vigie.deliveries";

    private static final String SUMS = """
            SELECT c.channel, c.state, sum(c.n) AS n FROM alert_progress p JOIN alert a ON a.id = p.alert_id
                JOIN delivery_counter c ON c.alert_id = p.alert_id
            WHERE p.all_final_at IS NULL AND a.expires > now() GROUP BY c.channel, c.state""";

    private final Pool pool;
    private final Map<String, AtomicLong> gauges = new HashMap<>();

    RunningDeliveries(Pool pool, MeterRegistry meters) {
        this.pool = pool;
        for (Channel channel : Channel.values()) {
            for (DeliveryState state : DeliveryState.values()) {
                AtomicLong value = new AtomicLong();
                gauges.put(channel + " " + state, value);
                Gauge.builder(METER, value, AtomicLong::doubleValue)
                        .description("Deliveries of alerts that are neither final nor expired")
                        .tag("channel", channel.name())
                        .tag("state", state.name())
                        .register(meters);
            }
        }
    }

    @Scheduled(every = "{vigie.ingest.measure-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return pool.query(SUMS)
                .execute()
                .invoke(this::show)
                .onFailure()
                .recoverWithNull() // the pool's own health check says it
                .replaceWithVoid();
    }

    private void show(RowSet<Row> sums) {
        Map<String, Long> now = new HashMap<>();
        sums.forEach(row -> now.put(row.getString("channel") + " " + row.getString("state"), row.getLong("n")));
        gauges.forEach((name, value) -> value.set(now.getOrDefault(name, 0L)));
    }
}
