package fr.vigie.smpp;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a message centre listens.
 *
 * @param tls whether the link is TLS; the certificate must name the host
 * @param trust certificates to trust, as PEM; null for those that Java trusts
 * @param connectLimit how long a connection may take to come about, and then the handshake of TLS
 */
public record Endpoint(String host, int port, boolean tls, Path trust, Duration connectLimit) {}
