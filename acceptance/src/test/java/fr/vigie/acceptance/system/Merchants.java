package fr.vigie.acceptance.system;

import com.fasterxml.jackson.databind.JsonNode;
import fr.vigie.standalone.client.Api;
import fr.vigie.standalone.system.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Merchants as a station would import them, and who they became. */
public final class Merchants {
    private static final String HEADER =
            "reference;name;trades;commune;address;lat;lon;number1;consent_source;consent_proof;consent_at";
    private static final String CONSENT = "STATION;fiche d'essai;2026-01-05T10:00:00+01:00";

    private final List<Merchant> all = new ArrayList<>();

    /**
     * One line of the import.
     *
     * @param number E.164
     */
    public record Merchant(String reference, String trade, String commune, double lat, double lon, String number) {}

    public void add(Merchant merchant) {
        all.add(merchant);
    }

    public List<Merchant> all() {
        return List.copyOf(all);
    }

    /** Imports them all, or fails. */
    public void enrol(WholeSystem system) {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (Merchant each : all) {
            csv.append(String.join(
                            ";",
                            each.reference(),
                            "Commerce " + each.reference(),
                            each.trade(),
                            each.commune(),
                            "rue de l'Essai",
                            String.format(Locale.ROOT, "%.7f", each.lat()),
                            String.format(Locale.ROOT, "%.7f", each.lon()),
                            each.number(),
                            CONSENT))
                    .append('\n');
        }
        Api registry = system.api(Service.SUBSCRIBER_REGISTRY);
        JsonNode report = registry.post(
                "/api/v1/subscribers/import?mode=all-or-nothing", "text/csv; charset=utf-8", csv.toString());
        if (report.path("rejected").asLong() > 0) {
            throw new AssertionError("the import was refused: " + report.path("errors"));
        }
    }

    /** The number behind each merchant's id, for merchants of these references. */
    public static Map<UUID, String> numbersById(WholeSystem system, Map<String, String> numbersByReference)
            throws SQLException {
        Map<UUID, String> numbers = new HashMap<>();
        try (Connection registry = system.database(Service.SUBSCRIBER_REGISTRY);
                PreparedStatement ids =
                        registry.prepareStatement("SELECT id, reference FROM subscriber WHERE reference = ANY (?)")) {
            Collection<String> references = numbersByReference.keySet();
            ids.setArray(1, registry.createArrayOf("text", references.toArray()));
            try (ResultSet rows = ids.executeQuery()) {
                while (rows.next()) {
                    numbers.put(rows.getObject(1, UUID.class), numbersByReference.get(rows.getString(2)));
                }
            }
        }
        return numbers;
    }

    /** The number of each reference in an import file. */
    public static Map<String, String> numbersByReference(String csv) {
        List<String> lines = csv.lines().toList();
        List<String> columns = List.of(lines.get(0).split(";", -1));
        int reference = columns.indexOf("reference");
        int number = columns.indexOf("number1");
        Map<String, String> numbers = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(";", -1);
            numbers.put(cells[reference], cells[number]);
        }
        return numbers;
    }
}
