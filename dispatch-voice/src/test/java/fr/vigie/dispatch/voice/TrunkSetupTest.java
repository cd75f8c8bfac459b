package fr.vigie.dispatch.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.dispatch.voice.sip.Proxy;
import fr.vigie.dispatch.voice.sip.Transport;
import fr.vigie.dispatch.voice.sip.UserAgentSettings;
import fr.vigie.dispatch.voice.trunk.SipTrunk;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of trunks, as they stand in the documentation. */
class TrunkSetupTest {
    @Test
    void shouldTakeOneProxyByHostAndPort() {
        assertThat(trunk("host", "127.0.0.1").proxies()).containsExactly(new Proxy("127.0.0.1", 5060, Transport.UDP));
        assertThat(trunk("host", "127.0.0.1", "port", "5080", "transport", "tcp")
                        .proxies())
                .containsExactly(new Proxy("127.0.0.1", 5080, Transport.TCP));
        assertThat(trunk("host", "127.0.0.1", "transport", "TLS").proxies())
                .containsExactly(new Proxy("127.0.0.1", 5061, Transport.TLS));
    }

    @Test
    void shouldTakeItsLinesItsPaceAndItsShare() {
        SipTrunk.Settings set =
                trunk("host", "a", "max-calls", "7", "max-calls-per-second", "3", "weight", "2", "keep-alive", "5s");
        SipTrunk.Settings standard = trunk("host", "a");

        assertThat(set)
                .extracting(
                        SipTrunk.Settings::maxCalls, SipTrunk.Settings::maxCallsPerSecond, SipTrunk.Settings::weight)
                .containsExactly(7, 3, 2);
        assertThat(set.keepAlive()).isEqualTo(Duration.ofSeconds(5));
        assertThat(standard)
                .extracting(
                        SipTrunk.Settings::maxCalls, SipTrunk.Settings::maxCallsPerSecond, SipTrunk.Settings::weight)
                .containsExactly(100, 0, 1);
        assertThat(standard.keepAlive()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldNameTheAddressOfTheSoundToTrunksWhereThereIsNoOther() throws IOException {
        Map<String, String> properties = new HashMap<>(Map.of("vigie.voice.trunks.a.host", "a"));
        UserAgentSettings same = TrunkSetup.userAgent(config(properties), "192.0.2.7", "vigie");
        properties.put("vigie.voice.contact-address", "192.0.2.8");
        UserAgentSettings other = TrunkSetup.userAgent(config(properties), "192.0.2.7", "vigie");

        assertThat(same.contactHost()).isEqualTo("192.0.2.7");
        assertThat(other.contactHost()).isEqualTo("192.0.2.8");
        assertThat(other.mediaHost()).isEqualTo("192.0.2.7");
    }

    @Test
    void shouldTakeSeveralProxiesInTheirOrder() {
        assertThat(trunk("proxies", "sip2.example, sip1.example:5080", "transport", "tls")
                        .proxies())
                .containsExactly(
                        new Proxy("sip2.example", 5061, Transport.TLS), new Proxy("sip1.example", 5080, Transport.TLS));
    }

    @Test
    void shouldRegisterOnlyWhereThatIsWanted() {
        SipTrunk.Settings known = trunk("host", "a.example", "user", "u", "password", "p");
        SipTrunk.Settings registered =
                trunk("host", "a.example", "user", "u", "password", "p", "register", "true", "domain", "example");

        assertThat(known.register()).isFalse();
        assertThat(registered.register()).isTrue();
        assertThat(registered.account().domain()).isEqualTo("example");
    }

    @Test
    void shouldNameTheTrunkWhoseSettingsContradictEachOther() {
        assertThatThrownBy(() -> trunk("port", "5060"))
                .hasMessageContaining("vigie.voice.trunks.a: host or proxies has to be set");
        assertThatThrownBy(() -> trunk("host", "a", "proxies", "b")).hasMessageContaining("not both");
        assertThatThrownBy(() -> trunk("host", "a", "max-calls", "0")).hasMessageContaining("max-calls must be");
        assertThatThrownBy(() -> trunk("host", "a", "max-calls-per-second", "-1"))
                .hasMessageContaining("max-calls-per-second must be");
        assertThatThrownBy(() -> trunk("proxies", "a:b")).hasMessageContaining("vigie.voice.trunks.a: no port: a:b");
        assertThatThrownBy(() -> trunk("proxies", "::1")).hasMessageContaining("vigie.voice.trunks.a");
        assertThatThrownBy(() -> trunk("host", "a", "port", "70000")).hasMessageContaining("no proxy: a:70000");
        assertThatThrownBy(() -> trunk("host", "a", "register", "true")).hasMessageContaining("register wants user");
        assertThatThrownBy(() -> trunk("host", "a", "domain", "d")).hasMessageContaining("domain wants user");
        assertThatThrownBy(() -> trunk("host", "a", "user", "u")).hasMessageContaining("belong together");
    }

    @Test
    void shouldOpenTheTransportsThatTrunksUse() throws IOException {
        UserAgentSettings settings =
                TrunkSetup.userAgent(config("host", "a", "transport", "tls"), "127.0.0.1", "vigie");

        assertThat(settings.transports()).containsExactly(Transport.TLS);
        assertThat(settings.tlsPort()).isEqualTo(5061);
        assertThat(settings.tls()).isNotNull();
        assertThat(TrunkSetup.userAgent(config("host", "a"), "127.0.0.1", "vigie")
                        .tls())
                .isNull();
    }

    @Test
    void shouldNameTheKeyOfAStoreThatCannotBeUsed(@TempDir Path folder) throws IOException {
        Path garbage = Files.writeString(folder.resolve("a.pem"), "-----BEGIN CERTIFICATE-----\n*\n");
        Path nothing = folder.resolve("nothing.pem");

        assertThatThrownBy(() -> tls("trust-store", nothing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("vigie.voice.tls.trust-store: there is no file " + nothing);
        assertThatThrownBy(() -> tls("key-store", nothing))
                .hasMessage("vigie.voice.tls.key-store: there is no file " + nothing);
        assertThatThrownBy(() -> tls("trust-store", garbage))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("vigie.voice.tls.trust-store: the file " + garbage + " cannot be used");
        assertThatThrownBy(() -> tls("key-store", garbage))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("vigie.voice.tls.key-store: the file " + garbage + " cannot be used");
    }

    @Test
    void shouldNameTheKeyOfAnUnknownTransportAndOfNoTime() {
        assertThatThrownBy(() -> trunk("host", "a", "transport", "sctp"))
                .hasMessage("vigie.voice.trunks.a.transport must be udp, tcp or tls");
        assertThatThrownBy(() -> TimeOfDay.of("vigie.voice.contact-hours.from", "25:00"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("vigie.voice.contact-hours.from must be HH:MM, 00:00 to 23:59");
        assertThat(TimeOfDay.of("vigie.voice.contact-hours.from", "08:30")).isEqualTo(LocalTime.of(8, 30));
    }

    private static void tls(String key, Path path) throws IOException {
        VoiceConfig config = config(Map.of(
                "vigie.voice.trunks.a.host",
                "a",
                "vigie.voice.trunks.a.transport",
                "tls",
                "vigie.voice.tls." + key,
                path.toString()));
        TrunkSetup.userAgent(config, "127.0.0.1", "vigie");
    }

    private static SipTrunk.Settings trunk(String... keysAndValues) {
        return TrunkSetup.trunk("a", config(keysAndValues).trunks().get("a"), null);
    }

    private static VoiceConfig config(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("vigie.voice.trunks.a." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return config(properties);
    }

    static VoiceConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(VoiceConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(VoiceConfig.class);
    }
}
