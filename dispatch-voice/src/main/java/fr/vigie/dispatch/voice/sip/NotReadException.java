package fr.vigie.dispatch.voice.sip;

import java.net.SocketException;

/** A connection was closed because the other side did not read from it. */
final class NotReadException extends SocketException {
    private static final long serialVersionUID = 1;

    NotReadException() {
        super("nothing was read in time");
    }
}
