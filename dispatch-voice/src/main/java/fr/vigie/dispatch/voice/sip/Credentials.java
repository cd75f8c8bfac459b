package fr.vigie.dispatch.voice.sip;

/**
 * Our account within one call or one registration, and how often its last nonce was used (RFC 7616 section 3.4: the
 * count grows with each request that answers the same nonce). Thread-safe.
 */
final class Credentials {
    private final Account account;
    private String nonce;
    private int uses;

    /** @param account null where the trunk knows us by our address */
    Credentials(Account account) {
        this.account = account;
    }

    /** Null where there is none. */
    Account account() {
        return account;
    }

    /** Counts one more use of a nonce; 1 for a new one. */
    synchronized int use(String of) {
        if (!of.equals(nonce)) {
            nonce = of;
            uses = 0;
        }
        return ++uses;
    }
}
