package fr.vigie.ingest.report;

import fr.vigie.ingest.content.Words;
import fr.vigie.reference.Commune;
import fr.vigie.reference.Territories;
import fr.vigie.reference.Territory;
import fr.vigie.reference.geo.GeoPoint;
import fr.vigie.reference.geo.InvalidGeometryException;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Violations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Decides whether a report may be filed. */
@ApplicationScoped
class ReportRules {
    /** Officers' clocks differ from ours. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private static final Duration LONGEST_AGO = Duration.ofDays(3_653);

    private final Clock clock;
    private final Territories territories = Territories.load();

    ReportRules(Clock clock) {
        this.clock = clock;
    }

    /**
     * The commune of a report that breaks no rule.
     *
     * @throws ProblemException with every fault, or OUTSIDE_TERRITORY
     */
    Commune check(NewReport report, Territory territory) {
        Violations violations = new Violations();
        violations.require("kind", report.kind());
        if (violations.require("observedAt", report.observedAt())) {
            Instant latest = clock.instant().plus(CLOCK_TOLERANCE);
            violations.check(
                    !report.observedAt().toInstant().isAfter(latest),
                    "observedAt",
                    "not in the future",
                    "must not lie in the future");
            violations.check(
                    report.observedAt().toInstant().isAfter(clock.instant().minus(LONGEST_AGO)),
                    "observedAt",
                    "max 10 years ago",
                    "must be at most ten years ago");
        }
        Words.checkStored(violations, "modusOperandi", report.modusOperandi(), 100);
        if (violations.require("description", report.description())) {
            Words.checkStored(violations, "description", report.description(), 4_000);
        }
        if (violations.require("place", report.place())) {
            checkPlace(violations, report.place());
        }
        violations.throwIfAny();

        Commune commune = territories
                .currentCode(report.place().commune())
                .flatMap(territories::commune)
                .orElseThrow();
        if (!territory.covers(commune.departement())) {
            throw ProblemException.outsideTerritory(
                    "place.commune", "The token's territory does not cover " + commune.departement());
        }
        return commune;
    }

    private void checkPlace(Violations violations, NewReport.Place place) {
        if (violations.require("place.commune", place.commune())) {
            violations.check(
                    territories.currentCode(place.commune()).isPresent(),
                    "place.commune",
                    "known commune",
                    "is not the code of a commune");
        }
        Words.checkStored(violations, "place.description", place.description(), 500);
        if (place.lat() == null && place.lon() == null) {
            return;
        }
        if (place.lat() == null || place.lon() == null) {
            violations.missing(place.lat() == null ? "place.lat" : "place.lon");
            return;
        }
        try {
            new GeoPoint(place.lat(), place.lon());
        } catch (InvalidGeometryException e) {
            boolean latitude = e.reason() == InvalidGeometryException.Reason.LATITUDE_OUT_OF_RANGE;
            violations.add(
                    latitude ? "place.lat" : "place.lon",
                    e.reason().code(),
                    e.reason().english());
        }
    }
}
