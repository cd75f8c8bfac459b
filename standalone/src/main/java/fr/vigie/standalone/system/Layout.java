package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How many of each part there are.
 *
 * @param brokers Kafka nodes: 1, or 3 that hold everything three times and go on when one of them dies
 * @param copies how many copies a service has, where it is not one
 */
public record Layout(int brokers, Map<Service, Integer> copies) {
    /** One of each. */
    public static final Layout SINGLE = new Layout(1, Map.of());

    private static final int MOST_COPIES = 4;
    /** What one copy of each service holds at most, with its migrations; and those of people and of PostgreSQL itself. */
    private static final int CONNECTIONS_PER_COPY = 70;

    private static final int OTHER_CONNECTIONS = 30;

    /** Refuses what does not work, or not on one machine. */
    public Layout {
        if (brokers != 1 && brokers != 3) {
            throw new Fault("--brokers must be 1 or 3.");
        }
        copies = Map.copyOf(copies);
        if (copies.values().stream().anyMatch(number -> number < 1 || number > MOST_COPIES)) {
            throw new Fault("--copies must lie between 1 and " + MOST_COPIES + ".");
        }
    }

    public Layout withBrokers(int number) {
        return new Layout(number, copies);
    }

    /** The same number of copies of every service. */
    public Layout withCopies(int number) {
        Map<Service, Integer> every = new EnumMap<>(Service.class);
        Arrays.stream(Service.values()).forEach(service -> every.put(service, number));
        return new Layout(brokers, every);
    }

    int copiesOf(Service service) {
        return copies.getOrDefault(service, 1);
    }

    /** Every copy of every service: all first ones, then all second ones. */
    public List<ServiceCopy> serviceCopies() {
        List<ServiceCopy> all = new ArrayList<>();
        for (int number = 1; number <= mostCopies(); number++) {
            for (Service service : Service.values()) {
                if (number <= copiesOf(service)) {
                    all.add(new ServiceCopy(service, number));
                }
            }
        }
        return all;
    }

    /** The name of a Kafka node, from 1: of its process and of its folder. */
    String broker(int node) {
        return brokers == 1 ? "kafka" : "kafka-" + node;
    }

    /** How many connections PostgreSQL must admit. */
    int connections() {
        return OTHER_CONNECTIONS + mostCopies() * CONNECTIONS_PER_COPY;
    }

    /** How many copies the service has that has most. */
    public int mostCopies() {
        return copies.isEmpty() ? 1 : Collections.max(copies.values());
    }
}
