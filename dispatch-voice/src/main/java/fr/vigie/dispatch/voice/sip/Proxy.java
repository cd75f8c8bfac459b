package fr.vigie.dispatch.voice.sip;

/**
 * One of a trunk's entrances.
 *
 * @param host name or IPv4 address; for TLS the name that its certificate must show
 * @param port its port
 * @param transport how messages travel to it
 */
public record Proxy(String host, int port, Transport transport) {
    private static final int LAST_PORT = 65_535;

    public Proxy {
        if (host.isBlank() || port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("no proxy: " + host + ":" + port);
        }
    }

    /**
     * Reads {@code host} or {@code host:port}.
     *
     * @throws IllegalArgumentException where it is neither
     */
    public static Proxy parse(String text, Transport transport) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length > 2) {
            throw new IllegalArgumentException("no proxy, host or host:port is wanted: " + text);
        }
        try {
            return new Proxy(parts[0], parts.length == 1 ? transport.port() : Integer.parseInt(parts[1]), transport);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no port: " + text, e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port + "/" + transport.parameter();
    }
}
