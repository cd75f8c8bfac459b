package fr.vigie.acceptance.calls;

import fr.vigie.acceptance.calls.Heard.End;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One call at a telephone. Guarded by the lock of {@link Telephones}. */
final class TelephoneCall {
    private static final Duration KEY_AFTER = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(500);
    /** As long as RFC 3261 repeats a final answer (64 T1). */
    private static final Duration REPEATED = Duration.ofSeconds(32);

    private static final int DEFAULT_EXPIRES = 180;
    private static final int RTP_HEADER = 12;
    private static final int FRAME = 160;
    private static final byte SILENCE = (byte) 0xD5;

    private final SipMessage invite;
    private final Manners manners;
    private final Duration patience;
    private final int soundPort;
    private final Caller caller;
    private final String tag;
    private final Instant invitedAt = Instant.now();
    private Instant rangAt;
    private Instant answeredAt;
    private Instant endedAt;
    private End end;
    private Instant lastSound;
    private Instant prolongedAt;
    private boolean keyPressed;
    private int requests;
    private long packets;
    private long framesSent;
    private String repeated;
    private Instant repeatAt;
    private Instant repeatUntil;

    /** Who is told something. */
    interface Caller {
        void send(String text) throws IOException;
    }

    TelephoneCall(SipMessage invite, Manners manners, Duration patience, int soundPort, Caller caller) {
        this.invite = invite;
        this.manners = manners;
        this.patience = patience;
        this.soundPort = soundPort;
        this.caller = caller;
        this.tag = "t" + System.identityHashCode(this);
    }

    void begin(boolean inUse) throws IOException {
        if (inUse) {
            finish(End.IN_USE);
            sayUntilAcknowledged(invite.answer("486 Busy Here", tag, List.of(), ""));
        } else if (manners.refusal() != null) {
            finish(End.REFUSED);
            sayUntilAcknowledged(invite.answer(manners.refusal(), tag, manners.headers(), ""));
        } else {
            rangAt = Instant.now();
            caller.send(invite.answer("180 Ringing", tag, List.of(contact()), ""));
        }
    }

    boolean open() {
        return end == null;
    }

    Heard heard() {
        return new Heard(invite.number(), invitedAt, rangAt, answeredAt, endedAt, end, packets);
    }

    void acknowledged() {
        repeated = null;
    }

    void sound() {
        lastSound = Instant.now();
        packets++;
    }

    /** The port that the caller wants sound at now; 0 where this telephone sends none. */
    int soundWanted() {
        return open() && answeredAt != null && manners.sounds() ? invite.soundPort() : 0;
    }

    /** The next frame of a quiet room, A-law. */
    byte[] frame() {
        framesSent++;
        ByteBuffer packet = ByteBuffer.allocate(RTP_HEADER + FRAME);
        packet.putShort((short) 0x8008).putShort((short) framesSent).putInt((int) (framesSent * FRAME));
        packet.putInt(System.identityHashCode(this));
        while (packet.hasRemaining()) {
            packet.put(SILENCE);
        }
        return packet.array();
    }

    /** The first one repeated, or one that prolongs the session. */
    void invitedAgain(SipMessage again) throws IOException {
        if (again.header("CSeq").equals(invite.header("CSeq"))) {
            if (repeated != null) {
                caller.send(repeated);
            } else if (open() && answeredAt == null) {
                caller.send(invite.answer("180 Ringing", tag, List.of(contact()), ""));
            }
            return;
        }
        prolongedAt = Instant.now();
        caller.send(again.answer("200 OK", tag, described(again), description()));
    }

    /** @return whether it belongs to this call as it stands */
    boolean takes(SipMessage request) throws IOException {
        switch (request.method()) {
            case "CANCEL" -> {
                caller.send(request.answer("200 OK", tag, List.of(), ""));
                if (open() && answeredAt == null) {
                    finish(End.CANCELLED);
                    sayUntilAcknowledged(invite.answer("487 Request Terminated", tag, List.of(), ""));
                }
                return true;
            }
            case "BYE" -> {
                if (open()) {
                    finish(End.HUNG_UP_BY_CALLER);
                }
                caller.send(request.answer("200 OK", tag, List.of(), ""));
                return true;
            }
            default -> {
                if (!open()) {
                    return false;
                }
                prolongedAt = Instant.now();
                caller.send(request.answer("200 OK", tag, session(request), ""));
                return true;
            }
        }
    }

    /** Does what is due. */
    void look() throws IOException {
        Instant now = Instant.now();
        if (repeated != null && now.isAfter(repeatAt)) {
            repeatAt = now.plus(AGAIN);
            if (now.isAfter(repeatUntil)) {
                repeated = null;
                if (open()) {
                    finish(End.NOT_ACKNOWLEDGED);
                }
            } else {
                caller.send(repeated);
            }
        }
        if (open() && answeredAt == null) {
            lookRinging(now);
        } else if (open()) {
            lookUp(now);
        }
    }

    private void lookRinging(Instant now) throws IOException {
        int expires = invite.seconds("Expires") > 0 ? invite.seconds("Expires") : DEFAULT_EXPIRES;
        if (now.isAfter(invitedAt.plusSeconds(expires))) {
            finish(End.EXPIRED);
            sayUntilAcknowledged(invite.answer("487 Request Terminated", tag, List.of(), ""));
        } else if (manners.rings() != null && now.isAfter(rangAt.plus(manners.rings()))) {
            answeredAt = now;
            lastSound = now;
            prolongedAt = now;
            sayUntilAcknowledged(invite.answer("200 OK", tag, described(invite), description()));
        }
    }

    private void lookUp(Instant now) throws IOException {
        if (manners.key() != null && !keyPressed && now.isAfter(answeredAt.plus(KEY_AFTER))) {
            keyPressed = true;
            String key = "Signal=" + manners.key() + "\r\nDuration=160\r\n";
            caller.send(request("INFO", "Content-Type: application/dtmf-relay\r\n", key));
        }
        int session = invite.seconds("Session-Expires");
        if (session > 0 && now.isAfter(prolongedAt.plusSeconds(session - Math.min(32, session / 3)))) {
            finish(End.SESSION_OVER);
            caller.send(request("BYE", "", ""));
        } else if (now.isAfter(lastSound.plus(patience))) {
            finish(End.FELL_SILENT);
            caller.send(request("BYE", "", ""));
        }
    }

    private String request(String method, String more, String content) {
        String target = invite.header("Contact").orElse("").replaceAll(".*<|>.*", "");
        String to = invite.header("To").orElse("");
        return method + " " + target + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";branch=z9hG4bK" + tag + requests++ + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: " + to + ";tag=" + tag + "\r\n"
                + "To: " + invite.header("From").orElse("") + "\r\n"
                + "Call-ID: " + invite.callId() + "\r\n"
                + "CSeq: " + (100 + requests) + " " + method + "\r\n"
                + more
                + "Content-Length: " + content.length() + "\r\n\r\n"
                + content;
    }

    /** The trunk's port stands in the address that was called. */
    private String port() {
        return invite.first().replaceAll("^.*@[^:]*:(\\d+).*$", "$1");
    }

    private String contact() {
        return "Contact: <sip:telephone@127.0.0.1:" + port() + ">";
    }

    private List<String> described(SipMessage of) {
        List<String> lines = new ArrayList<>(List.of(contact(), "Content-Type: application/sdp"));
        lines.addAll(session(of));
        return lines;
    }

    /** A session timer is taken as it was offered; the caller prolongs. */
    private static List<String> session(SipMessage of) {
        int seconds = of.seconds("Session-Expires");
        return seconds == 0 ? List.of() : List.of("Require: timer", "Session-Expires: " + seconds + ";refresher=uac");
    }

    private String description() {
        return manners.description() != null
                ? manners.description()
                : """
                        v=0
                        o=telephone 1 1 IN IP4 127.0.0.1
                        s=-
                        c=IN IP4 127.0.0.1
                        t=0 0
                        m=audio %d RTP/AVP 8
                        a=rtpmap:8 PCMA/8000
                        """.formatted(soundPort).replace("\n", "\r\n");
    }

    private void finish(End how) {
        end = how;
        endedAt = Instant.now();
    }

    private void sayUntilAcknowledged(String answer) throws IOException {
        repeated = answer;
        repeatAt = Instant.now().plus(AGAIN);
        repeatUntil = Instant.now().plus(REPEATED);
        caller.send(answer);
    }
}
