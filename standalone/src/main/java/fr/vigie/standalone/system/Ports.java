package fr.vigie.standalone.system;

import fr.vigie.standalone.Fault;

/**
 * All ports of one machine's system, by their distance to a base.
 *
 * @param base the port of alert-ingest's API
 */
public record Ports(int base) {
    /** The base where none is given. */
    public static final int DEFAULT_BASE = 8080;

    /** How many ports the parts take of which there is one, and the first copy of each service. */
    private static final int SPAN = 40;

    /** Refuses a base that leaves no room. */
    public Ports {
        if (base < 1024 || base + SPAN > 65_535) {
            throw new Fault("--port-base must lie between 1024 and " + (65_535 - SPAN) + ".");
        }
    }

    public int api(Service service) {
        return base + service.ordinal();
    }

    public int management(Service service) {
        return base + 10 + service.ordinal();
    }

    public int postgres() {
        return base + 20;
    }

    /** The first Kafka node's port for clients. */
    public int kafka() {
        return kafka(1);
    }

    /** A Kafka node's port for clients; nodes count from 1. */
    public int kafka(int node) {
        return base + 19 + 2 * node;
    }

    public int kafkaController() {
        return kafkaController(1);
    }

    public int kafkaController(int node) {
        return base + 20 + 2 * node;
    }

    public int simulatorSmsc() {
        return base + 30;
    }

    public int simulatorSip() {
        return base + 31;
    }

    public int simulatorControl() {
        return base + 32;
    }

    /** dispatch-voice's own SIP port. */
    public int voiceSip() {
        return base + 33;
    }

    /** The ports of a copy of a service: those of each further copy lie 40 higher. */
    public Ports of(ServiceCopy copy) {
        return new Ports(base + (copy.number() - 1) * SPAN);
    }

    /** The address of a service's API. */
    public String url(Service service) {
        return "http://127.0.0.1:" + api(service);
    }
}
