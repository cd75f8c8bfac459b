package fr.vigie.dispatch.voice.sip;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Our account within one call or one registration, and how often its last nonces were used (RFC 7616 section 3.4: the
 * count grows with each request that answers the same nonce). Thread-safe.
 */
final class Credentials {
    /** More are not in use at once: a proxy's, and that of the end of the line. */
    private static final int REMEMBERED = 4;

    private final Account account;
    private final Map<String, Integer> uses = new LinkedHashMap<>(REMEMBERED, 1, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param account null where the trunk knows us by our address */
    Credentials(Account account) {
        this.account = account;
    }

    /** Null where there is none. */
    Account account() {
        return account;
    }

    /** Counts one more use of a nonce; 1 for a new one. */
    synchronized int use(String nonce) {
        return uses.merge(nonce, 1, Integer::sum);
    }
}
