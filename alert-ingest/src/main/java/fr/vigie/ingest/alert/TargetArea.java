package fr.vigie.ingest.alert;

import fr.vigie.events.Area;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.reference.AreaPreset;
import fr.vigie.reference.Commune;
import fr.vigie.reference.Territories;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An area that has been checked, ready for the registry.
 *
 * @param selector the area as it stands in the event
 * @param listed the départements that its communes, départements or preset name; empty for a circle or polygon
 */
record TargetArea(Area selector, Set<String> listed) {

    TargetArea {
        listed = Set.copyOf(listed);
    }

    /** Turns a request that {@link AreaRules} found right into an area. */
    static TargetArea of(AreaRequest request, Territories territories) {
        return switch (request.type()) {
            case CIRCLE ->
                new TargetArea(
                        new Area.Circle(request.center().lat(), request.center().lon(), request.radiusMeters()),
                        Set.of());
            case POLYGON ->
                new TargetArea(new Area.Polygon(request.geometry().coordinates().get(0)), Set.of());
            case COMMUNES -> communes(request.codes(), territories);
            case DEPARTEMENTS -> departements(request.codes());
            case PRESET ->
                departements(territories
                        .preset(request.code())
                        .map(AreaPreset::departements)
                        .orElseThrow());
        };
    }

    private static TargetArea communes(List<String> codes, Territories territories) {
        // Merged communes by today's code; Paris, Lyon and Marseille with their arrondissements.
        Set<String> current = new TreeSet<>();
        codes.forEach(code -> current.addAll(
                territories.codesWithin(territories.currentCode(code).orElseThrow())));
        Set<String> departements = new TreeSet<>();
        current.forEach(code -> departements.add(
                territories.commune(code).map(Commune::departement).orElseThrow()));
        return new TargetArea(new Area.Communes(List.copyOf(current)), departements);
    }

    private static TargetArea departements(Collection<String> codes) {
        Set<String> sorted = new TreeSet<>(codes);
        return new TargetArea(new Area.Departements(List.copyOf(sorted)), sorted);
    }

    /** The départements that the alert concerns: those listed, else the issuer's. */
    List<String> concerns(Visibility issuer) {
        return listed.isEmpty() ? issuer.claim() : listed.stream().sorted().toList();
    }
}
