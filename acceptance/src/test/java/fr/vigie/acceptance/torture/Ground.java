package fr.vigie.acceptance.torture;

import fr.vigie.acceptance.system.FreePorts;
import fr.vigie.acceptance.system.WholeSystem;
import fr.vigie.standalone.system.DataFolder;
import fr.vigie.standalone.system.Installation;
import fr.vigie.standalone.system.LocalSystem;
import fr.vigie.standalone.system.Operators;
import fr.vigie.standalone.system.Ports;
import fr.vigie.standalone.system.Service;
import fr.vigie.standalone.system.ServiceCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A system of one run, in a folder of its own and on free ports. */
final class Ground implements AutoCloseable {
    private static final int PORTS = 80;

    /**
     * A run waits seconds where real life waits minutes; a lease ends while its owner sleeps; bulk calls are made at any
     * hour. What is not here is as shipped.
     */
    private static final Map<String, String> HASTE = Map.ofEntries(
            Map.entry("vigie.sms.sender", "+33199000017"), // a telephone cannot write back to a name
            Map.entry("vigie.sms.lease", "PT6S"),
            Map.entry("vigie.sms.receipt-grace", "PT5S"),
            Map.entry("vigie.sms.query-after", "PT4S"),
            Map.entry("vigie.sms.retry.urgent-longest", "PT3S"),
            Map.entry("vigie.sms.retry.bulk-first", "PT1S"),
            Map.entry("vigie.sms.retry.bulk-longest", "PT4S"),
            Map.entry("vigie.voice.retry-delay.urgent", "PT1S"),
            Map.entry("vigie.voice.retry-delay.bulk", "PT1S"),
            Map.entry("vigie.voice.ring-timeout", "PT3S"),
            Map.entry("vigie.voice.trunk-timeout", "PT2S"),
            Map.entry("vigie.voice.key-wait", "PT2S"),
            Map.entry("vigie.voice.max-call", "PT18S"),
            Map.entry("vigie.voice.speech.words-per-minute", "400"),
            Map.entry("vigie.voice.contact-hours.from", "00:00"),
            Map.entry("vigie.voice.contact-hours.to", "00:00"),
            Map.entry("vigie.voice.trunks.simulator.max-calls", "200"));

    private final Optional<SmallDisk> disk;
    private final Map<Service, WrongClock> clocks;
    private final WholeSystem system;
    private final Duration startUp;

    private Ground(Optional<SmallDisk> disk, Map<Service, WrongClock> clocks, WholeSystem system, Duration startUp) {
        this.startUp = startUp;
        this.disk = disk;
        this.clocks = clocks;
        this.system = system;
    }

    /** Starts everything that the scenario needs. Parts that this machine does not allow are left out. */
    static Ground prepare(Path folder, Scenario scenario, int recipients, Consumer<String> progress) {
        Optional<SmallDisk> disk = Optional.empty();
        try {
            Path data = folder.resolve("data");
            if (scenario.has(Fault.DiskFull.class) && SmallDisk.possible()) {
                disk = Optional.of(SmallDisk.at(data));
            }
            // The evidence lies elsewhere: a full disk must not touch it.
            Files.createDirectories(data);
            for (String evidence : new String[] {"journals", "logs"}) {
                Files.createSymbolicLink(data.resolve(evidence), Files.createDirectories(folder.resolve(evidence)));
            }
            Map<String, String> settings = new LinkedHashMap<>(HASTE);
            if (scenario.paced()) {
                long perSecond =
                        Math.max(20, recipients * 1_000L / scenario.window().toMillis());
                settings.put("vigie.sms.carriers.simulator.max-parts-per-second", String.valueOf(perSecond));
            }
            LocalSystem.Plan plan = new LocalSystem.Plan(
                            Installation.current(),
                            DataFolder.at(data),
                            new Ports(FreePorts.base(PORTS)),
                            new Operators(Optional.empty(), Optional.empty()),
                            settings,
                            progress)
                    .with(scenario.layout());
            Map<Service, WrongClock> clocks = new EnumMap<>(Service.class);
            for (ServiceCopy copy : scenario.layout().serviceCopies()) {
                boolean shaky = scenario.shakyClocks().contains(copy.service()) && copy.number() == 1;
                if (shaky && WrongClock.library().isPresent()) {
                    WrongClock clock = new WrongClock(folder.resolve("clock-" + copy.id()));
                    clocks.put(copy.service(), clock);
                    plan = plan.withEnvironment(copy.id(), clock.environment());
                }
            }
            long began = System.nanoTime();
            LocalSystem local = LocalSystem.start(plan);
            return new Ground(disk, clocks, WholeSystem.of(local), Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            disk.ifPresent(SmallDisk::close);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            disk.ifPresent(SmallDisk::close);
            throw e;
        }
    }

    WholeSystem system() {
        return system;
    }

    /** How long everything took to start. */
    Duration startUp() {
        return startUp;
    }

    Optional<SmallDisk> disk() {
        return disk;
    }

    Optional<WrongClock> clock(Service service) {
        return Optional.ofNullable(clocks.get(service));
    }

    @Override
    public void close() {
        system.close();
        disk.ifPresent(SmallDisk::close);
    }
}
