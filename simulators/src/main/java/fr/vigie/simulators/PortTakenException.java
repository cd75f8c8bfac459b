package fr.vigie.simulators;

import java.io.IOException;

/** A port could not be opened because something else listens there. The message names the port and its use. */
public final class PortTakenException extends IOException {

    private static final long serialVersionUID = 1L;

    public PortTakenException(String use, String host, int port) {
        super("port " + port + " on " + host + " (" + use + ") is taken");
    }
}
