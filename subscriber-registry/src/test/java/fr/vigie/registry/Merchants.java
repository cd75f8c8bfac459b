package fr.vigie.registry;

import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.phone.FictionNumbers;
import fr.vigie.phone.PhoneNumber;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts merchants straight into the database, many at a time where a test asks for many. */
@ApplicationScoped
public class Merchants {
    private static final AtomicInteger NEXT_NUMBER = new AtomicInteger();

    private final Pool pool;
    private final FieldCipher cipher;
    private final BlindIndex index;

    Merchants(Pool pool, FieldCipher cipher, BlindIndex index) {
        this.pool = pool;
        this.cipher = cipher;
        this.index = index;
    }

    /** A merchant to be stored; change what matters to the test. */
    public static final class Merchant {
        public final UUID id = UUID.randomUUID();
        public List<String> trades = List.of("JEWELLER");
        public String commune = "15014";
        public String departement = "15";
        public Double lat;
        public Double lon;
        public String precision;
        public String preferred;
        public String status = "ACTIVE";
        public boolean noSms;
        public boolean noVoice;
        public int mobiles = 1;
        public int fixed;
        public PhoneNumber alsoMobile;

        public Merchant trades(String... codes) {
            trades = List.of(codes);
            return this;
        }

        public Merchant commune(String code, String dep) {
            commune = code;
            departement = dep;
            return this;
        }

        public Merchant at(double latitude, double longitude) {
            return at(latitude, longitude, "ADDRESS");
        }

        public Merchant at(double latitude, double longitude, String how) {
            lat = latitude;
            lon = longitude;
            precision = how;
            return this;
        }

        public Merchant numbers(int mobileCount, int fixedCount) {
            mobiles = mobileCount;
            fixed = fixedCount;
            return this;
        }

        /** One more mobile number, behind the others. */
        public Merchant alsoMobile(PhoneNumber number) {
            alsoMobile = number;
            return this;
        }

        public Merchant preferred(String channel) {
            preferred = channel;
            return this;
        }

        public Merchant status(String other) {
            status = other;
            return this;
        }

        public Merchant noSms() {
            noSms = true;
            return this;
        }

        public Merchant noVoice() {
            noVoice = true;
            return this;
        }
    }

    public static Merchant merchant() {
        return new Merchant();
    }

    /** So many merchants alike. */
    public static List<Merchant> many(int count, java.util.function.Consumer<Merchant> each) {
        List<Merchant> merchants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Merchant merchant = merchant();
            each.accept(merchant);
            merchants.add(merchant);
        }
        return merchants;
    }

    public void store(Merchant... merchants) {
        store(List.of(merchants));
    }

    public void store(List<Merchant> merchants) {
        List<Tuple> rows = new ArrayList<>();
        List<Tuple> numbers = new ArrayList<>();
        for (Merchant each : merchants) {
            rows.add(Tuple.tuple()
                    .addUUID(each.id)
                    .addBuffer(io.vertx.mutiny.core.buffer.Buffer.buffer(index.of(each.id.toString())))
                    .addArrayOfString(each.trades.toArray(String[]::new))
                    .addString(each.commune)
                    .addString(each.departement)
                    .addDouble(each.lat)
                    .addDouble(each.lon)
                    .addString(each.precision)
                    .addString(each.preferred)
                    .addString(each.status)
                    .addOffsetDateTime(each.noSms ? OffsetDateTime.now(java.time.ZoneOffset.UTC) : null)
                    .addOffsetDateTime(each.noVoice ? OffsetDateTime.now(java.time.ZoneOffset.UTC) : null));
            int position = 0;
            for (int i = 0; i < each.mobiles; i++) {
                numbers.add(number(each.id, position++, FictionNumbers.mobile(next()), "MOBILE"));
            }
            for (int i = 0; i < each.fixed; i++) {
                numbers.add(number(each.id, position++, FictionNumbers.fixed(next()), "FIXED"));
            }
            if (each.alsoMobile != null) {
                numbers.add(number(each.id, position++, each.alsoMobile, "MOBILE"));
            }
        }
        pool.preparedQuery("INSERT INTO subscriber (id, import_key, name, trades, commune, departement, lat, lon,"
                        + " position_precision, preferred_channel, status, sms_opted_out_at, voice_opted_out_at,"
                        + " consent_source, consent_at)"
                        + " VALUES ($1, $2, 'Maison Test', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'IMPORT', now())")
                .executeBatch(rows)
                .await()
                .indefinitely();
        if (!numbers.isEmpty()) {
            pool.preparedQuery("INSERT INTO subscriber_number (subscriber_id, position, cipher, blind_index, line)"
                            + " VALUES ($1, $2, $3, $4, $5)")
                    .executeBatch(numbers)
                    .await()
                    .indefinitely();
        }
    }

    /** What a dispatcher says instead of the number. */
    public String digest(PhoneNumber number) {
        return HexFormat.of().formatHex(index.of(number.e164()));
    }

    private Tuple number(UUID id, int position, PhoneNumber number, String line) {
        return Tuple.of(
                id,
                (short) position,
                cipher.encrypt(number.e164(), id.toString()),
                io.vertx.core.buffer.Buffer.buffer(index.of(number.e164())),
                line);
    }

    private static int next() {
        return NEXT_NUMBER.getAndIncrement() % 10_000;
    }

    /** Takes every merchant away, so that a test counts its own. */
    public void clear() {
        pool.query("TRUNCATE subscriber CASCADE").execute().await().indefinitely();
    }
}
