package fr.vigie.reference;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Départements, régions and presets: small, and enough to read a token without loading the communes. */
final class Divisions {

    final Map<String, Departement> departements = new LinkedHashMap<>();
    final Map<String, Region> regions = new LinkedHashMap<>();
    final Map<String, AreaPreset> presets = new LinkedHashMap<>();

    private Divisions() {
        Resources.rows("regions.tsv", row -> regions.put(row[0], new Region(row[0], row[1])));
        Resources.rows("departements.tsv", row -> departements.put(row[0], new Departement(row[0], row[1], row[2])));
        try (InputStream in = Resources.open("presets.json")) {
            for (AreaPreset preset : new ObjectMapper().readValue(in, new TypeReference<List<AreaPreset>>() {})) {
                if (!departements.keySet().containsAll(preset.departements())) {
                    throw new IllegalStateException("preset " + preset.code() + " names an unknown département");
                }
                presets.put(preset.code(), preset);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("presets.json cannot be read", e);
        }
    }

    static Divisions load() {
        return Holder.LOADED;
    }

    private static final class Holder {
        static final Divisions LOADED = new Divisions();
    }
}
