package fr.vigie.dispatch.voice.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;

/** Receives only what the doorkeeper admits: the stack queues whatever it receives, without bound. */
final class GuardedDatagrams extends DatagramSocket {
    private final Doorkeeper doorkeeper;

    GuardedDatagrams(int port, InetAddress address, Doorkeeper doorkeeper) throws SocketException {
        super(port, address);
        this.doorkeeper = doorkeeper;
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        do {
            super.receive(packet);
        } while (!doorkeeper.admits(packet));
    }
}
