package fr.vigie.dispatch.voice.sip;

import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How the user agent presents itself.
 *
 * @param bindHost address to bind
 * @param port UDP port to bind, and TCP port where a trunk uses TCP
 * @param tlsPort TCP port to bind where a trunk uses TLS
 * @param transports what trunks use; UDP is bound in any case
 * @param contactHost address that others reach us at
 * @param mediaHost address for sound in our offers
 * @param callerId user part of the From address
 * @param tls whom to trust, and our own certificate; null where no trunk uses TLS
 */
public record UserAgentSettings(
        String bindHost,
        int port,
        int tlsPort,
        Set<Transport> transports,
        String contactHost,
        String mediaHost,
        String callerId,
        SSLContext tls) {
    public UserAgentSettings {
        transports = Set.copyOf(transports);
        if (transports.contains(Transport.TLS) && tls == null) {
            throw new IllegalArgumentException("TLS without anybody to trust");
        }
    }

    /** UDP only. */
    public UserAgentSettings(String bindHost, int port, String contactHost, String mediaHost, String callerId) {
        this(bindHost, port, port + 1, Set.of(), contactHost, mediaHost, callerId, null);
    }

    /** Our own port for a transport. */
    int port(Transport transport) {
        return transport == Transport.TLS ? tlsPort : port;
    }
}
