package fr.vigie.dispatch.voice.sip;

/**
 * Where calls are handed over, and as whom.
 *
 * @param host name or address
 * @param port UDP port
 * @param user account for digest; null for none
 * @param password its password; null for none
 */
public record TrunkAddress(String host, int port, String user, String password) {
    /** The password is left out: this may stand in a log. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
