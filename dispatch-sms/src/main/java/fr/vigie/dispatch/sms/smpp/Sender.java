package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.sms.SmsSettings.CarrierSettings;
import fr.vigie.smpp.Address;
import java.util.regex.Pattern;

/** The source address that a configured sender amounts to (SMPP 3.4 sections 5.2.5 and 5.2.6). */
final class Sender {
    /** DOMAIN: a name of at most 11, not all digits; networks drop or replace anything else. */
    private static final Pattern NAME = Pattern.compile("(?!\\d+$)[A-Za-z0-9]{1,11}");

    private static final Pattern INTERNATIONAL = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern SHORT = Pattern.compile("\\d{3,6}");
    private static final Pattern NATIONAL = Pattern.compile("\\d{7,15}");

    private Sender() {}

    static boolean valid(String sender) {
        return NAME.matcher(sender).matches()
                || INTERNATIONAL.matcher(sender).matches()
                || SHORT.matcher(sender).matches()
                || NATIONAL.matcher(sender).matches();
    }

    static Address of(CarrierSettings settings, String common) {
        Address plain = byForm(settings.sender().orElse(common));
        return new Address(
                settings.senderTon().orElse(plain.ton()), settings.senderNpi().orElse(plain.npi()), plain.digits());
    }

    private static Address byForm(String sender) {
        if (INTERNATIONAL.matcher(sender).matches()) {
            return Address.international(sender);
        }
        if (SHORT.matcher(sender).matches()) {
            return new Address(Address.TON_NETWORK, Address.NPI_UNKNOWN, sender);
        }
        if (NATIONAL.matcher(sender).matches()) {
            return new Address(Address.TON_NATIONAL, Address.NPI_ISDN, sender);
        }
        return new Address(Address.TON_ALPHANUMERIC, Address.NPI_UNKNOWN, sender);
    }
}
