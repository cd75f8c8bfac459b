package fr.vigie.dispatch.sms;

import fr.vigie.simulators.smsc.SmscKnobs;
import fr.vigie.simulators.smsc.SmscSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Operators by name, each a real SMSC on loopback in this process, that can be stopped and started again. Arguments:
 * {@code names}, separated by commas; and configuration, whose keys have a dot.
 */
public final class Operators implements QuarkusTestResourceLifecycleManager {
    private final Map<String, SmscSimulator> running = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, String> configuration = new HashMap<>();
    private String[] names;

    @Override
    public void init(Map<String, String> arguments) {
        names = arguments.get("names").split(",");
        arguments.forEach((key, value) -> {
            if (key.contains(".")) {
                configuration.put(key, value);
            }
        });
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>();
        for (String name : names) {
            start(name, 0);
            String prefix = "vigie.sms.carriers." + name;
            config.put(prefix + ".host", "127.0.0.1");
            config.put(prefix + ".port", Integer.toString(ports.get(name)));
            config.put(prefix + ".system-id", "vigie");
            config.put(prefix + ".password", "vigie");
        }
        config.put("vigie.sms.response-timeout", "2s");
        config.put("vigie.sms.receipt-grace", "1s");
        config.put("vigie.sms.lease", "10s");
        config.putAll(configuration);
        return config;
    }

    private void start(String name, int port) {
        try {
            SmscSimulator smsc = SmscSimulator.start(
                    SmscSimulator.Options.defaults().withPort(port).withKnobs(SimulatedOperator.QUICK));
            running.put(name, smsc);
            ports.put(name, smsc.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SmscSimulator get(String name) {
        return running.get(name);
    }

    /** How many parts it has accepted since it was started last. */
    long accepted(String name) {
        return get(name).counters().getOrDefault("accepted", 0L);
    }

    void turn(String name, SmscKnobs knobs) {
        get(name).turn(knobs);
    }

    void cut(String name) {
        try {
            running.remove(name).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void back(String name) {
        start(name, ports.get(name));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(Operators.class));
    }

    @Override
    public void stop() {
        for (String name : names) {
            if (running.containsKey(name)) {
                cut(name);
            }
        }
    }
}
