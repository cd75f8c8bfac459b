package fr.vigie.registry.feedback;

import fr.vigie.bus.BatchHandler;
import fr.vigie.bus.EventBus;
import fr.vigie.bus.PoisonEventException;
import fr.vigie.bus.Received;
import fr.vigie.bus.ShutdownOrder;
import fr.vigie.bus.Subscription;
import fr.vigie.events.Channel;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Topics;
import fr.vigie.outbox.DataRefusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Applies what dispatchers say about merchants. The registry's own words about consent pass by. Repeating is harmless. */
@ApplicationScoped
class SubscriberFeedback implements BatchHandler<SubscriberEvent> {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Consent given later than the opt-out wins. */
    private static final String LEAVE_SMS = "UPDATE subscriber SET sms_opted_out_at = $2, version = version + 1,"
            + " updated_at = now() WHERE id = $1 AND sms_opted_out_at IS NULL AND consent_at <= $2";

    private static final String LEAVE_VOICE = "UPDATE subscriber SET voice_opted_out_at = $2, version = version + 1,"
            + " updated_at = now() WHERE id = $1 AND voice_opted_out_at IS NULL AND consent_at <= $2";

    /**
     * One word is not believed: an operator that has lost its way says of every number that it is nobody's. A number is
     * dead when it is found so again, a day later at least and within 90 days.
     *
     * <p>The event counts the numbers of a delivery, and a delivery leaves dead ones out. Where a number died not long ago
     * the count is ambiguous: then nothing is done, and the next alert tells again. A repeated event changes nothing.
     */
    private static final String BURY = """
            UPDATE subscriber_number n
               SET found_dead_at = CASE WHEN n.found_dead_at > $2::timestamptz - interval '90 days'
                       THEN n.found_dead_at ELSE $2 END,
                   dead_at = CASE WHEN n.found_dead_at BETWEEN $2::timestamptz - interval '90 days'
                       AND $2::timestamptz - interval '1 day' THEN $2 END
              FROM (SELECT position, row_number() OVER (ORDER BY position) - 1 AS place
                      FROM subscriber_number
                     WHERE subscriber_id = $1 AND dead_at IS NULL AND ($4 OR line = 'MOBILE')) living
             WHERE n.subscriber_id = $1 AND n.position = living.position AND living.place = $3
               AND NOT EXISTS (SELECT FROM subscriber_number d
                                WHERE d.subscriber_id = $1 AND d.dead_at > $2::timestamptz - interval '48 h')
               AND EXISTS (SELECT FROM subscriber s WHERE s.id = $1 AND s.updated_at <= $2)
            RETURNING n.dead_at IS NOT NULL AS dead""";

    private static final String DEAD = "vigie.subscribers.numbers.dead";

    private final EventBus bus;
    private final Pool pool;
    private final NumberOptOut numbers;
    private final Counter dead;

    SubscriberFeedback(EventBus bus, Pool pool, NumberOptOut numbers, MeterRegistry meters) {
        this.bus = bus;
        this.pool = pool;
        this.numbers = numbers;
        this.dead = Counter.builder(DEAD)
                .description("Numbers that are called no more, since operators found them dead on two days")
                .register(meters);
    }

    void start(@Observes @Priority(ShutdownOrder.CONSUMERS) StartupEvent event) {
        bus.subscribe(Subscription.to(
                SubscriberEvent.class, "subscriber-feedback", List.of(Topics.SUBSCRIBER_EVENTS), 500, this));
    }

    @Override
    public void handle(List<Received<SubscriberEvent>> batch) {
        for (Received<SubscriberEvent> received : batch) {
            apply(received.event());
        }
    }

    @Override
    public boolean isPoison(Throwable failure) {
        return DataRefusal.is(failure);
    }

    private void apply(SubscriberEvent event) {
        if (event.recipientId() == null) {
            if (event.type() != SubscriberEvent.Type.OPTED_OUT) {
                throw new PoisonEventException(
                        "FIELD_MISSING", "only an opt-out may name a number instead of a merchant");
            }
            numbers.record(event);
            return;
        }
        switch (event.type()) {
            case OPTED_OUT -> {
                if (event.channel() != Channel.VOICE) {
                    run(LEAVE_SMS, at(event));
                }
                if (event.channel() != Channel.SMS) {
                    run(LEAVE_VOICE, at(event));
                }
            }
            case NUMBER_DEAD -> {
                if (event.numberIndex() == null) {
                    throw new PoisonEventException("FIELD_MISSING", "a dead number's event does not say which");
                }
                run(BURY, at(event).addLong(event.numberIndex().longValue()).addBoolean(event.channel() != Channel.SMS))
                        .forEach(row -> dead.increment(row.getBoolean("dead") ? 1 : 0));
            }
            case CONSENT_GIVEN, CONSENT_WITHDRAWN -> {
                // said by this service
            }
        }
    }

    private static Tuple at(SubscriberEvent event) {
        return Tuple.tuple()
                .addUUID(event.recipientId())
                .addOffsetDateTime(event.at().atOffset(ZoneOffset.UTC));
    }

    private RowSet<Row> run(String statement, Tuple parameters) {
        return pool.preparedQuery(statement).execute(parameters).await().atMost(LIMIT);
    }
}
