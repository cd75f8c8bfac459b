package fr.vigie.registry.feedback;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.Channel;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.outbox.Outbox;
import fr.vigie.registry.subscriber.ConsentEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Somebody wrote STOP, and only the registry knows who has that number. Each merchant who has it leaves the channel, as by
 * key 9 in a call, and that is told in the same transaction, so that dispatchers end what they still hold. Once more
 * changes nothing and tells nothing.
 */
@ApplicationScoped
class NumberOptOut {
    /** Counter: opt-outs by number. Tag {@code outcome}: recorded, repeated, unknown (nobody has that number). */
    static final String METER = "vigie.subscribers.number.optouts";

    private static final Logger LOG = Logger.getLogger(NumberOptOut.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Consent given later than the opt-out wins. */
    private static final String LEAVE = """
            WITH known AS (SELECT DISTINCT subscriber_id AS id FROM subscriber_number WHERE blind_index = $1),
                 changed AS (UPDATE subscriber s SET %1$s = $2, version = version + 1, updated_at = now()
                               FROM known WHERE s.id = known.id AND s.%1$s IS NULL AND s.consent_at <= $2
                          RETURNING s.id)
            SELECT known.id, changed.id IS NOT NULL FROM known LEFT JOIN changed USING (id) ORDER BY known.id""";

    private static final String LEAVE_SMS = LEAVE.formatted("sms_opted_out_at");
    private static final String LEAVE_VOICE = LEAVE.formatted("voice_opted_out_at");

    private final Outbox outbox;
    private final MeterRegistry meters;

    NumberOptOut(Outbox outbox, MeterRegistry meters) {
        this.outbox = outbox;
        this.meters = meters;
    }

    /** Makes the effect durable. Blocks. */
    void record(SubscriberEvent event) {
        for (Channel channel : Channel.values()) {
            if (event.channel() == null || event.channel() == channel) {
                Counts counts = outbox.transaction(connection -> leave(connection, event, channel))
                        .await()
                        .atMost(LIMIT);
                String outcome = counts.known() == 0 ? "unknown" : counts.changed() == 0 ? "repeated" : "recorded";
                meters.counter(METER, "outcome", outcome).increment();
                LOG.infof(
                        "opt-out by number source=%s channel=%s outcome=%s merchants=%d",
                        event.source(), channel, outcome, counts.changed());
            }
        }
    }

    private Uni<Counts> leave(SqlConnection connection, SubscriberEvent event, Channel channel) {
        Tuple parameters = Tuple.tuple()
                .addBuffer(
                        io.vertx.mutiny.core.buffer.Buffer.buffer(HexFormat.of().parseHex(event.numberDigest())))
                .addOffsetDateTime(event.at().atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery(channel == Channel.SMS ? LEAVE_SMS : LEAVE_VOICE)
                .execute(parameters)
                .chain(rows -> tell(connection, event, channel, rows));
    }

    private Uni<Counts> tell(SqlConnection connection, SubscriberEvent event, Channel channel, RowSet<Row> rows) {
        List<OutgoingEvent> left = new ArrayList<>();
        for (Row row : rows) {
            if (row.getBoolean(1)) {
                UUID merchant = row.getUUID(0);
                left.add(ConsentEvents.of(
                        merchant, SubscriberEvent.Type.OPTED_OUT, channel, event.source(), event.at()));
            }
        }
        Counts counts = new Counts(rows.size(), left.size());
        return outbox.append(connection, left).replaceWith(counts);
    }

    /**
     * What came of it.
     *
     * @param known merchants who have the number
     * @param changed those who had not left the channel before
     */
    private record Counts(int known, int changed) {}
}
