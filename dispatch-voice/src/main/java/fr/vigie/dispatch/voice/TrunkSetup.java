package fr.vigie.dispatch.voice;

import fr.vigie.dispatch.voice.sip.Account;
import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.TlsTrust;
import fr.vigie.dispatch.voice.sip.Transport;
import fr.vigie.dispatch.voice.sip.UserAgentSettings;
import fr.vigie.dispatch.voice.trunk.CallLimits;
import fr.vigie.dispatch.voice.trunk.SipTrunk;
import java.io.IOException;
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
            throw wrong(name, "either host or proxies has to be set");
        }
        try {
            return trunk.proxies().isPresent()
                    ? trunk.proxies().get().stream()
                            .map(each -> Proxy.parse(each, trunk.transport()))
                            .toList()
                    : List.of(new Proxy(
                            trunk.host().get(),
                            trunk.port().orElse(trunk.transport().port()),
                            trunk.transport()));
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage());
        }
    }

    /**
     * The user agent's settings.
     *
     * @throws IOException where a trust or key store cannot be read
     */
    static UserAgentSettings userAgent(VoiceConfig config, String mediaAddress, String callerId) throws IOException {
        Set<Transport> transports = config.trunks().values().stream()
                .map(VoiceConfig.Trunk::transport)
                .collect(Collectors.toSet());
        SSLContext tls = !transports.contains(Transport.TLS)
                ? null
                : TlsTrust.of(
                        store(config.tls().trustStore(), config.tls().trustStorePassword()),
                        store(config.tls().keyStore(), config.tls().keyStorePassword()));
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

    private static Optional<TlsTrust.Store> store(Optional<Path> path, Optional<String> password) {
        return path.map(each -> new TlsTrust.Store(each, password.orElse("")));
    }

    private static IllegalStateException wrong(String name, String why) {
        return new IllegalStateException("vigie.voice.trunks." + name + ": " + why);
    }
}
