package fr.vigie.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.vigie.standalone.Fault;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {
    private static final Ports PORTS = new Ports(Ports.DEFAULT_BASE);

    @TempDir
    private Path folder;

    @Test
    void shouldGiveEveryPartPortsOfItsOwn() {
        List<PortUse> uses = PortUse.of(PORTS, new Layout(3, Map.of()).withCopies(4), true);

        Set<Integer> ports = new HashSet<>();
        assertThat(uses)
                .allSatisfy(
                        use -> assertThat(ports.add(use.port())).as(use.user()).isTrue());
        assertThat(ports).hasSize(1 + 6 + 4 * 11 + 3);
    }

    @Test
    void shouldTellASecondCopyItsNameItsPortsAndAllBrokers() {
        Map<String, String> keys = new ServiceConfiguration(
                        PORTS,
                        Layout.SINGLE.withBrokers(3).withCopies(2),
                        Secrets.in(folder),
                        new Operators(Optional.empty(), Optional.empty()),
                        Map.of())
                .of(new ServiceCopy(Service.DISPATCH_VOICE, 2));

        assertThat(keys)
                .containsEntry("vigie.instance", "2")
                .containsEntry("quarkus.http.port", "8123")
                .containsEntry("quarkus.management.port", "8133")
                .containsEntry("vigie.voice.sip-port", "8153")
                .containsEntry("kafka.bootstrap.servers", "127.0.0.1:8101,127.0.0.1:8103,127.0.0.1:8105")
                .containsEntry("vigie.topics.replication", "3")
                .containsEntry("vigie.topics.min-insync-replicas", "2");
    }

    @Test
    void shouldKnowACopyByTheNameOfItsProcess() {
        assertThat(Layout.SINGLE.withCopies(3).serviceCopies())
                .allSatisfy(copy -> assertThat(ServiceCopy.named(copy.id())).contains(copy));
        assertThat(ServiceCopy.named("kafka-2")).isEmpty();
    }

    @Test
    void shouldRefuseTwoBrokers() {
        assertThatThrownBy(() -> Layout.SINGLE.withBrokers(2)).isInstanceOf(Fault.class);
    }
}
