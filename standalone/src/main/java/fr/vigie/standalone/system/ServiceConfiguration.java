package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each service is told: the same keys as in docker-compose.yml and Kubernetes. It stands in a file that only its
 * owner can read, since a command line is seen by everybody. Each service gets only the secrets that it needs.
 */
final class ServiceConfiguration {
    /** Above a service's own application.properties (250), below the environment (300). */
    private static final String ORDINAL = "275";
    /** What the operator of {@code --smsc} and {@code --sip} is called. */
    private static final String OPERATOR = "operator";

    private final Ports ports;
    private final Layout layout;
    private final Secrets secrets;
    private final Operators operators;
    private final Map<String, String> overrides;

    /**
     * @param overrides keys of any service that shall differ from its defaults
     */
    ServiceConfiguration(
            Ports ports, Layout layout, Secrets secrets, Operators operators, Map<String, String> overrides) {
        this.ports = ports;
        this.layout = layout;
        this.secrets = secrets;
        this.operators = operators;
        this.overrides = Map.copyOf(overrides);
    }

    /** Writes the configuration of a copy of a service and returns the file. */
    Path write(ServiceCopy copy, Path folder) {
        Properties properties = new Properties();
        properties.putAll(of(copy));
        properties.put("config_ordinal", ORDINAL);
        Path file = folder.resolve(copy.id() + ".properties");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(file);
            Files.createFile(file);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, "Made at each start of ./vigie; changes here are lost");
            }
            return file;
        } catch (IOException e) {
            throw new Fault("The configuration " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    Map<String, String> of(ServiceCopy copy) {
        Service service = copy.service();
        Ports own = ports.of(copy);
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("vigie.instance", String.valueOf(copy.number()));
        keys.put("quarkus.http.port", String.valueOf(own.api(service)));
        keys.put("quarkus.http.host", "127.0.0.1");
        keys.put("quarkus.management.port", String.valueOf(own.management(service)));
        keys.put("quarkus.management.host", "127.0.0.1");
        keys.put("vigie.db.host", "127.0.0.1");
        keys.put("vigie.db.port", String.valueOf(ports.postgres()));
        keys.put("vigie.db.name", service.database());
        keys.put("vigie.db.user", service.database());
        keys.put("vigie.db.password", secrets.databasePassword(service));
        addKafka(keys);
        keys.put("vigie.auth.public-key", secrets.publicKey());
        switch (service) {
            case SUBSCRIBER_REGISTRY -> {
                addFieldKeys(keys);
                keys.put("vigie.crypto.index-key", secrets.indexKey());
                keys.put("vigie.numbers.fiction", String.valueOf(operators.onlyHere()));
            }
            case DISPATCH_SMS -> {
                addFieldKeys(keys);
                addSmsc(keys);
            }
            case DISPATCH_VOICE -> {
                addFieldKeys(keys);
                addSip(keys, own);
            }
            case AUDIT_LOG -> keys.put("vigie.audit.digest-key", secrets.digestKey());
            case ALERT_INGEST -> {
                // Needs no key: it never sees a number.
            }
        }
        overrides.forEach((key, value) -> {
            if (concerns(key, service)) {
                keys.put(key, value);
            }
        });
        return keys;
    }

    /**
     * Whether a service may know a key. Operators' passwords and the audit log's key are one service's alone; keys for
     * numbers are theirs who have them already.
     */
    private static boolean concerns(String key, Service service) {
        if (key.startsWith("vigie.voice.")) {
            return service == Service.DISPATCH_VOICE;
        }
        if (key.startsWith("vigie.sms.")) {
            return service == Service.DISPATCH_SMS;
        }
        if (key.startsWith("vigie.ingest.")) {
            return service == Service.ALERT_INGEST;
        }
        if (key.startsWith("vigie.registry.")) {
            return service == Service.SUBSCRIBER_REGISTRY;
        }
        if (key.startsWith("vigie.audit.")) {
            return service == Service.AUDIT_LOG;
        }
        return !key.startsWith("vigie.crypto.") || service != Service.ALERT_INGEST && service != Service.AUDIT_LOG;
    }

    private void addKafka(Map<String, String> keys) {
        keys.put(
                "kafka.bootstrap.servers",
                IntStream.rangeClosed(1, layout.brokers())
                        .mapToObj(node -> "127.0.0.1:" + ports.kafka(node))
                        .collect(Collectors.joining(",")));
        if (layout.brokers() > 1) {
            keys.put("vigie.topics.replication", String.valueOf(layout.brokers()));
            keys.put("vigie.topics.min-insync-replicas", "2");
        }
    }

    private void addFieldKeys(Map<String, String> keys) {
        keys.put("vigie.crypto.keys", secrets.fieldKeys());
        keys.put("vigie.crypto.active-key", "k1");
        keys.put("vigie.crypto.index-key", secrets.indexKey());
    }

    private void addSmsc(Map<String, String> keys) {
        if (operators.smsSimulated()) {
            String account = Simulators.SYSTEM_ID;
            addSmsc(
                    keys,
                    Simulators.CARRIER,
                    new Operators.Smsc("127.0.0.1", ports.simulatorSmsc(), account, secrets.smscPassword()));
        }
        operators.smsc().ifPresent(smsc -> addSmsc(keys, OPERATOR, smsc));
    }

    private static void addSmsc(Map<String, String> keys, String name, Operators.Smsc smsc) {
        String prefix = "vigie.sms.carriers." + name;
        keys.put(prefix + ".host", smsc.host());
        keys.put(prefix + ".port", String.valueOf(smsc.port()));
        keys.put(prefix + ".system-id", smsc.systemId());
        keys.put(prefix + ".password", smsc.password());
    }

    private void addSip(Map<String, String> keys, Ports own) {
        if (operators.callsSimulated()) {
            addSip(keys, Simulators.CARRIER, new Operators.Sip("127.0.0.1", ports.simulatorSip(), "", ""));
        }
        operators.sip().ifPresent(sip -> addSip(keys, OPERATOR, sip));
        if (operators.callsSimulated()) {
            keys.put("vigie.voice.speech.tones", "true"); // nobody listens
        }
        keys.put("vigie.voice.sip-port", String.valueOf(own.voiceSip()));
        if (!operators.callsStayHere()) {
            keys.put("vigie.voice.bind-host", "0.0.0.0"); // calls could not leave this machine otherwise
        }
    }

    private static void addSip(Map<String, String> keys, String name, Operators.Sip sip) {
        String prefix = "vigie.voice.trunks." + name;
        keys.put(prefix + ".host", sip.host());
        keys.put(prefix + ".port", String.valueOf(sip.port()));
        if (!sip.user().isEmpty()) {
            keys.put(prefix + ".user", sip.user());
            keys.put(prefix + ".password", sip.password());
        }
    }
}
