package fr.vigie.simulators.telephony;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** A caller made of two plain UDP sockets: it shares no code and no SIP stack with what it calls. One call each. */
final class SipPhone implements AutoCloseable {

    static final int EVENT_PAYLOAD = 96;

    /** A telephone event packet as it came in. */
    record KeyPacket(int event, boolean marker, boolean end, int duration, int timestamp) {}

    private final DatagramSocket sip = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final int port;
    private final String called;
    private final String callId = UUID.randomUUID().toString();
    private final String fromTag = UUID.randomUUID().toString().substring(0, 8);
    private String inviteBranch;
    private String toTag;
    private int cSeq;
    private int remoteRtpPort;
    private int rtpSequence = 65_530;

    SipPhone(int port, String called) throws IOException {
        this.port = port;
        this.called = called;
        sip.setSoTimeout(5_000);
        rtp.setSoTimeout(4_000);
    }

    void invite(String... headers) throws IOException {
        cSeq++;
        inviteBranch = branch();
        send(request("INVITE", cSeq, inviteBranch, sdp(), headers));
    }

    void repeatInvite() throws IOException {
        send(request("INVITE", cSeq, inviteBranch, sdp()));
    }

    /** Reads up to the response of the given status, which must come in the current transaction. */
    String await(int status) throws IOException {
        String response = read(text ->
                text.startsWith("SIP/2.0 ") && !text.startsWith("SIP/2.0 1") || text.startsWith("SIP/2.0 " + status));
        if (!response.startsWith("SIP/2.0 " + status)) {
            throw new AssertionError("expected " + status + ", got "
                    + response.lines().findFirst().orElse(""));
        }
        toTag = response.lines()
                .filter(line -> line.startsWith("To:") && line.contains("tag="))
                .map(line -> line.substring(line.indexOf("tag=") + 4).strip())
                .findFirst()
                .orElse(toTag);
        response.lines()
                .filter(line -> line.startsWith("m=audio"))
                .findFirst()
                .ifPresent(line -> remoteRtpPort = Integer.parseInt(line.split(" ")[1]));
        return response;
    }

    /** Reads up to a request of the given method, and answers it 200. */
    String awaitRequest(String method) throws IOException {
        String request = read(text -> text.startsWith(method + " "));
        StringBuilder response = new StringBuilder("SIP/2.0 200 OK\r\n");
        request.lines()
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                .forEach(line -> response.append(line).append("\r\n"));
        send(response.append("Content-Length: 0\r\n\r\n").toString());
        return request;
    }

    void ack() throws IOException {
        send(request("ACK", cSeq, branch(), ""));
    }

    /** The ACK of a refusal belongs to the INVITE's transaction. */
    void ackRefusal() throws IOException {
        send(request("ACK", cSeq, inviteBranch, ""));
        toTag = null;
    }

    void cancel() throws IOException {
        String tag = toTag;
        toTag = null;
        send(request("CANCEL", cSeq, inviteBranch, ""));
        toTag = tag;
    }

    void request(String method) throws IOException {
        cSeq++;
        send(request(method, cSeq, branch(), ""));
    }

    /** Calls, and is in the call when it returns. */
    void connect() throws IOException {
        invite();
        await(180);
        await(200);
        ack();
    }

    /** Sends packets of 20 ms of A-law: sound or silence. */
    void speak(int packets, boolean sound) throws IOException {
        for (int i = 0; i < packets; i++) {
            byte[] packet = new byte[172];
            packet[0] = (byte) 0x80;
            packet[1] = 8;
            packet[2] = (byte) (rtpSequence >> 8);
            packet[3] = (byte) rtpSequence;
            rtpSequence++;
            Arrays.fill(packet, 12, 172, (byte) (sound ? 0x2A : 0xD5));
            rtp.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), remoteRtpPort));
        }
    }

    void loseRtpPackets(int packets) {
        rtpSequence += packets;
    }

    /** Reads the packets of so many keys, up to each one's third end packet. */
    List<List<KeyPacket>> awaitKeys(int keys) throws IOException {
        List<List<KeyPacket>> all = new ArrayList<>();
        while (all.size() < keys) {
            List<KeyPacket> key = new ArrayList<>();
            while (key.stream().filter(KeyPacket::end).count() < 3) {
                byte[] packet = awaitRtp();
                if ((packet[1] & 0x7F) == EVENT_PAYLOAD) {
                    key.add(new KeyPacket(
                            packet[12],
                            (packet[1] & 0x80) != 0,
                            (packet[13] & 0x80) != 0,
                            (packet[14] & 0xFF) << 8 | packet[15] & 0xFF,
                            (packet[4] & 0xFF) << 24
                                    | (packet[5] & 0xFF) << 16
                                    | (packet[6] & 0xFF) << 8
                                    | packet[7] & 0xFF));
                }
            }
            all.add(key);
        }
        return all;
    }

    byte[] awaitRtp() throws IOException {
        byte[] buffer = new byte[1_500];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        rtp.receive(packet);
        return Arrays.copyOf(buffer, packet.getLength());
    }

    boolean hearsNothingFor(int millis) throws IOException {
        rtp.setSoTimeout(millis);
        try {
            awaitRtp();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            rtp.setSoTimeout(4_000);
        }
    }

    private String read(Predicate<String> wanted) throws IOException {
        byte[] buffer = new byte[4_096];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            sip.receive(packet);
            String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
            if (wanted.test(text)) {
                return text;
            }
        }
    }

    private void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        sip.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    private String request(String method, int number, String branch, String body, String... headers) {
        return method + " sip:" + called + "@127.0.0.1:" + port + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + sip.getLocalPort() + ";branch=" + branch + "\r\n"
                + "From: <sip:+33199000001@127.0.0.1>;tag=" + fromTag + "\r\n"
                + "To: <sip:" + called + "@127.0.0.1>" + (toTag == null ? "" : ";tag=" + toTag) + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + number + " " + method + "\r\n"
                + "Contact: <sip:caller@127.0.0.1:" + sip.getLocalPort() + ">\r\n"
                + "Max-Forwards: 70\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList())
                + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String sdp() {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=audio " + rtp.getLocalPort() + " RTP/AVP 8 0 " + EVENT_PAYLOAD + "\r\n"
                + "a=rtpmap:8 PCMA/8000\r\na=rtpmap:" + EVENT_PAYLOAD + " telephone-event/8000\r\n";
    }

    private static String branch() {
        return "z9hG4bK" + UUID.randomUUID();
    }

    @Override
    public void close() {
        sip.close();
        rtp.close();
    }
}
