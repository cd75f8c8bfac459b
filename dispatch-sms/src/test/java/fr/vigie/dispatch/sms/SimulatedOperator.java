package fr.vigie.dispatch.sms;

import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A real SMSC on loopback, in this process, as the operator {@code sim}. */
public final class SimulatedOperator implements QuarkusTestResourceLifecycleManager {
    /** Receipts after a few milliseconds. */
    static final SmscKnobs QUICK = SmscKnobs.defaults().withReceiptDelayMillis(20, 60);

    private SmscSimulator smsc;
    private String sender = "VIGIE";

    /** {@code sender} is another one than the name VIGIE. */
    @Override
    public void init(Map<String, String> args) {
        sender = args.getOrDefault("sender", sender);
    }

    @Override
    public Map<String, String> start() {
        try {
            smsc = SmscSimulator.start(SmscSimulator.Options.defaults().withKnobs(QUICK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.ofEntries(
                Map.entry("vigie.sms.carriers.sim.host", "127.0.0.1"),
                Map.entry("vigie.sms.carriers.sim.port", Integer.toString(smsc.port())),
                Map.entry("vigie.sms.carriers.sim.system-id", "vigie"),
                Map.entry("vigie.sms.carriers.sim.password", "vigie"),
                Map.entry("vigie.sms.carriers.sim.sessions", "2"),
                Map.entry("vigie.sms.carriers.sim.sender", sender),
                Map.entry("vigie.sms.carriers.sim.window", "50"),
                Map.entry("vigie.sms.retry.urgent-first", "100ms"),
                Map.entry("vigie.sms.response-timeout", "1s"),
                Map.entry("vigie.sms.receipt-grace", "1s"),
                Map.entry("vigie.sms.lease", "10s"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(smsc, new TestInjector.MatchesType(SmscSimulator.class));
    }

    @Override
    public void stop() {
        try {
            smsc.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
