package fr.vigie.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Départements, régions and presets: small, and enough to read a token without loading the communes. */
final class Divisions {

    final Map<String, Departement> departements = new LinkedHashMap<>();
    final Map<String, Region> regions = new LinkedHashMap<>();
    final Map<String, AreaPreset> presets = new LinkedHashMap<>();

    private Divisions() {
        Resources.rows("regions.tsv", row -> regions.put(row[0], new Region(row[0], row[1])));
        Resources.rows("departements.tsv", row -> departements.put(row[0], new Departement(row[0], row[1], row[2])));
        Resources.rows("presets.tsv", row -> {
            AreaPreset preset = new AreaPreset(row[0], row[1], row[2], Set.of(row[3].split(" ")));
            if (!departements.keySet().containsAll(preset.departements())) {
                throw new IllegalStateException("preset " + preset.code() + " names an unknown département");
            }
            presets.put(preset.code(), preset);
        });
    }

    static Divisions load() {
        return Holder.LOADED;
    }

    private static final class Holder {
        static final Divisions LOADED = new Divisions();
    }
}
