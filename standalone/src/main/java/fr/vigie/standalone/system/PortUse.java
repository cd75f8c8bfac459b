package fr.vigie.standalone.system;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that is needed, and who needs it.
 *
 * @param datagrams UDP, else TCP
 */
record PortUse(int port, String user, boolean datagrams) {

    /** All ports of a system. */
    static List<PortUse> of(Ports ports, Layout layout, boolean simulated) {
        List<PortUse> uses = new ArrayList<>();
        for (ServiceCopy copy : layout.serviceCopies()) {
            Ports own = ports.of(copy);
            uses.add(new PortUse(own.api(copy.service()), copy.id(), false));
            uses.add(new PortUse(own.management(copy.service()), copy.id() + "'s management port", false));
            if (copy.service() == Service.DISPATCH_VOICE) {
                uses.add(new PortUse(own.voiceSip(), copy.id() + "'s SIP port, UDP", true));
            }
        }
        uses.add(new PortUse(ports.postgres(), "PostgreSQL", false));
        for (int node = 1; node <= layout.brokers(); node++) {
            uses.add(new PortUse(ports.kafka(node), layout.broker(node), false));
            uses.add(new PortUse(ports.kafkaController(node), layout.broker(node) + "'s controller", false));
        }
        if (simulated) {
            uses.add(new PortUse(ports.simulatorSmsc(), "the SMSC simulator", false));
            uses.add(new PortUse(ports.simulatorControl(), "the simulators' control", false));
            uses.add(new PortUse(ports.simulatorSip(), "the telephone simulator, UDP", true));
        }
        return uses;
    }

    /** Whether nobody uses it now. */
    boolean free() {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
        try {
            if (datagrams) {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.bind(address);
                }
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    // Connections of an earlier run in TIME_WAIT must not look like somebody who listens.
                    socket.setReuseAddress(true);
                    socket.bind(address);
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
