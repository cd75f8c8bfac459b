package fr.vigie.ingest.alert;

import fr.vigie.events.AlertStatus;
import fr.vigie.events.Channel;
import fr.vigie.events.MessageType;
import fr.vigie.ingest.IngestSettings;
import fr.vigie.ingest.content.MoneyAmounts;
import fr.vigie.ingest.content.Words;
import fr.vigie.reference.Territories;
import fr.vigie.reference.Territory;
import fr.vigie.reference.Trades;
import fr.vigie.service.FieldError;
import fr.vigie.service.ProblemCode;
import fr.vigie.service.ProblemException;
import fr.vigie.service.Violations;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Decides whether an alert may be sent as it was asked for, and says everything that speaks against it at once. */
@ApplicationScoped
class AlertRules {
    /** The stable code of the refusal of drills. */
    static final String DRILLS_NOT_YET = "DRILLS_NOT_YET";

    private static final int MOST_TRADES = 50;
    private static final int MOST_REFERENCES = 20;

    private final Clock clock;
    private final Duration longestLife;
    private final Trades trades = Trades.load();
    private final Territories territories = Territories.load();
    private final AreaRules areaRules = new AreaRules(territories);

    AlertRules(Clock clock, IngestSettings settings) {
        this.clock = clock;
        this.longestLife = settings.longestLife();
    }

    /** Has the reference data read before the first alert comes, which should not wait for it. */
    void warmUp(@Observes StartupEvent event) {}

    /**
     * The area of an alert that breaks no rule.
     *
     * @throws ProblemException with every fault, or OUTSIDE_TERRITORY where the area lists what the token does not cover
     */
    TargetArea check(NewAlert alert, Territory territory) {
        Violations violations = new Violations();
        violations.check(
                alert.status() != AlertStatus.EXERCISE,
                "status",
                DRILLS_NOT_YET,
                "drills are refused until drills have their own recipients");
        violations.require("kind", alert.kind());
        violations.require("urgency", alert.urgency());
        checkTrades(violations, alert.trades());
        areaRules.check(violations, alert.area());
        checkChannels(violations, alert.channels());
        TextRules.check(violations, alert);
        checkExpires(violations, alert);
        checkReferences(violations, alert);
        Words.checkStored(violations, "modusOperandi", alert.modusOperandi(), 100);
        Words.checkStored(violations, "validationBasis", alert.validationBasis(), 500);
        Words.checkStored(violations, "authorisationReference", alert.authorisationReference(), 100);
        throwIfAny(violations);

        TargetArea area = TargetArea.of(alert.area(), territories);
        checkTerritory(area, territory);
        return area;
    }

    private void checkTrades(Violations violations, List<String> codes) {
        if (codes == null || codes.isEmpty()) {
            violations.missing("trades");
            return;
        }
        if (!violations.check(codes.size() <= MOST_TRADES, "trades", "max " + MOST_TRADES, "has too many trades")) {
            return;
        }
        Set<String> seen = new HashSet<>();
        boolean allKnown = true;
        for (int i = 0; i < codes.size(); i++) {
            String field = "trades[" + i + "]";
            allKnown &= violations.check(
                    trades.trade(codes.get(i)).isPresent(), field, "known trade", "is not the code of a trade");
            violations.check(seen.add(codes.get(i)), field, "no doubles", "stands here twice");
        }
        if (allKnown) {
            violations.check(
                    trades.audiencesOf(codes).size() == 1,
                    "trades",
                    "one audience",
                    "mixes audiences; shops, farms and the like are alerted separately");
        }
    }

    private static void checkChannels(Violations violations, List<Channel> channels) {
        if (channels == null || channels.isEmpty()) {
            violations.missing("channels");
            return;
        }
        Set<Channel> seen = new HashSet<>();
        for (int i = 0; i < channels.size(); i++) {
            String field = "channels[" + i + "]";
            if (violations.require(field, channels.get(i))) {
                violations.check(seen.add(channels.get(i)), field, "no doubles", "stands here twice");
            }
        }
    }

    private void checkExpires(Violations violations, NewAlert alert) {
        if (!violations.require("expires", alert.expires())) {
            return;
        }
        Instant now = clock.instant();
        Instant expires = alert.expires().toInstant();
        violations.check(expires.isAfter(now), "expires", "in the future", "must lie in the future");
        violations.check(
                !expires.isAfter(now.plus(longestLife)),
                "expires",
                "max " + longestLife.toHours() + " h ahead",
                "must be at most " + longestLife.toHours() + " hours ahead");
    }

    private static void checkReferences(Violations violations, NewAlert alert) {
        List<UUID> references = alert.references() == null ? List.of() : alert.references();
        boolean needed = alert.messageType() != MessageType.ALERT;
        if (references.isEmpty() && needed) {
            violations.missing("references");
        }
        violations.check(
                references.isEmpty() || needed,
                "references",
                "only with UPDATE or ALL_CLEAR",
                "belongs to an update or an all-clear");
        if (!violations.check(
                references.size() <= MOST_REFERENCES,
                "references",
                "max " + MOST_REFERENCES,
                "names more than " + MOST_REFERENCES + " alerts")) {
            return;
        }
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < references.size(); i++) {
            String field = "references[" + i + "]";
            if (violations.require(field, references.get(i))) {
                violations.check(seen.add(references.get(i)), field, "no doubles", "stands here twice");
            }
        }
    }

    private static void checkTerritory(TargetArea area, Territory territory) {
        List<String> outside = area.listed().stream()
                .filter(code -> !territory.covers(code))
                .sorted()
                .toList();
        if (!outside.isEmpty()) {
            throw ProblemException.outsideTerritory(
                    "area", "The token's territory does not cover " + String.join(", ", outside));
        }
        if (!territory.national() && territory.departements().isEmpty()) {
            throw ProblemException.outsideTerritory("area", "The token has no territory");
        }
    }

    /** Faults of one kind that clients tell apart by code end the request with that code. */
    private static void throwIfAny(Violations violations) {
        Set<String> rules = new HashSet<>();
        violations.errors().stream().map(FieldError::rule).forEach(rules::add);
        if (rules.equals(Set.of(DRILLS_NOT_YET))) {
            throw new ProblemException(
                    ProblemCode.DRILLS_NOT_YET,
                    "Drills are refused until drills have their own recipients",
                    violations.errors());
        }
        if (rules.equals(Set.of(MoneyAmounts.CODE))) {
            throw new ProblemException(
                    ProblemCode.AMOUNT_OF_MONEY, "An outgoing text names an amount of money", violations.errors());
        }
        violations.throwIfAny();
    }
}
