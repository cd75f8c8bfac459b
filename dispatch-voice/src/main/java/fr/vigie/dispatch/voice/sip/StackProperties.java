package fr.vigie.dispatch.voice.sip;

import gov.nist.javax.sip.stack.timers.ScheduledExecutorSipTimer;
import java.util.Properties;

/** How the stack is set up. */
final class StackProperties {
    private StackProperties() {}

    static Properties of(UserAgentSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "vigie-voice-" + settings.port());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SilentStackLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SilentServerLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.NETWORK_LAYER", Connections.class.getName());
        properties.setProperty("javax.sip.ROUTER_PATH", NextHops.class.getName());
        // The other timers go by the wall clock: where that is set back by an hour, nothing is sent again for an hour.
        properties.setProperty("gov.nist.javax.sip.TIMER_CLASS_NAME", ScheduledExecutorSipTimer.class.getName());
        // Two threads take messages, and both may be in our listener: calls guard themselves.
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "2");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        // Bursts of hundreds of calls: the kernel keeps what the two threads cannot take at once.
        properties.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "1048576");
        properties.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", "1048576");
        properties.setProperty("gov.nist.javax.sip.TLS_CLIENT_PROTOCOLS", "TLSv1.3, TLSv1.2");
        properties.setProperty("gov.nist.javax.sip.SSL_HANDSHAKE_TIMEOUT", "3000");
        // A message that began has to end; between messages a connection may be quiet for ever.
        properties.setProperty("gov.nist.javax.sip.READ_TIMEOUT", "10000");
        // The stack makes a new buffer of this size, 64 KB at most, for every packet that it receives: 64 KB were 30 %
        // of all garbage at 3,500 calls. A longer packet is cut off and lost, and with it a 200 OK of more than 16 KB
        // over UDP; no telephone sends one, and the network would lose one of its dozen fragments as easily. Over
        // connections a longer message ends the connection, and with it what other calls have under way there: so large
        // that no answer of a telephone, however mad, does that.
        boolean connections = settings.transports().stream().anyMatch(Transport::connects);
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", connections ? "4194304" : "16384");
        // How long a second telephone that was picked up for the same INVITE is still known, to be told goodbye.
        properties.setProperty("gov.nist.javax.sip.MAX_FORK_TIME_SECONDS", "32");
        return properties;
    }
}
