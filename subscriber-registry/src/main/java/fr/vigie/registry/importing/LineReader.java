package fr.vigie.registry.importing;

import fr.vigie.events.Channel;
import fr.vigie.reference.CommuneMatch;
import fr.vigie.reference.Territories;
import fr.vigie.registry.importing.Column.Header;
import fr.vigie.registry.importing.ImportReport.LineError;
import fr.vigie.registry.subscriber.ConsentSource;
import fr.vigie.registry.subscriber.PositionPrecision;
import fr.vigie.registry.subscriber.SubscriberRequest;
import fr.vigie.registry.subscriber.SubscriberRules;
import fr.vigie.registry.subscriber.ValidSubscriber;
import fr.vigie.service.FieldError;
import fr.vigie.service.Violations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Makes a merchant of a line, by the same rules as the API. */
final class LineReader {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final DateTimeFormatter FRENCH_DATE = DateTimeFormatter.ofPattern("d/M/uuuu", Locale.ROOT)
            // The day of a consent is evidence: 31/02 is refused, not taken for the 28th.
            .withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,3}(?:[.,][0-9]{1,17})?");
    private static final Pattern COMMUNE_CODE = Pattern.compile("(?:[0-9]{2}|2[ABab])[0-9]{3}");
    private static final Pattern BETWEEN_TRADES = Pattern.compile("[,|+\\s]+");

    /** The API's field of each column, so that a fault finds its way back. */
    private static final Map<String, Column> COLUMN_OF_FIELD = Map.ofEntries(
            Map.entry("name", Column.NAME),
            Map.entry("reference", Column.REFERENCE),
            Map.entry("siret", Column.SIRET),
            Map.entry("commune", Column.COMMUNE),
            Map.entry("address", Column.ADDRESS),
            Map.entry("position.lat", Column.LAT),
            Map.entry("position.lon", Column.LON),
            Map.entry("position.precision", Column.PRECISION),
            Map.entry("numbers", Column.NUMBER1),
            Map.entry("consent", Column.CONSENT_SOURCE),
            Map.entry("consent.source", Column.CONSENT_SOURCE),
            Map.entry("consent.proof", Column.CONSENT_PROOF),
            Map.entry("consent.at", Column.CONSENT_AT));

    private final Header header;
    private final SubscriberRules rules;
    private final Territories territories = Territories.load();

    LineReader(Header header, SubscriberRules rules) {
        this.header = header;
        this.rules = rules;
    }

    /** Reads a line; its faults go to the consumer, and then there is no merchant. */
    Optional<ValidSubscriber> read(String[] cells, int line, Consumer<LineError> faults) {
        Cells own = new Cells(cells, line, faults);
        List<Column> numberColumns = new ArrayList<>(3);
        List<SubscriberRequest.Number> numbers = new ArrayList<>(3);
        for (Column column : Column.NUMBERS) {
            String number = header.cell(cells, column);
            if (number != null) {
                numberColumns.add(column);
                numbers.add(new SubscriberRequest.Number(number, null));
            }
        }
        SubscriberRequest request = new SubscriberRequest(
                own.text(Column.NAME),
                own.text(Column.REFERENCE),
                own.text(Column.SIRET),
                trades(own),
                commune(own),
                own.text(Column.ADDRESS),
                position(own),
                numbers,
                own.parsed(Column.PREFERRED_CHANNEL, LineReader::channel, "CHANNEL_UNKNOWN", "is SMS or VOICE"),
                null,
                new SubscriberRequest.Consent(
                        own.parsed(
                                Column.CONSENT_SOURCE,
                                text -> ConsentSource.valueOf(text.toUpperCase(Locale.ROOT)),
                                "CONSENT_SOURCE_UNKNOWN",
                                "is STATION, PHONE, ONLINE, SMS or IMPORT"),
                        own.text(Column.CONSENT_PROOF),
                        own.parsed(Column.CONSENT_AT, LineReader::time, "TIME_INVALID", "is not a date or time")),
                null,
                null);
        boolean beyond = checkNothingBeyondHeader(cells, line, faults);
        Violations violations = new Violations();
        ValidSubscriber subscriber = rules.check(violations, request, true);
        for (FieldError error : violations.errors()) {
            Column column = column(error.field(), numberColumns);
            if (!own.isFaulty(column)) {
                own.fault(column, code(error.rule()), error.message());
            }
        }
        return own.faulty.isEmpty() && !beyond ? Optional.of(subscriber) : Optional.empty();
    }

    /** A cell too many shifts or loses what somebody meant to say, e.g. by a separator in an unquoted address. */
    private boolean checkNothingBeyondHeader(String[] cells, int line, Consumer<LineError> faults) {
        for (int i = header.width(); i < cells.length; i++) {
            if (!cells[i].isBlank()) {
                faults.accept(new LineError(
                        line,
                        "cell " + (i + 1),
                        "CELL_BEYOND_HEADER",
                        "stands beyond the last column: a separator within a cell needs quotes"));
                return true;
            }
        }
        return false;
    }

    private static String code(String rule) {
        return rule.equals(Violations.REQUIRED) ? "REQUIRED" : rule;
    }

    private static Column column(String field, List<Column> numberColumns) {
        if (field.startsWith("numbers[")) {
            return numberColumns.get(field.charAt("numbers[".length()) - '0');
        }
        return field.startsWith("trades") ? Column.TRADES : COLUMN_OF_FIELD.getOrDefault(field, Column.NAME);
    }

    private static List<String> trades(Cells own) {
        String text = own.text(Column.TRADES);
        return text == null ? List.of() : List.of(BETWEEN_TRADES.split(text.toUpperCase(Locale.ROOT)));
    }

    private String commune(Cells own) {
        String text = own.text(Column.COMMUNE);
        if (text == null || COMMUNE_CODE.matcher(text).matches()) {
            return text == null ? null : text.toUpperCase(Locale.ROOT);
        }
        CommuneMatch match = territories.find(text, own.text(Column.POSTCODE));
        if (match instanceof CommuneMatch.Found found) {
            return found.commune().code();
        }
        if (match instanceof CommuneMatch.Ambiguous) {
            own.fault(Column.COMMUNE, "COMMUNE_AMBIGUOUS", "names several communes: give the INSEE code");
        } else {
            own.fault(Column.COMMUNE, "COMMUNE_UNKNOWN", "is no INSEE code, and no name that fits the postcode");
        }
        return null;
    }

    private static SubscriberRequest.Position position(Cells own) {
        Double lat = own.parsed(Column.LAT, LineReader::decimal, "DECIMAL_INVALID", "is not a decimal number");
        Double lon = own.parsed(Column.LON, LineReader::decimal, "DECIMAL_INVALID", "is not a decimal number");
        PositionPrecision precision = own.parsed(
                Column.PRECISION,
                text -> PositionPrecision.valueOf(text.toUpperCase(Locale.ROOT)),
                "PRECISION_UNKNOWN",
                "is ADDRESS, STREET or COMMUNE");
        if (lat == null && lon == null && precision == null) {
            return null;
        }
        return new SubscriberRequest.Position(lat, lon, precision == null ? PositionPrecision.ADDRESS : precision);
    }

    private static Double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no decimal number");
        }
        return Double.valueOf(text.replace(',', '.'));
    }

    private static Channel channel(String text) {
        return Channel.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Instant time(String text) {
        if (text.indexOf('T') > 0) {
            return OffsetDateTime.parse(text).toInstant();
        }
        LocalDate day = text.indexOf('/') > 0 ? LocalDate.parse(text, FRENCH_DATE) : LocalDate.parse(text);
        return day.atStartOfDay(PARIS).toInstant();
    }

    /** The cells of one line, and which of them are faulty. */
    private final class Cells {
        private final String[] cells;
        private final int line;
        private final Consumer<LineError> faults;
        private final java.util.Set<Column> faulty = java.util.EnumSet.noneOf(Column.class);

        Cells(String[] cells, int line, Consumer<LineError> faults) {
            this.cells = cells;
            this.line = line;
            this.faults = faults;
        }

        String text(Column column) {
            return header.cell(cells, column);
        }

        <T> T parsed(Column column, Function<String, T> parser, String code, String message) {
            String text = text(column);
            if (text == null) {
                return null;
            }
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                fault(column, code, message);
                return null;
            }
        }

        boolean isFaulty(Column column) {
            return faulty.contains(column);
        }

        void fault(Column column, String code, String message) {
            faulty.add(column);
            faults.accept(new LineError(line, column.heading(), code, message));
        }
    }
}
