package fr.vigie.registry.subscriber;

import fr.vigie.events.QuietHours;
import fr.vigie.phone.ParsedNumber;
import fr.vigie.phone.PhoneNumbers;
import fr.vigie.reference.Siret;
import fr.vigie.reference.Territories;
import fr.vigie.reference.Trades;
import fr.vigie.registry.subscriber.SubscriberRequest.Consent;
import fr.vigie.registry.subscriber.ValidSubscriber.ValidNumber;
import fr.vigie.service.Violations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a merchant's record must be, for the API and for imports alike. A rule's name is its stable code. */
@ApplicationScoped
public class SubscriberRules {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ADDRESS = 300;
    private static final int LONGEST_REFERENCE = 100;
    private static final int LONGEST_PROOF = 300;
    private static final int LONGEST_LABEL = 60;
    private static final int MOST_TRADES = 10;
    private static final int MOST_NUMBERS = 5;
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    private final Trades trades = Trades.load();
    private final Territories territories = Territories.load();
    private final boolean fiction;
    private final Clock clock;

    SubscriberRules(
            @ConfigProperty(name = "vigie.numbers.fiction", defaultValue = "false") boolean fiction, Clock clock) {
        this.fiction = fiction;
        this.clock = clock;
    }

    /**
     * Notes every fault.
     *
     * @param consentNeeded at enrolment; later consent has its own way
     * @return the record, only to be used where there is no fault
     */
    public ValidSubscriber check(Violations violations, SubscriberRequest request, boolean consentNeeded) {
        String name = FreeText.check(violations, "name", request.name(), LONGEST_NAME);
        violations.require("name", name);
        String departement = departement(violations, request.commune());
        SubscriberRequest.Position position = request.position();
        checkPosition(violations, position);
        List<String> codes = trades(violations, request.trades());
        List<ValidNumber> numbers = numbers(violations, request.numbers());
        violations.check(
                request.status() != SubscriberStatus.WITHDRAWN,
                "status",
                "STATUS_NOT_HERE",
                "is set by withdrawing the merchant");
        Consent consent = consent(violations, request.consent(), consentNeeded);
        return new ValidSubscriber(
                name,
                FreeText.check(violations, "reference", request.reference(), LONGEST_REFERENCE),
                siret(violations, request.siret()),
                codes,
                departement == null
                        ? null
                        : territories.currentCode(request.commune()).orElseThrow(),
                departement,
                FreeText.check(violations, "address", request.address(), LONGEST_ADDRESS),
                position == null ? null : position.lat(),
                position == null ? null : position.lon(),
                position == null ? null : position.precision(),
                numbers,
                request.preferredChannel(),
                quietHours(violations, request.quietHours()),
                request.status() == null ? SubscriberStatus.ACTIVE : request.status(),
                consent == null ? null : consent.source(),
                consent == null ? null : consent.proof(),
                consent == null ? null : consent.at());
    }

    private String departement(Violations violations, String commune) {
        if (!violations.require("commune", commune)) {
            return null;
        }
        String departement = territories
                .currentCode(commune)
                .map(code -> territories.commune(code).orElseThrow().departement())
                .orElse(null);
        violations.check(departement != null, "commune", "COMMUNE_UNKNOWN", "is not the INSEE code of a commune");
        return departement;
    }

    private List<String> trades(Violations violations, List<String> codes) {
        if (codes == null || codes.isEmpty()) {
            violations.missing("trades");
            return List.of();
        }
        violations.check(codes.size() <= MOST_TRADES, "trades", "TRADES_TOO_MANY", "must be at most " + MOST_TRADES);
        Set<String> known = new LinkedHashSet<>();
        for (int i = 0; i < codes.size(); i++) {
            if (violations.check(
                    trades.trade(codes.get(i)).isPresent(),
                    "trades[" + i + "]",
                    "TRADE_UNKNOWN",
                    "is not the code of a trade")) {
                known.add(codes.get(i));
            }
        }
        return List.copyOf(known);
    }

    private static void checkPosition(Violations violations, SubscriberRequest.Position position) {
        if (position == null) {
            return;
        }
        if (violations.require("position.lat", position.lat())) {
            violations.check(
                    Math.abs(position.lat()) <= 90,
                    "position.lat",
                    "GEOMETRY_LATITUDE_OUT_OF_RANGE",
                    "is out of range");
        }
        if (violations.require("position.lon", position.lon())) {
            violations.check(
                    Math.abs(position.lon()) <= 180,
                    "position.lon",
                    "GEOMETRY_LONGITUDE_OUT_OF_RANGE",
                    "is out of range");
        }
        violations.require("position.precision", position.precision());
    }

    private List<ValidNumber> numbers(Violations violations, List<SubscriberRequest.Number> numbers) {
        if (numbers == null || numbers.isEmpty()) {
            violations.missing("numbers");
            return List.of();
        }
        violations.check(
                numbers.size() <= MOST_NUMBERS, "numbers", "NUMBERS_TOO_MANY", "must be at most " + MOST_NUMBERS);
        List<ValidNumber> valid = new ArrayList<>(numbers.size());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(numbers.size(), MOST_NUMBERS); i++) {
            String field = "numbers[" + i + "].number";
            SubscriberRequest.Number each = numbers.get(i);
            if (each == null) {
                violations.missing(field);
                continue;
            }
            String label = FreeText.check(violations, "numbers[" + i + "].label", each.label(), LONGEST_LABEL);
            ParsedNumber parsed = PhoneNumbers.parse(each.number(), fiction);
            if (parsed instanceof ParsedNumber.Valid good) {
                violations.check(seen.add(good.number().e164()), field, "NUMBER_TWICE", "stands here twice");
                valid.add(new ValidNumber(good.number(), good.line(), label));
            } else {
                ParsedNumber.Reason reason = ((ParsedNumber.Refused) parsed).reason();
                violations.add(field, reason.code(), reason.english());
            }
        }
        return valid;
    }

    private static QuietHours quietHours(Violations violations, SubscriberRequest.Quiet quiet) {
        if (quiet == null) {
            return null;
        }
        LocalTime from = time(violations, "quietHours.from", quiet.from());
        LocalTime to = time(violations, "quietHours.to", quiet.to());
        if (from == null || to == null) {
            return null;
        }
        boolean some = violations.check(
                !from.equals(to),
                "quietHours.to",
                "QUIET_HOURS_EMPTY",
                "must be another time than from; who wants no calls at all leaves the channel");
        return some ? new QuietHours(from, to) : null;
    }

    private static LocalTime time(Violations violations, String field, String written) {
        if (!violations.require(field, written)) {
            return null;
        }
        boolean right = TIME.matcher(written).matches();
        violations.check(right, field, "TIME_OF_DAY", "is not a time as 07:30");
        return right ? LocalTime.parse(written) : null;
    }

    private static String siret(Violations violations, String siret) {
        if (siret == null || siret.isBlank()) {
            return null;
        }
        String value = Siret.parse(siret).map(Siret::value).orElse(null);
        violations.check(value != null, "siret", Siret.REFUSAL_CODE, "is not a valid SIRET");
        return value;
    }

    private Consent consent(Violations violations, Consent consent, boolean needed) {
        if (!needed) {
            violations.check(consent == null, "consent", "CONSENT_NOT_HERE", "is changed by its own request");
            return null;
        }
        if (!violations.require("consent", consent)) {
            return null;
        }
        return checked(violations, "consent.", consent);
    }

    Consent checked(Violations violations, String prefix, Consent consent) {
        violations.require(prefix + "source", consent.source());
        String proof = FreeText.check(violations, prefix + "proof", consent.proof(), LONGEST_PROOF);
        violations.require(prefix + "proof", proof);
        if (violations.require(prefix + "at", consent.at())) {
            violations.check(
                    consent.at().isBefore(clock.instant().plus(CLOCK_MARGIN)),
                    prefix + "at",
                    "CONSENT_IN_FUTURE",
                    "must not lie in the future");
            violations.check(
                    consent.at().isAfter(Instant.EPOCH), prefix + "at", "CONSENT_TOO_OLD", "must not be before 1970");
        }
        return new Consent(consent.source(), proof, consent.at());
    }
}
