package fr.vigie.dispatch.voice.sip;

/** A session description that no call can be made of. */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    SdpException(String message) {
        super(message);
    }
}
