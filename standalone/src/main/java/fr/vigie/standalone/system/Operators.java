package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/**
 * The operators to use instead of the simulators. A simulator stands in for a channel for which none is given.
 *
 * @param smsc an operator's SMSC; empty for none
 * @param sip an operator's SIP trunk; empty for none
 * @param named operators that settings name
 */
public record Operators(Optional<Smsc> smsc, Optional<Sip> sip, NamedOperators named) {

    public Operators(Optional<Smsc> smsc, Optional<Sip> sip) {
        this(smsc, sip, NamedOperators.NONE);
    }

    /** The same, with the operators that the settings and the environment name. */
    Operators with(Map<String, String> settings, Map<String, String> environment) {
        return new Operators(smsc, sip, NamedOperators.in(settings, environment));
    }

    /**
     * Whether every operator is simulated or listens on this machine, as a test SMSC does: only then may fiction numbers
     * be enrolled, and with them sample merchants. Whoever reaches a real operator through a tunnel sets {@code
     * vigie.numbers.fiction} to false.
     */
    public boolean onlyHere() {
        return smsc.map(each -> isLoopback(each.host())).orElse(true)
                && named.smsHosts().stream().allMatch(Operators::isLoopback)
                && callsStayHere();
    }

    /** Whether every trunk is simulated or listens on this machine. */
    boolean callsStayHere() {
        return sip.map(each -> isLoopback(each.host())).orElse(true)
                && named.voiceHosts().stream().allMatch(Operators::isLoopback);
    }

    /** Whether an address is this machine's own; false where its name is not known. */
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether a simulator is needed. */
    public boolean simulated() {
        return smsSimulated() || callsSimulated();
    }

    /** Whether the simulator takes the texts. */
    boolean smsSimulated() {
        return smsc.isEmpty() && !named.sms();
    }

    /** Whether the simulator takes the calls. */
    boolean callsSimulated() {
        return sip.isEmpty() && !named.voice();
    }

    /** An SMSC account. The password is kept out of {@code toString}. */
    public record Smsc(String host, int port, String systemId, String password) {
        /** Reads {@code HOST:PORT:SYSTEMID:PASSWORD}; the password may hold colons. */
        public static Smsc parse(String text) {
            String[] parts = text.split(":", 4);
            if (parts.length != 4 || parts[0].isBlank() || parts[2].isBlank()) {
                throw new Fault("--smsc wants HOST:PORT:SYSTEMID:PASSWORD.");
            }
            return new Smsc(parts[0], portNumber(parts[1], "--smsc"), parts[2], parts[3]);
        }

        @Override
        public String toString() {
            return "Smsc[" + host + ":" + port + ", " + systemId + "]";
        }
    }

    /** A SIP trunk; user and password are empty where it knows us by address. */
    public record Sip(String host, int port, String user, String password) {
        /** Reads {@code HOST:PORT[:USER:PASSWORD]}. */
        public static Sip parse(String text) {
            String[] parts = text.split(":", 4);
            if ((parts.length != 2 && parts.length != 4) || parts[0].isBlank()) {
                throw new Fault("--sip wants HOST:PORT or HOST:PORT:USER:PASSWORD.");
            }
            return parts.length == 2
                    ? new Sip(parts[0], portNumber(parts[1], "--sip"), "", "")
                    : new Sip(parts[0], portNumber(parts[1], "--sip"), parts[2], parts[3]);
        }

        @Override
        public String toString() {
            return "Sip[" + host + ":" + port + "]";
        }
    }

    private static int portNumber(String text, String option) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Fault(option + ": the port must be a number between 1 and 65535.");
    }
}
