package fr.vigie.acceptance.hidden;

import fr.vigie.acceptance.system.Events;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.standalone.system.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Every place where something stays: topics, tables, files, and what the services tell about themselves. */
public final class Places {
    private static final int PIECE = 1 << 20;
    /** Longer than any way to write a number, so that none hides between two pieces. */
    private static final int OVERLAP = 64;

    private static final int ROWS = 1_000;

    private final WholeSystem system;
    private final NumberSearch search;

    public Places(WholeSystem system, NumberSearch search) {
        this.system = system;
        this.search = search;
    }

    /** Searches all of them; how much was read, in bytes. */
    public long all() throws SQLException {
        return topics() + tables() + files() + metrics();
    }

    /** Every record of every topic: key, value as the consumer decompresses it, headers. */
    long topics() {
        long[] read = {0};
        Set<String> topics = Events.topics(system);
        Events.read(system, topics, record -> {
            String place = "topic " + record.topic() + "/" + record.partition() + "/" + record.offset();
            for (byte[] part : new byte[][] {record.key(), record.value()}) {
                read[0] += anyForm(place, part);
            }
            record.headers().forEach(header -> {
                read[0] += anyForm(place + " header " + header.key(), header.value());
            });
        });
        return read[0];
    }

    /** Every column of every table of every service. */
    long tables() throws SQLException {
        long read = 0;
        for (Service service : Service.values()) {
            try (Connection database = system.database(service)) {
                database.setAutoCommit(false); // a cursor, not the whole table at once
                for (String table : tablesOf(database)) {
                    read += table(database, service.database(), table);
                }
            }
        }
        return read;
    }

    private static List<String> tablesOf(Connection database) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT format('%I.%I', table_schema, table_name)"
                        + " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
                        + " AND table_schema NOT IN ('pg_catalog', 'information_schema')")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private long table(Connection database, String name, String table) throws SQLException {
        long read = 0;
        try (Statement statement = database.createStatement()) {
            statement.setFetchSize(ROWS);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                ResultSetMetaData columns = rows.getMetaData();
                while (rows.next()) {
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        boolean binary = columns.getColumnType(i) == Types.BINARY;
                        String text = binary ? null : rows.getString(i);
                        byte[] value = binary ? rows.getBytes(i) : text == null ? null : utf8(text);
                        read += anyForm("table " + name + "." + table + " column " + columns.getColumnName(i), value);
                    }
                }
            }
        }
        return read;
    }

    /** Every file of the data folder but the simulators' journals: logs, configuration, the data files themselves. */
    long files() {
        long read = 0;
        for (Path file : filesUnder(system.data())) {
            if (!file.startsWith(system.journals())) {
                read += file(file);
            }
        }
        return read;
    }

    private static List<Path> filesUnder(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long file(Path file) {
        byte[] piece = new byte[PIECE];
        long read = 0;
        try (InputStream in = Files.newInputStream(file)) {
            int kept = 0;
            int more = in.readNBytes(piece, kept, PIECE - kept);
            while (more > 0) {
                read += more;
                search.in("file " + system.data().relativize(file), piece, kept + more);
                int filled = kept + more;
                kept = Math.min(OVERLAP, filled);
                System.arraycopy(piece, filled - kept, piece, 0, kept);
                more = in.readNBytes(piece, kept, PIECE - kept);
            }
            return read;
        } catch (NoSuchFileException e) {
            return read; // PostgreSQL and Kafka tidy up while we look
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the services tell about themselves. */
    long metrics() {
        long read = 0;
        for (Service service : Service.values()) {
            for (String path : List.of("/metrics", "/health")) {
                String page = system.page(system.local().ports().management(service), path);
                read += anyForm(service.id() + path, utf8(page));
            }
        }
        return read;
    }

    /** As it is, and inflated where it is deflated: the audit log's pages are. */
    private long anyForm(String place, byte[] bytes) {
        if (bytes == null) {
            return 0;
        }
        search.in(place, bytes);
        byte[] inflated = inflated(bytes);
        search.in(place + " inflated", inflated);
        return bytes.length + inflated.length;
    }

    private static byte[] inflated(byte[] bytes) {
        boolean zlib = bytes.length > 2 && bytes[0] == 0x78 && ((bytes[0] << 8) + (bytes[1] & 0xFF)) % 31 == 0;
        boolean gzip = bytes.length > 2 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B;
        try {
            if (zlib) {
                return new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            }
            return gzip ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : new byte[0];
        } catch (IOException e) {
            return new byte[0]; // it only looked deflated
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
