package fr.vigie.registry.importing;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.events.SubscriberEvent.Type;
import fr.vigie.outbox.Outbox;
import fr.vigie.registry.subscriber.ConsentEvents;
import fr.vigie.registry.subscriber.SubscriberIds;
import fr.vigie.registry.subscriber.ValidSubscriber;
import fr.vigie.registry.subscriber.ValidSubscriber.ValidNumber;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Stores many merchants with a handful of statements, in the caller's transaction. */
@ApplicationScoped
class BatchWriter {
    private static final HexFormat HEX = HexFormat.of();

    /**
     * Who is known by the key is brought up to date. Who has left since the consent in the file stays left: such a row
     * is not returned.
     */
    private static final String UPSERT = """
            INSERT INTO subscriber AS s (id, import_key, reference, name, siret, trades, commune, departement, address,
                   lat, lon, position_precision, preferred_channel, status, consent_source, consent_proof, consent_at)
            SELECT id, decode(key, 'hex'), reference, name, siret, string_to_array(trades, ','), commune, departement,
                   address, lat, lon, precision, channel, 'ACTIVE', source, proof, at
              FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                          $8::text[], $9::text[], $10::float8[], $11::float8[], $12::text[], $13::text[], $14::text[],
                          $15::text[], $16::timestamptz[])
                AS v (id, key, reference, name, siret, trades, commune, departement, address, lat, lon, precision,
                      channel, source, proof, at)
            ON CONFLICT (import_key) DO UPDATE SET
                   name = EXCLUDED.name, siret = EXCLUDED.siret, trades = EXCLUDED.trades,
                   commune = EXCLUDED.commune, departement = EXCLUDED.departement, address = EXCLUDED.address,
                   lat = EXCLUDED.lat, lon = EXCLUDED.lon, position_precision = EXCLUDED.position_precision,
                   preferred_channel = coalesce(EXCLUDED.preferred_channel, s.preferred_channel),
                   status = CASE s.status WHEN 'WITHDRAWN' THEN 'ACTIVE' ELSE s.status END,
                   withdrawn_at = NULL,
                   sms_opted_out_at =
                       CASE WHEN s.sms_opted_out_at >= EXCLUDED.consent_at THEN s.sms_opted_out_at END,
                   voice_opted_out_at =
                       CASE WHEN s.voice_opted_out_at >= EXCLUDED.consent_at THEN s.voice_opted_out_at END,
                   consent_source = CASE WHEN EXCLUDED.consent_at > s.consent_at
                       THEN EXCLUDED.consent_source ELSE s.consent_source END,
                   consent_proof = CASE WHEN EXCLUDED.consent_at > s.consent_at
                       THEN EXCLUDED.consent_proof ELSE s.consent_proof END,
                   consent_at = greatest(EXCLUDED.consent_at, s.consent_at),
                   version = s.version + 1, updated_at = now()
             WHERE s.withdrawn_at IS NULL OR s.withdrawn_at < EXCLUDED.consent_at
            RETURNING new.id, encode(new.import_key, 'hex') AS key, old.id IS NULL AS inserted,
                      old.consent_at IS DISTINCT FROM new.consent_at AS consented""";

    private static final String TAKE_NUMBERS = "DELETE FROM subscriber_number WHERE subscriber_id = ANY($1)"
            + " RETURNING subscriber_id, encode(blind_index, 'hex') AS index, found_dead_at, dead_at";
    private static final String INSERT_NUMBERS = "INSERT INTO subscriber_number"
            + " (subscriber_id, position, cipher, blind_index, line, found_dead_at, dead_at)"
            + " SELECT id, position, cipher, decode(index, 'hex'), line, found_dead_at, dead_at"
            + " FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],"
            + " $7::timestamptz[])"
            + " AS v (id, position, cipher, index, line, found_dead_at, dead_at)";

    private final FieldCipher cipher;
    private final BlindIndex index;
    private final Outbox outbox;
    private final Clock clock;

    BatchWriter(FieldCipher cipher, BlindIndex index, Outbox outbox, Clock clock) {
        this.cipher = cipher;
        this.index = index;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What was stored.
     *
     * @param keys keys of the merchants that were stored; those missing have left since
     * @param updated how many of them were there before
     */
    record Written(Set<String> keys, int updated) {}

    private record Stored(UUID id, boolean inserted, boolean consented) {}

    /** Stores them; their keys differ. */
    Uni<Written> write(SqlConnection connection, Map<String, ValidSubscriber> batch) {
        return connection.preparedQuery(UPSERT).execute(rows(batch)).chain(result -> {
            Map<String, Stored> stored = stored(result);
            UUID[] known = stored.values().stream()
                    .filter(each -> !each.inserted())
                    .map(Stored::id)
                    .toArray(UUID[]::new);
            return taken(connection, known)
                    .chain(dead -> connection
                            .preparedQuery(INSERT_NUMBERS)
                            .execute(numbers(batch, stored, dead))
                            .chain(() -> outbox.append(connection, events(stored)))
                            .replaceWith(new Written(stored.keySet(), known.length)));
        });
    }

    private Tuple rows(Map<String, ValidSubscriber> batch) {
        List<ValidSubscriber> all = List.copyOf(batch.values());
        long now = clock.millis();
        return Tuple.tuple()
                .addArrayOfUUID(
                        all.stream().map(each -> SubscriberIds.next(now)).toArray(UUID[]::new))
                .addArrayOfString(batch.keySet().toArray(String[]::new))
                .addArrayOfString(texts(all, ValidSubscriber::reference))
                .addArrayOfString(texts(all, ValidSubscriber::name))
                .addArrayOfString(texts(all, ValidSubscriber::siret))
                .addArrayOfString(texts(all, each -> String.join(",", each.trades())))
                .addArrayOfString(texts(all, ValidSubscriber::commune))
                .addArrayOfString(texts(all, ValidSubscriber::departement))
                .addArrayOfString(texts(all, ValidSubscriber::address))
                .addArrayOfDouble(all.stream().map(ValidSubscriber::lat).toArray(Double[]::new))
                .addArrayOfDouble(all.stream().map(ValidSubscriber::lon).toArray(Double[]::new))
                .addArrayOfString(texts(all, each -> name(each.precision())))
                .addArrayOfString(texts(all, each -> name(each.preferredChannel())))
                .addArrayOfString(texts(all, each -> name(each.consentSource())))
                .addArrayOfString(texts(all, ValidSubscriber::consentProof))
                .addArrayOfOffsetDateTime(all.stream()
                        .map(each -> each.consentAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
    }

    private static String[] texts(List<ValidSubscriber> all, Function<ValidSubscriber, String> part) {
        return all.stream().map(part).toArray(String[]::new);
    }

    private static String name(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private static Map<String, Stored> stored(RowSet<Row> result) {
        Map<String, Stored> stored = new HashMap<>(result.size() * 2);
        result.forEach(row -> stored.put(
                row.getString("key"),
                new Stored(row.getUUID("id"), row.getBoolean("inserted"), row.getBoolean("consented"))));
        return stored;
    }

    /**
     * What operators said of a number.
     *
     * @param foundAt when one first said that it is nobody's; null for never
     * @param at since when that is believed; null where it is not
     */
    private record Death(OffsetDateTime foundAt, OffsetDateTime at) {
        static final Death NONE = new Death(null, null);
    }

    /** Takes the old numbers away; what is known of them stays known. */
    private static Uni<Map<String, Death>> taken(SqlConnection connection, UUID[] known) {
        if (known.length == 0) {
            return Uni.createFrom().item(Map.of());
        }
        return connection
                .preparedQuery(TAKE_NUMBERS)
                .execute(Tuple.tuple().addArrayOfUUID(known))
                .map(rows -> {
                    Map<String, Death> dead = new HashMap<>();
                    rows.forEach(row -> {
                        OffsetDateTime foundAt = row.getOffsetDateTime("found_dead_at");
                        if (foundAt != null) {
                            dead.put(
                                    row.getUUID("subscriber_id") + row.getString("index"),
                                    new Death(foundAt, row.getOffsetDateTime("dead_at")));
                        }
                    });
                    return dead;
                });
    }

    private Tuple numbers(Map<String, ValidSubscriber> batch, Map<String, Stored> stored, Map<String, Death> dead) {
        List<UUID> ids = new ArrayList<>();
        List<Short> positions = new ArrayList<>();
        List<String> ciphers = new ArrayList<>();
        List<String> indexes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        List<Death> deaths = new ArrayList<>();
        stored.forEach((key, merchant) -> {
            short position = 0;
            String context = merchant.id().toString();
            for (ValidNumber number : batch.get(key).numbers()) {
                String blind = HEX.formatHex(index.of(number.number().e164()));
                ids.add(merchant.id());
                positions.add(position++);
                ciphers.add(cipher.encrypt(number.number().e164(), context));
                indexes.add(blind);
                lines.add(number.line().name());
                // Whoever enrols anew names the numbers that work.
                deaths.add(merchant.consented() ? Death.NONE : dead.getOrDefault(context + blind, Death.NONE));
            }
        });
        return Tuple.tuple()
                .addArrayOfUUID(ids.toArray(UUID[]::new))
                .addArrayOfShort(positions.toArray(Short[]::new))
                .addArrayOfString(ciphers.toArray(String[]::new))
                .addArrayOfString(indexes.toArray(String[]::new))
                .addArrayOfString(lines.toArray(String[]::new))
                .addArrayOfOffsetDateTime(deaths.stream().map(Death::foundAt).toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(deaths.stream().map(Death::at).toArray(OffsetDateTime[]::new));
    }

    private List<OutgoingEvent> events(Map<String, Stored> stored) {
        Instant now = clock.instant();
        return stored.values().stream()
                .filter(Stored::consented)
                .map(each -> ConsentEvents.of(each.id(), Type.CONSENT_GIVEN, null, ConsentEvents.IMPORT, now))
                .toList();
    }
}
