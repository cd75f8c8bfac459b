package fr.vigie.dispatch.voice.sip;

import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.sip.InvalidArgumentException;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jboss.logging.Logger;

/**
 * The 401 and 407 that one request meets on its way (RFC 3261 section 22). Each realm is answered once, and once more
 * where it says that only the nonce was stale: our password was right then. Not thread-safe.
 */
final class Challenges {
    private static final Logger LOG = Logger.getLogger(Challenges.class);
    private static final int ONCE_AND_STALE = 2;
    private static final String BY_END = Response.UNAUTHORIZED + " ";
    /** Two proxies and the end of the line; a chain of them would be a trap. */
    private static final int MAX_REALMS = 3;

    private final RequestFactory requests;
    private final Credentials credentials;
    private final Map<String, Integer> answered = new HashMap<>();
    /** The last challenge of each, by its {@link #asker}. */
    private final Map<String, WWWAuthenticateHeader> known = new TreeMap<>();

    Challenges(RequestFactory requests, Credentials credentials) {
        this.requests = requests;
        this.credentials = credentials;
    }

    static boolean challenges(Response response) {
        return response.getStatusCode() == Response.UNAUTHORIZED
                || response.getStatusCode() == Response.PROXY_AUTHENTICATION_REQUIRED;
    }

    /**
     * The request once more, with the answer to a challenge.
     *
     * @return null where we have no password, the one we have was refused, or the challenge asks for what we cannot do
     */
    Request answer(Request refused, Response response) {
        if (credentials.account() == null) {
            return null;
        }
        try {
            boolean other = false;
            for (WWWAuthenticateHeader challenge : Headers.challenges(response)) {
                String asker = asker(response.getStatusCode(), challenge);
                int times = answered.merge(asker, 1, Integer::sum);
                other |= times <= (challenge.isStale() ? ONCE_AND_STALE : 1);
                known.put(asker, challenge);
            }
            if (!other || answered.size() > MAX_REALMS) {
                return null;
            }
            return again(refused);
        } catch (ParseException | InvalidArgumentException | RuntimeException e) {
            LOG.warnf("a challenge cannot be answered: %s", e.getMessage());
            return null;
        }
    }

    /**
     * The request once more, for whatever reason. All that was asked for is answered anew: who counts a nonce's uses (RFC
     * 7616 section 3.4) takes the same answer twice for somebody else's.
     */
    Request again(Request refused) throws ParseException, InvalidArgumentException {
        Request again = requests.again(refused);
        if (!known.isEmpty()) {
            again.removeHeader(AuthorizationHeader.NAME);
            again.removeHeader(ProxyAuthorizationHeader.NAME);
        }
        for (Map.Entry<String, WWWAuthenticateHeader> each : known.entrySet()) {
            again.addHeader(header(each.getValue(), each.getKey().startsWith(BY_END), again));
        }
        return again;
    }

    /** Who asks: the status tells the end of the line from a proxy. */
    private static String asker(int status, WWWAuthenticateHeader challenge) {
        return status + " " + challenge.getRealm();
    }

    private AuthorizationHeader header(WWWAuthenticateHeader challenge, boolean byEnd, Request again)
            throws ParseException {
        Account account = credentials.account();
        String clientNonce = requests.token();
        DigestAnswer answer = DigestAnswer.to(
                new DigestAnswer.Challenge(
                        challenge.getRealm(), challenge.getNonce(), challenge.getAlgorithm(), challenge.getQop()),
                account.user(),
                account.password(),
                again.getMethod(),
                again.getRequestURI().toString(),
                credentials.use(challenge.getNonce()),
                clientNonce);
        AuthorizationHeader header = requests.authorization(byEnd);
        header.setUsername(account.user());
        header.setRealm(challenge.getRealm());
        header.setNonce(challenge.getNonce());
        header.setURI(again.getRequestURI());
        header.setResponse(answer.response());
        if (challenge.getAlgorithm() != null) {
            header.setAlgorithm(challenge.getAlgorithm());
        }
        if (challenge.getOpaque() != null) {
            header.setOpaque(challenge.getOpaque());
        }
        if (answer.qop() != null) {
            header.setQop(answer.qop());
            header.setCNonce(clientNonce);
            header.setNonceCount(answer.nonceCount());
        }
        return header;
    }
}
