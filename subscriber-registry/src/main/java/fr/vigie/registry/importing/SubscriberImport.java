package fr.vigie.registry.importing;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import fr.vigie.crypto.BlindIndex;
import fr.vigie.outbox.Outbox;
import fr.vigie.reference.Territory;
import fr.vigie.registry.importing.Column.Header;
import fr.vigie.registry.subscriber.ImportKey;
import fr.vigie.registry.subscriber.SubscriberRules;
import fr.vigie.registry.subscriber.ValidSubscriber;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Violations;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Reads a file line by line and stores it batch by batch: memory does not grow with the file. Blocks. */
@ApplicationScoped
class SubscriberImport {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BATCH = 1_000;
    private static final int LONGEST_CELL = 2_000;
    private static final int LONGEST_HEADER = 4_000;

    private final CsvMapper csv = CsvMapper.builder(CsvFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_CELL)
                            .build())
                    .build())
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .build();

    private final Pool pool;
    private final Outbox outbox;
    private final BatchWriter writer;
    private final SubscriberRules rules;
    private final BlindIndex index;

    SubscriberImport(Pool pool, Outbox outbox, BatchWriter writer, SubscriberRules rules, BlindIndex index) {
        this.pool = pool;
        this.outbox = outbox;
        this.writer = writer;
        this.rules = rules;
        this.index = index;
    }

    /**
     * Imports a file.
     *
     * @throws ProblemException where the header cannot be understood
     * @throws IOException where the body cannot be read to its end
     */
    ImportReport run(BufferedReader file, ImportMode mode, Territory territory) throws IOException {
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator(file));
        SqlConnection connection = pool.getConnection().await().atMost(LIMIT);
        try (MappingIterator<String[]> lines =
                csv.readerFor(String[].class).with(schema).readValues(file)) {
            return new Run(connection, mode, territory).over(lines);
        } finally {
            connection.close().await().atMost(LIMIT);
        }
    }

    /** The header's separator: whichever of semicolon, comma and tab stands in it most often. */
    private static char separator(BufferedReader file) throws IOException {
        file.mark(LONGEST_HEADER + 1);
        int semicolons = 0;
        int commas = 0;
        int tabs = 0;
        int read = 0;
        for (int c = file.read(); c != -1 && c != '\n' && read < LONGEST_HEADER; c = file.read(), read++) {
            semicolons += c == ';' ? 1 : 0;
            commas += c == ',' ? 1 : 0;
            tabs += c == '\t' ? 1 : 0;
        }
        file.reset();
        if (tabs > semicolons && tabs > commas) {
            return '\t';
        }
        return commas > semicolons ? ',' : ';';
    }

    /** One import under way. */
    private final class Run {
        private final SqlConnection connection;
        private final ImportMode mode;
        private final Territory territory;
        private final ImportTally tally = new ImportTally();
        private PendingBatch pending = new PendingBatch();
        private Transaction transaction;

        Run(SqlConnection connection, ImportMode mode, Territory territory) {
            this.connection = connection;
            this.mode = mode;
            this.territory = territory;
        }

        ImportReport over(MappingIterator<String[]> lines) throws IOException {
            LineReader reader = null;
            int line = 0;
            try {
                while (lines.hasNextValue()) {
                    String[] cells = lines.nextValue();
                    line++;
                    if (reader == null) {
                        reader = new LineReader(header(cells), rules);
                    } else if (cells.length > 1 || !cells[0].isBlank()) {
                        take(reader, cells, line);
                    }
                }
            } catch (JacksonException e) {
                // A quote that is never closed, a cell without end: what follows cannot be told apart.
                tally.brokenOff(line + 1);
            } catch (IOException | RuntimeException e) {
                abandon();
                throw e;
            }
            if (reader == null) {
                throw ProblemException.invalid("header", "REQUIRED", "the file is empty");
            }
            return finish();
        }

        private void take(LineReader reader, String[] cells, int line) {
            tally.line();
            Optional<ValidSubscriber> subscriber = reader.read(cells, line, tally::fault);
            if (subscriber.isEmpty()) {
                tally.reject();
                return;
            }
            ValidSubscriber merchant = subscriber.get();
            String key = HexFormat.of().formatHex(ImportKey.of(merchant, index));
            if (!territory.covers(merchant.departement())) {
                tally.reject(line, Column.COMMUNE, "OUTSIDE_TERRITORY", "is outside the token's territory");
            } else if (!tally.isNew(key)) {
                tally.reject(line, Column.NAME, "LINE_TWICE", "the same merchant stands in an earlier line");
            } else if (mode == ImportMode.GOOD_LINES || !tally.anyRejected()) {
                pending.add(key, merchant, line);
                if (pending.size() == BATCH) {
                    store();
                }
            }
        }

        private void store() {
            if (pending.isEmpty()) {
                return;
            }
            if (transaction == null) {
                transaction = connection.begin().await().atMost(LIMIT);
            }
            BatchWriter.Written written =
                    writer.write(connection, pending.merchants()).await().atMost(LIMIT);
            tally.stored(written.keys().size(), written.updated());
            pending.linesWithout(written.keys())
                    .forEach(line -> tally.reject(
                            line, Column.CONSENT_AT, "WITHDRAWN_SINCE", "the merchant has left after this consent"));
            pending = new PendingBatch();
            if (mode == ImportMode.GOOD_LINES) {
                commit();
            }
        }

        private ImportReport finish() {
            try {
                if (mode == ImportMode.GOOD_LINES || !tally.anyRejected()) {
                    store();
                }
            } catch (RuntimeException e) {
                abandon();
                throw e;
            }
            if (mode == ImportMode.ALL_OR_NOTHING && tally.anyRejected()) {
                abandon();
                tally.nothingStored();
            } else {
                commit();
            }
            return tally.report();
        }

        private void commit() {
            if (transaction != null) {
                transaction.commit().await().atMost(LIMIT);
                transaction = null;
                outbox.committed();
            }
        }

        private void abandon() {
            if (transaction != null) {
                Transaction open = transaction;
                transaction = null;
                open.rollback().await().atMost(LIMIT);
            }
        }
    }

    private static Header header(String[] cells) {
        Header header = Header.read(cells);
        Violations violations = new Violations();
        header.unknown()
                .forEach(place -> violations.add("header[" + place + "]", "COLUMN_UNKNOWN", "is not a known column"));
        header.missing().forEach(column -> violations.missing("header." + column.heading()));
        header.twice()
                .forEach(column -> violations.add("header." + column.heading(), "COLUMN_TWICE", "stands there twice"));
        violations.throwIfAny();
        return header;
    }
}
