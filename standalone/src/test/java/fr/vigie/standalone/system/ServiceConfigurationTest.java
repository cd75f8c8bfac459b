package fr.vigie.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigurationTest {
    private static final String FICTION = "vigie.numbers.fiction";

    @TempDir
    Path folder;

    @Test
    void shouldUseTheSimulatorWhenNoOperatorIsNamed() {
        Operators operators = none().with(Map.of("vigie.sms.sender", "VIGIE"), Map.of("PATH", "/bin"));

        assertThat(operators.simulated()).isTrue();
        assertThat(of(Service.DISPATCH_SMS, operators)).containsKey("vigie.sms.carriers.simulator.host");
        assertThat(of(Service.DISPATCH_VOICE, operators))
                .containsKey("vigie.voice.trunks.simulator.host")
                .containsEntry("vigie.voice.speech.tones", "true")
                .doesNotContainKey("vigie.voice.bind-host");
        assertThat(of(Service.SUBSCRIBER_REGISTRY, operators)).containsEntry(FICTION, "true");
    }

    @Test
    void shouldLeaveTheSimulatorOutWhenASettingNamesACarrier() {
        Operators operators = none().with(Map.of("vigie.sms.carriers.orange.host", "192.0.2.1"), Map.of());

        assertThat(of(Service.DISPATCH_SMS, operators).keySet())
                .noneMatch(key -> key.startsWith("vigie.sms.carriers.simulator"));
        assertThat(of(Service.DISPATCH_VOICE, operators)).containsKey("vigie.voice.trunks.simulator.host");
        assertThat(operators.simulated()).isTrue();
        assertThat(of(Service.SUBSCRIBER_REGISTRY, operators)).containsEntry(FICTION, "false");
    }

    @Test
    void shouldAdmitFictionWhenEveryNamedHostIsLoopback() {
        Operators operators = none().with(Map.of("vigie.sms.carriers.orange.host", "127.0.0.1"), Map.of());

        assertThat(operators.smsSimulated()).isFalse();
        assertThat(of(Service.SUBSCRIBER_REGISTRY, operators)).containsEntry(FICTION, "true");
    }

    @Test
    void shouldSeeAnOperatorBesideTheOneOfTheCommandLine() {
        Operators here =
                new Operators(Optional.of(Operators.Smsc.parse("127.0.0.1:2775:vigie:secret")), Optional.empty());

        Operators operators = here.with(Map.of("vigie.sms.carriers.orange.host", "192.0.2.1"), Map.of());

        assertThat(of(Service.DISPATCH_SMS, operators)).containsKey("vigie.sms.carriers.operator.host");
        assertThat(of(Service.SUBSCRIBER_REGISTRY, operators)).containsEntry(FICTION, "false");
    }

    @Test
    void shouldLeaveTheSimulatorOutWhenTheEnvironmentNamesATrunk() {
        Operators operators = none().with(Map.of(), Map.of("VIGIE_VOICE_TRUNKS_PRIMARY_HOST", "192.0.2.1"));

        assertThat(of(Service.DISPATCH_VOICE, operators))
                .doesNotContainKey("vigie.voice.trunks.simulator.host")
                .containsEntry("vigie.voice.bind-host", "0.0.0.0");
        assertThat(operators.smsSimulated()).isTrue();
        assertThat(of(Service.SUBSCRIBER_REGISTRY, operators)).containsEntry(FICTION, "false");
    }

    @Test
    void shouldRefuseFictionWhenOneOfATrunksProxiesIsElsewhere() {
        Operators here = none().with(Map.of("vigie.voice.trunks.a.proxies", "127.0.0.1:5060, 127.0.0.2"), Map.of());
        Operators elsewhere =
                none().with(Map.of(), Map.of("VIGIE_VOICE_TRUNKS_A_PROXIES", "127.0.0.1:5060,192.0.2.1:5080"));

        assertThat(of(Service.SUBSCRIBER_REGISTRY, here)).containsEntry(FICTION, "true");
        assertThat(of(Service.SUBSCRIBER_REGISTRY, elsewhere)).containsEntry(FICTION, "false");
        assertThat(of(Service.DISPATCH_VOICE, elsewhere)).containsEntry("vigie.voice.bind-host", "0.0.0.0");
    }

    @Test
    void shouldKeepTheSimulatorWhenOnlyItsOwnKeysAreSet() {
        Operators operators = none().with(
                        Map.of("vigie.voice.trunks.simulator.max-calls", "200"),
                        Map.of("VIGIE_SMS_CARRIERS_SIMULATOR_WINDOW", "10"));

        assertThat(operators.callsSimulated()).isTrue();
        assertThat(operators.smsSimulated()).isTrue();
        assertThat(of(Service.SUBSCRIBER_REGISTRY, operators)).containsEntry(FICTION, "true");
    }

    @Test
    void shouldRefuseFictionWhenTheSimulatorsHostIsChangedToAnotherMachine() {
        Operators operators = none().with(Map.of("vigie.sms.carriers.simulator.host", "192.0.2.1"), Map.of());

        assertThat(of(Service.SUBSCRIBER_REGISTRY, operators)).containsEntry(FICTION, "false");
    }

    @ParameterizedTest
    @CsvSource({
        "vigie.voice.trunks.orange.password, DISPATCH_VOICE",
        "vigie.voice.tls.key-store-password, DISPATCH_VOICE",
        "vigie.sms.carriers.orange.password, DISPATCH_SMS",
        "vigie.ingest.authority, ALERT_INGEST",
        "vigie.registry.chunk-size, SUBSCRIBER_REGISTRY",
        "vigie.audit.digest-key, AUDIT_LOG",
        "vigie.crypto.keys, SUBSCRIBER_REGISTRY DISPATCH_SMS DISPATCH_VOICE",
        "quarkus.log.level, ALERT_INGEST SUBSCRIBER_REGISTRY DISPATCH_SMS DISPATCH_VOICE AUDIT_LOG",
    })
    void shouldTellASettingOnlyToTheServicesThatNeedIt(String key, String services) {
        Map<String, String> settings = Map.of(key, "secret");

        List<Service> told = Arrays.stream(Service.values())
                .filter(service -> of(service, none(), settings).containsValue("secret"))
                .toList();

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(services.split(" ")).map(Service::valueOf).toList());
    }

    @Test
    void shouldTellTheCommandLinesPasswordsOnlyToTheDispatcherThatNeedsThem() {
        Operators operators = new Operators(
                Optional.of(Operators.Smsc.parse("192.0.2.1:2775:vigie:of-texts")),
                Optional.of(Operators.Sip.parse("192.0.2.1:5060:vigie:of-calls")));

        for (Service service : Service.values()) {
            assertThat(of(service, operators).containsValue("of-texts")).isEqualTo(service == Service.DISPATCH_SMS);
            assertThat(of(service, operators).containsValue("of-calls")).isEqualTo(service == Service.DISPATCH_VOICE);
        }
    }

    private Map<String, String> of(Service service, Operators operators) {
        return of(service, operators, Map.of());
    }

    private Map<String, String> of(Service service, Operators operators, Map<String, String> settings) {
        return new ServiceConfiguration(
                        new Ports(Ports.DEFAULT_BASE), Layout.SINGLE, Secrets.in(folder), operators, settings)
                .of(new ServiceCopy(service, 1));
    }

    private static Operators none() {
        return new Operators(Optional.empty(), Optional.empty());
    }
}
