package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.phone.ParsedNumber;
import fr.vigie.phone.PhoneNumbers;
import fr.vigie.smpp.Address;
import fr.vigie.smpp.DeliverSm;
import fr.vigie.text.sms.GsmAlphabet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a merchant's telephone wrote to our number (a mobile-originated message). */
final class MerchantMessage {
    private static final Pattern INTERNATIONAL = Pattern.compile("[1-9][0-9]{6,14}");
    private static final Pattern FRENCH = Pattern.compile("0[1-9][0-9]{8}");
    private static final int GSM = 0;
    private static final int IA5 = 1;
    private static final int LATIN_1 = 3;
    private static final int UCS2 = 8;

    private MerchantMessage() {}

    /** Empty where no number can be made of the sender, or no words of the octets. */
    static Optional<Incoming> read(String carrier, DeliverSm message, Instant heard) {
        return number(message.source())
                .flatMap(number -> text(message).map(text -> new Incoming(carrier, number, text, heard)));
    }

    private static Optional<String> number(Address source) {
        String digits = source.digits().strip();
        boolean plus = digits.startsWith("+");
        String plain = plus ? digits.substring(1) : digits;
        if (plus || source.ton() == Address.TON_INTERNATIONAL) {
            return INTERNATIONAL.matcher(plain).matches() ? Optional.of("+" + plain) : Optional.empty();
        }
        boolean national = source.ton() == Address.TON_NATIONAL || source.ton() == Address.TON_UNKNOWN;
        if (!national || !FRENCH.matcher(plain).matches()) {
            return Optional.empty();
        }
        // Overseas numbers are dialled like others and have a country code of their own.
        return PhoneNumbers.parse(plain, true) instanceof ParsedNumber.Valid valid
                ? Optional.of(valid.number().e164())
                : Optional.empty();
    }

    /** SMPP 3.4 section 5.2.19; the header of a part is skipped. */
    private static Optional<String> text(DeliverSm message) {
        byte[] octets = message.message();
        if (message.hasHeader()) {
            int header = octets.length == 0 ? 1 : 1 + (octets[0] & 0xFF);
            if (header > octets.length) {
                return Optional.empty();
            }
            octets = Arrays.copyOfRange(octets, header, octets.length);
        }
        return switch (alphabet(message.dataCoding())) {
            case GSM -> Optional.of(GsmAlphabet.decode(octets));
            case LATIN_1 -> Optional.of(new String(octets, StandardCharsets.ISO_8859_1));
            case UCS2 -> Optional.of(new String(octets, StandardCharsets.UTF_16BE));
            default -> Optional.empty();
        };
    }

    /** Some hand through the network's own coding with a message class (3GPP TS 23.038 section 4). */
    private static int alphabet(int coding) {
        if (coding == IA5) {
            return LATIN_1;
        }
        if ((coding & 0xF0) == 0x10) {
            return coding & 0x0C;
        }
        return (coding & 0xF4) == 0xF0 ? GSM : coding;
    }
}
