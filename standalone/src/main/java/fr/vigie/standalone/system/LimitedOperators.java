package fr.vigie.standalone.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings by which the one simulated SMSC stands for several operators, each with a rate of its own. */
public final class LimitedOperators {
    private LimitedOperators() {}

    /** @param partsPerSecond what each of them takes */
    public static Map<String, String> settings(DataFolder data, Ports ports, List<String> names, int partsPerSecond) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : names) {
            String prefix = "vigie.sms.carriers." + name;
            settings.put(prefix + ".host", "127.0.0.1");
            settings.put(prefix + ".port", String.valueOf(ports.simulatorSmsc()));
            settings.put(prefix + ".system-id", Simulators.SYSTEM_ID);
            settings.put(prefix + ".password", Secrets.in(data.secrets()).smscPassword());
            settings.put(prefix + ".max-parts-per-second", String.valueOf(partsPerSecond));
        }
        return settings;
    }
}
