package fr.vigie.standalone.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The operators that settings name, by {@code --set} or in the environment, which the services inherit. Settings of the
 * simulator's own carrier and trunk name no operator, but for their host.
 *
 * @param sms whether a carrier other than the simulator's is named
 * @param voice whether a trunk other than the simulator's is named
 * @param smsHosts every host that is given for a carrier
 * @param voiceHosts every host that is given for a trunk
 */
record NamedOperators(boolean sms, boolean voice, List<String> smsHosts, List<String> voiceHosts) {
    static final NamedOperators NONE = new NamedOperators(false, false, List.of(), List.of());

    private static final String SMS = "vigie.sms.carriers.";
    private static final String VOICE = "vigie.voice.trunks.";

    NamedOperators {
        smsHosts = List.copyOf(smsHosts);
        voiceHosts = List.copyOf(voiceHosts);
    }

    /**
     * Reads them.
     *
     * @param settings keys and values as {@code --set} gives them
     * @param environment the environment that the services get
     */
    static NamedOperators in(Map<String, String> settings, Map<String, String> environment) {
        return new NamedOperators(
                names(settings, environment, SMS),
                names(settings, environment, VOICE),
                hosts(settings, environment, SMS),
                hosts(settings, environment, VOICE));
    }

    private static boolean names(Map<String, String> settings, Map<String, String> environment, String prefix) {
        return names(settings, prefix, prefix + Simulators.CARRIER + ".")
                || names(environment, variable(prefix), variable(prefix + Simulators.CARRIER + "."));
    }

    private static boolean names(Map<String, String> from, String prefix, String simulators) {
        return from.keySet().stream().anyMatch(key -> key.startsWith(prefix) && !key.startsWith(simulators));
    }

    private static List<String> hosts(Map<String, String> settings, Map<String, String> environment, String prefix) {
        List<String> hosts = new ArrayList<>(hosts(settings, prefix, ".host"));
        hosts.addAll(hosts(environment, variable(prefix), "_HOST"));
        // A trunk's proxies: host:port,host:port
        List<String> lists = new ArrayList<>(hosts(settings, prefix, ".proxies"));
        lists.addAll(hosts(environment, variable(prefix), "_PROXIES"));
        lists.stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(proxy -> proxy.strip().replaceFirst(":.*", ""))
                .forEach(hosts::add);
        return hosts;
    }

    private static List<String> hosts(Map<String, String> from, String prefix, String suffix) {
        return from.entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith(prefix) && each.getKey().endsWith(suffix))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String variable(String key) {
        return key.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
