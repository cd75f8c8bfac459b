package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.sms.SmsSettings;
import fr.vigie.dispatch.sms.SmsSettings.CarrierSettings;
import fr.vigie.smpp.SessionLimits;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What settings must be for a carrier to work; told at start, by the name of the setting. */
final class CarrierRules {
    private static final Pattern PREFIX = Pattern.compile("\\+\\d{0,14}");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9A-Fa-f]{1,7}|[1-9][0-9]{0,8}");
    private static final int LONGEST_SYSTEM_ID = 15;
    private static final int LONGEST_PASSWORD = 64;
    private static final int LONGEST_SYSTEM_TYPE = 12;
    private static final int LONGEST_SERVICE_TYPE = 5;
    private static final int MOST_SESSIONS = 100;
    private static final int HIGHEST_PORT = 65_535;
    private static final int HIGHEST_PRIORITY = 3;
    private static final int HIGHEST_OCTET = 255;
    private static final int DECIMALS = 3;
    private static final BigDecimal HIGHEST_PRICE = BigDecimal.valueOf(100_000);

    private final String prefix;

    private CarrierRules(String carrier) {
        this.prefix = "vigie.sms.carriers." + carrier + ".";
    }

    /** @throws IllegalArgumentException where something will not do; says which setting and what it may be */
    static void check(String carrier, CarrierSettings settings, SmsSettings common, Vertx vertx) {
        CarrierRules rules = new CarrierRules(carrier);
        rules.account(settings);
        settings.tlsTrust().ifPresent(file -> rules.trust(file, settings.tls(), vertx));
        rules.sending(settings, common);
        rules.choice(settings);
    }

    private void account(CarrierSettings settings) {
        require(!settings.host().isBlank(), "host", "must not be empty");
        range("port", settings.port(), 1, HIGHEST_PORT);
        text("system-id", settings.systemId(), LONGEST_SYSTEM_ID);
        text("password", settings.password(), LONGEST_PASSWORD);
        settings.systemType().ifPresent(type -> text("system-type", type, LONGEST_SYSTEM_TYPE));
        range("sessions", settings.sessions(), 1, MOST_SESSIONS);
        range("window", settings.window(), 1, SessionLimits.WIDEST_WINDOW);
    }

    private void trust(String file, boolean tls, Vertx vertx) {
        require(tls, "tls-trust", "needs tls=true");
        require(Files.isReadable(Path.of(file)), "tls-trust", "names a file that cannot be read");
        try { // as each connection would, which would fail for ever
            new PemTrustOptions().addCertPath(file).getTrustManagerFactory(vertx);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    prefix
                            + "tls-trust must name a file of certificates as PEM, each between -----BEGIN CERTIFICATE-----"
                            + " and -----END CERTIFICATE-----; make one of a DER file with: openssl x509 -inform der"
                            + " -in FILE -out FILE.pem",
                    e);
        }
    }

    private void sending(CarrierSettings settings, SmsSettings common) {
        String sender = settings.sender().orElse(common.sender());
        String where = settings.sender().isPresent() ? prefix + "sender" : "vigie.sms.sender";
        if (!Sender.valid(sender)) {
            throw new IllegalArgumentException(where + " must be a name of 1 to 11 letters and digits, not all digits;"
                    + " or a number: short, national, or international with a plus");
        }
        settings.senderTon().ifPresent(ton -> range("sender-ton", ton, 0, HIGHEST_OCTET));
        settings.senderNpi().ifPresent(npi -> range("sender-npi", npi, 0, HIGHEST_OCTET));
        settings.serviceType().ifPresent(type -> text("service-type", type, LONGEST_SERVICE_TYPE));
        range("urgent-priority", settings.urgentPriority(), 0, HIGHEST_PRIORITY);
    }

    private void choice(CarrierSettings settings) {
        require(settings.maxPartsPerSecond() >= 0, "max-parts-per-second", "must not be negative; 0 is no limit");
        require(settings.weight() >= 1, "weight", "must be at least 1");
        require(
                settings.prefixes().orElse(List.of()).stream()
                        .allMatch(each -> PREFIX.matcher(each).matches()),
                "prefixes",
                "must be beginnings of international numbers, as +262");
        require(numbers(settings.optedOutStatus()), "opted-out-status", "must be numbers, as 1040 or 0x0410");
        require(numbers(settings.optedOutErrors()), "opted-out-errors", "must be numbers, as 99");
        BigDecimal price = settings.pricePerPart();
        require(
                price.signum() >= 0
                        && price.compareTo(HIGHEST_PRICE) <= 0
                        && price.stripTrailingZeros().scale() <= DECIMALS,
                "price-per-part",
                "must be cents, not negative, with at most three decimals");
    }

    private static boolean numbers(Optional<List<String>> given) {
        return given.orElse(List.of()).stream()
                .allMatch(each -> NUMBER.matcher(each).matches());
    }

    private void text(String setting, String value, int longest) {
        boolean ascii = value.chars().allMatch(c -> c > 0 && c < 0x80);
        require(ascii && value.length() <= longest, setting, "must be at most " + longest + " ASCII characters");
    }

    private void range(String setting, int value, int least, int most) {
        require(value >= least && value <= most, setting, "must be from " + least + " to " + most);
    }

    private void require(boolean holds, String setting, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(prefix + setting + " " + rule);
        }
    }
}
