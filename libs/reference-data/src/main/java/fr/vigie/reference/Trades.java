package fr.vigie.reference;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The trades, as data ({@code trades.json}): a new one is a row there, not a line of code. Immutable and thread-safe;
 * read from the jar once, on first use.
 */
public final class Trades {

    private final Map<String, Trade> trades = new LinkedHashMap<>();
    private final Map<Classification, Trade> byClassification = new HashMap<>();

    private Trades() {
        try (InputStream in = Resources.open("trades.json")) {
            for (Trade trade : new ObjectMapper().readValue(in, new TypeReference<List<Trade>>() {})) {
                if (trades.put(trade.code(), trade) != null) {
                    throw new IllegalStateException("trade " + trade.code() + " stands twice in trades.json");
                }
                for (Classification classification : trade.classifications()) {
                    if (byClassification.put(classification, trade) != null) {
                        throw new IllegalStateException(classification + " stands twice in trades.json");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("trades.json cannot be read", e);
        }
    }

    /** The one instance. */
    public static Trades load() {
        return Holder.LOADED;
    }

    private static final class Holder {
        static final Trades LOADED = new Trades();
    }

    /** All trades, in the order in which they are offered. */
    public Collection<Trade> all() {
        return Collections.unmodifiableCollection(trades.values());
    }

    /** The trade with this code. */
    public Optional<Trade> trade(String code) {
        return Optional.ofNullable(code == null ? null : trades.get(code));
    }

    /**
     * The trade under which a public code falls; NAF codes are taken with or without their point. A proposal only: many
     * tobacconists are registered as bars.
     */
    public Optional<Trade> classifiedAs(String scheme, String code) {
        String written = code.strip().toUpperCase(Locale.ROOT);
        String pointed =
                written.matches("[0-9]{4}[A-Z]") ? written.substring(0, 2) + "." + written.substring(2) : written;
        return Optional.ofNullable(byClassification.get(new Classification(scheme, pointed)));
    }

    /** The audiences of these trades, unknown codes left out; more than one must not stand in the same alert. */
    public Set<Audience> audiencesOf(Collection<String> codes) {
        Set<Audience> audiences = EnumSet.noneOf(Audience.class);
        codes.forEach(code -> trade(code).ifPresent(trade -> audiences.add(trade.audience())));
        return audiences;
    }
}
