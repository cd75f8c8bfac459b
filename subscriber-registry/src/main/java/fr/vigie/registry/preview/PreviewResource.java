package fr.vigie.registry.preview;

import fr.vigie.events.Channel;
import fr.vigie.reference.Territory;
import fr.vigie.reference.Trades;
import fr.vigie.registry.matching.Selection;
import fr.vigie.service.Caller;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Roles;
import fr.vigie.service.Violations;
import io.smallrye.common.annotation.Blocking;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whom an alert would reach. */
@Path("/api/v1/resolutions/preview")
@Tag(name = "Resolutions")
public class PreviewResource {
    /** What an officer waits for; beyond it the answer says that it is not complete. */
    private static final Duration BUDGET = Duration.ofSeconds(3);

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int READ = 2_000;
    private static final int MOST_TRADES = 100;

    private static final String QUERY = """
            SELECT t.subscriber_id, t.trade, t.departement, t.vague, t.place[0] AS lon, t.place[1] AS lat,
                   s.preferred_channel, s.sms_opted_out_at IS NOT NULL AS no_sms,
                   s.voice_opted_out_at IS NOT NULL AS no_voice,
                   coalesce(n.mobile, false) AS mobile, coalesce(n.fixed, false) AS fixed
              FROM subscriber_trade t
              JOIN subscriber s ON s.id = t.subscriber_id
              LEFT JOIN LATERAL (SELECT bool_or(line = 'MOBILE') AS mobile, bool_or(line = 'FIXED') AS fixed
                                   FROM subscriber_number
                                  WHERE subscriber_id = t.subscriber_id AND dead_at IS NULL) n ON true
             WHERE %s ORDER BY t.subscriber_id""";

    private final Pool pool;
    private final Caller caller;

    PreviewResource(Pool pool, Caller caller) {
        this.pool = pool;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({Roles.REFERENT, Roles.APPROVER, Roles.REGISTRAR, Roles.INTEGRATION})
    @Blocking
    @Operation(
            operationId = "previewResolution",
            summary = "Count whom an alert would reach",
            description =
                    "By the rules of a resolution, with the token's territory. Answers within a few seconds: where"
                            + " there are too many merchants for that, complete is false and the counts are lower bounds.")
    public Preview preview(@NotNull PreviewRequest request) {
        Violations violations = new Violations();
        List<String> trades = trades(violations, request.trades());
        AreaRequest.Checked area =
                violations.require("area", request.area()) ? request.area().check(violations) : null;
        violations.check(
                request.channels() == null
                        || (!request.channels().isEmpty()
                                && request.channels().stream().noneMatch(java.util.Objects::isNull)),
                "channels",
                "at least one",
                "must name SMS, VOICE or both, or be absent");
        violations.throwIfAny();
        Territory territory = caller.territory();
        if (!territory.coversAll(area.listed())) {
            throw ProblemException.outsideTerritory("area", "The area lies outside the token's territory");
        }
        Set<Channel> channels =
                request.channels() == null ? EnumSet.allOf(Channel.class) : EnumSet.copyOf(request.channels());
        Selection selection = Selection.of(area.area(), trades);
        return count(selection, new PreviewCounter(selection, territory, channels, trades));
    }

    private static List<String> trades(Violations violations, List<String> codes) {
        if (codes == null || codes.isEmpty()) {
            violations.missing("trades");
            return List.of();
        }
        violations.check(codes.size() <= MOST_TRADES, "trades", "max " + MOST_TRADES, "has more than " + MOST_TRADES);
        for (int i = 0; i < codes.size(); i++) {
            violations.check(
                    Trades.load().trade(codes.get(i)).isPresent(),
                    "trades[" + i + "]",
                    "known trade",
                    "is not the code of a trade");
        }
        return codes.stream().filter(java.util.Objects::nonNull).distinct().toList();
    }

    private Preview count(Selection selection, PreviewCounter counter) {
        long end = System.nanoTime() + BUDGET.toNanos();
        SqlConnection connection = pool.getConnection().await().atMost(LIMIT);
        try {
            Transaction transaction = connection.begin().await().atMost(LIMIT);
            try {
                connection
                        .query("SET LOCAL statement_timeout = " + BUDGET.toMillis())
                        .execute()
                        .await()
                        .atMost(LIMIT);
                Cursor cursor = connection
                        .prepare(QUERY.formatted(selection.condition()))
                        .await()
                        .atMost(LIMIT)
                        .cursor(selection.parameters(Selection.START));
                boolean more = true;
                while (more && System.nanoTime() < end) {
                    for (Row row : cursor.read(READ).await().atMost(LIMIT)) {
                        counter.add(row);
                    }
                    more = cursor.hasMore();
                }
                return counter.result(!more);
            } finally {
                transaction.rollback().await().atMost(LIMIT);
            }
        } finally {
            connection.close().await().atMost(LIMIT);
        }
    }
}
