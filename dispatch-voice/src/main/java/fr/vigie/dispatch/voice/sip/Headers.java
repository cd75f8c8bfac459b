package fr.vigie.dispatch.voice.sip;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.ContactHeader;
import javax.sip.header.Header;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** What calls need to know of a message's headers. */
final class Headers {
    private static final Pattern Q850 = Pattern.compile("(?i)Q\\.850\\s*;.*?cause\\s*=\\s*(\\d{1,3})");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(?!\\d)");
    /** What is good for an hour must not be kept from anybody for an hour by one answer. */
    private static final int LONGEST_REST_SECONDS = 60;

    private Headers() {}

    /** Cause of a Reason header (RFC 3326) with the protocol Q.850, or -1. */
    static int q850(Message message) {
        Iterator<?> reasons = message.getHeaders("Reason");
        while (reasons.hasNext()) {
            Matcher match = Q850.matcher(reasons.next().toString());
            if (match.find()) {
                return Integer.parseInt(match.group(1));
            }
        }
        return -1;
    }

    /** The wish of a Retry-After header, at most a minute; null for none. */
    static Duration retryAfter(Response response) {
        return response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader header
                ? Duration.ofSeconds(Math.max(0, Math.min(header.getRetryAfter(), LONGEST_REST_SECONDS)))
                : null;
    }

    /**
     * The challenges of a 401 or 407: of each realm the topmost that we can answer (RFC 8760 section 2.4).
     *
     * @throws IllegalArgumentException where there is none
     */
    static Collection<WWWAuthenticateHeader> challenges(Response response) {
        Map<String, WWWAuthenticateHeader> byRealm = new LinkedHashMap<>();
        // Proxy-Authenticate extends WWW-Authenticate in this interface.
        Iterator<?> headers = response.getHeaders(
                response.getStatusCode() == Response.UNAUTHORIZED ? "WWW-Authenticate" : "Proxy-Authenticate");
        while (headers.hasNext()) {
            if (headers.next() instanceof WWWAuthenticateHeader challenge
                    && challenge.getRealm() != null
                    && challenge.getNonce() != null
                    && "Digest".equalsIgnoreCase(challenge.getScheme())
                    && DigestAnswer.answers(challenge.getAlgorithm(), challenge.getQop())) {
                byRealm.putIfAbsent(challenge.getRealm(), challenge);
            }
        }
        if (byRealm.isEmpty()) {
            throw new IllegalArgumentException("no digest challenge with realm, nonce, qop=auth, and MD5 or SHA-256");
        }
        return byRealm.values();
    }

    /**
     * The session's time to live.
     *
     * @param weAsked whether the message belongs to a request of ours
     * @return null where the message has no Session-Expires that can be read
     */
    static SessionTimer timer(Message message, boolean weAsked) {
        Header header = message.getHeader("Session-Expires");
        return header == null ? null : SessionTimer.parse(valueOf(header), weAsked);
    }

    /** Whether the sender names a method in Allow. */
    static boolean allows(Message message, String method) {
        return lists(message, "Allow", method);
    }

    /** Whether the sender knows an extension, by Supported. */
    static boolean supports(Message message, String option) {
        return lists(message, "Supported", option);
    }

    private static boolean lists(Message message, String name, String member) {
        Iterator<?> headers = message.getHeaders(name);
        while (headers.hasNext()) {
            if (valueOf((Header) headers.next()).contains(member)) {
                return true;
            }
        }
        return false;
    }

    /** Our Contact among those that a registrar lists; null where it does not. */
    static ContactHeader ownContact(Response response, Request register) {
        String ours = ((ContactHeader) register.getHeader(ContactHeader.NAME))
                .getAddress()
                .getURI()
                .toString();
        Iterator<?> contacts = response.getHeaders(ContactHeader.NAME);
        while (contacts.hasNext()) {
            ContactHeader one = (ContactHeader) contacts.next();
            if (one.getAddress() != null && one.getAddress().getURI().toString().equals(ours)) {
                return one;
            }
        }
        return null;
    }

    /** The whole seconds that a header begins with, as Min-SE and Min-Expires do; 0 where it is missing or strange. */
    static int seconds(Message message, String name) {
        Header header = message.getHeader(name);
        Matcher match = SECONDS.matcher(header == null ? "" : valueOf(header));
        return match.lookingAt() ? Integer.parseInt(match.group(1)) : 0;
    }

    private static String valueOf(Header header) {
        String line = header.toString();
        return line.substring(line.indexOf(':') + 1).strip();
    }
}
