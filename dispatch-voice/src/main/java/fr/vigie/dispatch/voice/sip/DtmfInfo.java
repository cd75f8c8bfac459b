package fr.vigie.dispatch.voice.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys by SIP INFO: {@code application/dtmf-relay} and {@code application/dtmf}, as gateways send them. */
final class DtmfInfo {
    /** {@link #key} where the body holds no key. */
    static final char NONE = 0;

    private static final int MAX_BYTES = 512;
    private static final Pattern RELAY = Pattern.compile("(?im)^\\s*Signal\\s*=\\s*([0-9*#A-Da-d]|1[0-5])\\s*$");
    private static final Pattern PLAIN = Pattern.compile("\\s*([0-9*#A-Da-d]|1[0-5])\\s*");
    private static final String KEYS = "0123456789*#ABCD";

    private DtmfInfo() {}

    /** The key, or {@link #NONE}. */
    static char key(String subtype, byte[] body) {
        if (body == null || body.length > MAX_BYTES) {
            return NONE;
        }
        String text = new String(body, StandardCharsets.US_ASCII);
        Matcher match = switch (subtype.toLowerCase(Locale.ROOT)) {
            case "dtmf-relay" -> RELAY.matcher(text);
            case "dtmf" -> PLAIN.matcher(text);
            default -> null;
        };
        if (match == null || !(subtype.equalsIgnoreCase("dtmf") ? match.matches() : match.find())) {
            return NONE;
        }
        String signal = match.group(1).toUpperCase(Locale.ROOT);
        return signal.length() == 2 ? KEYS.charAt(Integer.parseInt(signal)) : signal.charAt(0);
    }
}
