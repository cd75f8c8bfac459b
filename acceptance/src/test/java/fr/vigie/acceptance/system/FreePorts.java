package fr.vigie.acceptance.system;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.stream.IntStream;

/** Looks for a range that nobody uses, below the ports that the system hands out itself. */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int SPAN = 40;

    private FreePorts() {}

    static int base() {
        return base(SPAN);
    }

    /** The first of so many free ports in a row. */
    public static int base(int span) {
        return new Random()
                .ints(200, LOWEST / SPAN, HIGHEST / SPAN)
                .map(range -> range * SPAN)
                .filter(base -> IntStream.range(base, base + span).allMatch(FreePorts::free))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no range of " + span + " free ports"));
    }

    private static boolean free(int port) {
        try (ServerSocket tcp = new ServerSocket();
                DatagramSocket udp = new DatagramSocket(null)) {
            tcp.setReuseAddress(true);
            tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            udp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
