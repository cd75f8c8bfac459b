package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.TlsTrust;
import fr.vigie.dispatch.voice.sip.Transport;
import fr.vigie.dispatch.voice.sip.UserAgentSettings;
import fr.vigie.dispatch.voice.trunk.CallLimits;
import fr.vigie.dispatch.voice.trunk.SipTrunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** What the configuration says of trunks, in the terms of {@link SipTrunk} and the user agent. */
final class TrunkSetup {
    private TrunkSetup() {}

    /** @throws IllegalStateException where the settings contradict each other; its message names the key */
    static SipTrunk.Settings trunk(String name, VoiceConfig.Trunk trunk, CallLimits limits) {
        if (trunk.user().isPresent() != trunk.password().isPresent()) {
            throw wrong(name, "user and password belong together");
        }
        if (trunk.maxCalls() < 1) {
            throw wrong(name, "max-calls must be at least 1");
        }
        if (trunk.maxCallsPerSecond() < 0) {
            throw wrong(name, "max-calls-per-second must be at least 1, or 0 for no bound");
        }
        if (trunk.domain().isPresent() && trunk.user().isEmpty()) {
            throw wrong(name, "domain wants user and password");
        }
        if (trunk.register() && trunk.user().isEmpty()) {
            throw wrong(name, "register wants user and password");
        }
        return new SipTrunk.Settings(
                name,
                proxies(name, trunk),
                trunk.user().isEmpty()
                        ? null
                        : new Account(
                                trunk.user().get(),
                                trunk.password().orElseThrow(),
                                trunk.domain().orElse(null)),
                trunk.register(),
                trunk.maxCalls(),
                trunk.maxCallsPerSecond(),
                trunk.weight(),
                limits,
                trunk.keepAlive());
    }

    /** The proxies of a trunk, the preferred one first. */
    static List<Proxy> proxies(String name, VoiceConfig.Trunk trunk) {
        if (trunk.host().isPresent() == trunk.proxies().isPresent()) {
            throw wrong(
                    name, trunk.host().isPresent() ? "set host or proxies, not both" : "host or proxies has to be set");
        }
        Transport transport = transport(name, trunk);
        try {
            return trunk.proxies().isPresent()
                    ? trunk.proxies().get().stream()
                            .map(each -> Proxy.parse(each, transport))
                            .toList()
                    : List.of(new Proxy(trunk.host().get(), trunk.port().orElse(transport.port()), transport));
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage());
        }
    }

    /**
     * The user agent's settings.
     *
     * @throws IOException where there is no TLS at all
     * @throws IllegalStateException where a trust or key store cannot be used; its message names the key
     */
    static UserAgentSettings userAgent(VoiceConfig config, String mediaAddress, String callerId) throws IOException {
        Set<Transport> transports = config.trunks().entrySet().stream()
                .map(each -> transport(each.getKey(), each.getValue()))
                .collect(Collectors.toSet());
        SSLContext tls = transports.contains(Transport.TLS) ? tls(config.tls()) : null;
        return new UserAgentSettings(
                config.bindHost(),
                config.sipPort(),
                config.sipTlsPort().orElse(config.sipPort() + 1),
                transports,
                config.contactAddress().orElse(mediaAddress),
                mediaAddress,
                callerId,
                tls);
    }

    private static Transport transport(String name, VoiceConfig.Trunk trunk) {
        for (Transport each : Transport.values()) {
            if (each.name().equalsIgnoreCase(trunk.transport().strip())) {
                return each;
            }
        }
        throw new IllegalStateException("vigie.voice.trunks." + name + ".transport must be udp, tcp or tls");
    }

    private static SSLContext tls(VoiceConfig.Tls tls) throws IOException {
        Optional<TlsTrust.Store> trusted = store(tls.trustStore(), tls.trustStorePassword());
        Optional<TlsTrust.Store> own = store(tls.keyStore(), tls.keyStorePassword());
        requireUsable("vigie.voice.tls.trust-store", trusted, () -> TlsTrust.of(trusted, Optional.empty()));
        requireUsable("vigie.voice.tls.key-store", own, () -> TlsTrust.of(Optional.empty(), own));
        return TlsTrust.of(trusted, own);
    }

    private static void requireUsable(String key, Optional<TlsTrust.Store> store, Use use) {
        if (store.isEmpty()) {
            return;
        }
        Path path = store.get().path();
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException(key + ": there is no file " + path);
        }
        if (!Files.isReadable(path)) {
            throw new IllegalStateException(key + ": the file " + path + " may not be read");
        }
        try {
            use.once();
        } catch (IOException | RuntimeException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalStateException(
                    key + ": the file " + path + " cannot be used, or its password is wrong (" + why + ")", e);
        }
    }

    private interface Use {
        SSLContext once() throws IOException;
    }

    private static Optional<TlsTrust.Store> store(Optional<Path> path, Optional<String> password) {
        return path.map(each -> new TlsTrust.Store(each, password.orElse("")));
    }

    private static IllegalStateException wrong(String name, String why) {
        return new IllegalStateException("vigie.voice.trunks." + name + ": " + why);
    }
}
