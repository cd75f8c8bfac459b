package fr.vigie.dispatch.voice.sip;

/**
 * What a trunk knows us by.
 *
 * @param user name for digest authentication, and of our address where we register
 * @param password its password
 * @param domain the trunk's domain: in our address where we register, and in the addresses of both ends of a call; null for
 *     the proxy's name and our own address
 */
public record Account(String user, String password, String domain) {
    public Account(String user, String password) {
        this(user, password, null);
    }

    /** The password is left out: this may stand in a log. */
    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
