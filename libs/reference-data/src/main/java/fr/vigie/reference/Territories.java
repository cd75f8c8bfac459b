package fr.vigie.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The communes, départements and régions of France, overseas included, of one yearly edition (2026). Immutable and
 * thread-safe; read from the jar once, on first use.
 */
public final class Territories {

    private static final Pattern COMMUNE_CODE = Pattern.compile("(?:[0-9]{2}|2[AB])[0-9]{3}");
    private static final Pattern POSTCODE = Pattern.compile("[0-9]{5}");

    private final Divisions divisions = Divisions.load();
    private final Map<String, Commune> communes = new HashMap<>(1 << 16);
    private final Map<String, String> oldCodes = new HashMap<>(1 << 14);
    private final Map<String, List<String>> formerNames = new HashMap<>();
    private final Map<String, List<Commune>> byPostcode = new HashMap<>(1 << 14);
    private final Map<String, List<Commune>> byDepartement = new HashMap<>();
    private final Map<String, List<Commune>> arrondissements = new HashMap<>();

    private Territories() {
        // Most communes share their postcodes with neighbours: one list for all of them.
        Map<String, List<String>> postcodes = new HashMap<>(1 << 14);
        Resources.rows("communes.tsv.gz", row -> {
            Commune commune = new Commune(
                    row[0],
                    row[1],
                    divisions.departements.get(departementPrefix(row[0])).code(),
                    Integer.parseInt(row[2]),
                    postcodes.computeIfAbsent(row[3], Territories::words),
                    row[4].isEmpty() ? Optional.empty() : Optional.of(row[4]));
            communes.put(commune.code(), commune);
            for (String postcode : commune.postcodes()) {
                list(byPostcode, postcode).add(commune);
            }
            list(byDepartement, commune.departement()).add(commune);
            if (commune.isArrondissement()) {
                list(arrondissements, row[4]).add(commune);
            }
            for (String old : words(row[5])) {
                oldCodes.put(old, commune.code());
            }
            if (!row[6].isEmpty()) {
                formerNames.put(commune.code(), List.of(row[6].split("\\|")));
            }
        });
        byDepartement.replaceAll((code, list) -> List.copyOf(list));
    }

    /** The one instance; the first call reads the data (about 0.1 s). */
    public static Territories load() {
        return Holder.LOADED;
    }

    private static final class Holder {
        static final Territories LOADED = new Territories();
    }

    /** The commune or municipal arrondissement that has this code today; see {@link #currentCode} for older ones. */
    public Optional<Commune> commune(String code) {
        return Optional.ofNullable(code == null ? null : communes.get(code));
    }

    /** Today's code of a commune, for one that may have merged since it was written down; empty when never known. */
    public Optional<String> currentCode(String code) {
        if (code == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(communes.containsKey(code) ? code : oldCodes.get(code));
    }

    /** All communes and municipal arrondissements of a département, by code; empty for an unknown one. */
    public List<Commune> communesOf(String departement) {
        return byDepartement.getOrDefault(departement, List.of());
    }

    /**
     * The codes an establishment inside this commune may carry: its own and, for Paris, Lyon and Marseille, those of
     * the municipal arrondissements. Empty for an unknown commune.
     */
    public Set<String> codesWithin(String communeCode) {
        if (commune(communeCode).isEmpty()) {
            return Set.of();
        }
        Set<String> codes = new LinkedHashSet<>();
        codes.add(communeCode);
        arrondissements.getOrDefault(communeCode, List.of()).forEach(part -> codes.add(part.code()));
        return Collections.unmodifiableSet(codes);
    }

    /**
     * Finds the commune that a person wrote. Case, accents, hyphens, St/Ste, Cedex, arrondissement ordinals and the
     * names of merged communes are understood; a large city with a postcode gives the arrondissement. A postcode that
     * is no commune's own (Cedex) only tells the département.
     */
    public CommuneMatch find(String name, String postcode) {
        String folded = name == null ? "" : CommuneName.fold(name);
        String code = postcode == null ? "" : postcode.strip();
        if (folded.isEmpty() || !POSTCODE.matcher(code).matches()) {
            return new CommuneMatch.Unknown();
        }
        List<Commune> own = byPostcode.get(code);
        if (own != null) {
            return match(folded, own.stream(), part -> part.postcodes().contains(code));
        }
        Stream<Commune> around = departementsOfPostcode(code).stream().flatMap(d -> communesOf(d).stream());
        return match(folded, around, part -> false);
    }

    private CommuneMatch match(String folded, Stream<Commune> candidates, Predicate<Commune> inArrondissement) {
        List<Commune> all = candidates.toList();
        List<Commune> matches = all.stream()
                .filter(commune -> CommuneName.fold(commune.name()).equals(folded))
                .toList();
        if (matches.isEmpty()) {
            matches = all.stream()
                    .filter(commune -> formerNames.getOrDefault(commune.code(), List.of()).stream()
                            .anyMatch(former -> CommuneName.fold(former).equals(folded)))
                    .toList();
        }
        if (matches.size() == 1) {
            List<Commune> parts = arrondissements.getOrDefault(matches.get(0).code(), List.of()).stream()
                    .filter(inArrondissement)
                    .toList();
            return new CommuneMatch.Found(parts.size() == 1 ? parts.get(0) : matches.get(0));
        }
        return matches.isEmpty() ? new CommuneMatch.Unknown() : new CommuneMatch.Ambiguous(matches);
    }

    private static List<String> departementsOfPostcode(String postcode) {
        if (postcode.startsWith("97") || postcode.startsWith("98")) {
            return List.of(postcode.substring(0, 3));
        }
        return postcode.startsWith("20") ? List.of("2A", "2B") : List.of(postcode.substring(0, 2));
    }

    /** The département with this code. */
    public Optional<Departement> departement(String code) {
        return Optional.ofNullable(code == null ? null : divisions.departements.get(code));
    }

    /** All départements and overseas collectivities, by code. */
    public Collection<Departement> departements() {
        return Collections.unmodifiableCollection(divisions.departements.values());
    }

    /** The département in which a commune of today lies. */
    public Optional<Departement> departementOf(String communeCode) {
        return commune(communeCode).flatMap(commune -> departement(commune.departement()));
    }

    /**
     * The département's code that a commune's code starts with: 75101 is in 75, 2A004 in 2A, 97411 in 974. Looks at the
     * form only, not at whether there is such a commune.
     *
     * @throws IllegalArgumentException for text that has not the form of a commune's code
     */
    public static String departementCodeOf(String communeCode) {
        if (!COMMUNE_CODE.matcher(communeCode).matches()) {
            throw new IllegalArgumentException("a commune's code has five characters, such as 15014 or 2A004");
        }
        return departementPrefix(communeCode);
    }

    private static String departementPrefix(String communeCode) {
        boolean overseas = communeCode.startsWith("97") || communeCode.startsWith("98");
        return communeCode.substring(0, overseas ? 3 : 2);
    }

    /** The région with this code. */
    public Optional<Region> region(String code) {
        return Optional.ofNullable(code == null ? null : divisions.regions.get(code));
    }

    /** All régions, by code. */
    public Collection<Region> regions() {
        return Collections.unmodifiableCollection(divisions.regions.values());
    }

    /** The départements of a région; empty for an unknown one. */
    public List<Departement> departementsOf(String region) {
        return divisions.departements.values().stream()
                .filter(departement -> departement.region().equals(region))
                .toList();
    }

    /** Whether a commune of today lies in a département. */
    public boolean contains(String departement, String communeCode) {
        return commune(communeCode)
                .filter(commune -> commune.departement().equals(departement))
                .isPresent();
    }

    /** The preset area with this code. */
    public Optional<AreaPreset> preset(String code) {
        return Optional.ofNullable(code == null ? null : divisions.presets.get(code));
    }

    /** All preset areas. */
    public Collection<AreaPreset> presets() {
        return Collections.unmodifiableCollection(divisions.presets.values());
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static List<Commune> list(Map<String, List<Commune>> map, String key) {
        return map.computeIfAbsent(key, ignored -> new ArrayList<>(1));
    }
}
