package fr.vigie.simulators.telephony;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the simulator needs of the caller's SDP (RFC 4566): where sound goes, in which codec, and the payload type of
 * telephone events.
 *
 * @param codec 8 is A-law, 0 is µ-law
 * @param eventPayload -1 where the caller takes no telephone events
 */
record SessionDescription(InetSocketAddress remote, int codec, int eventPayload) {

    /** What the simulator offers to a caller whose INVITE had no SDP. */
    static final int OWN_EVENT_PAYLOAD = 101;

    private static final List<Integer> CODECS = List.of(8, 0);

    /** Empty where there is no audio that both sides understand. */
    static Optional<SessionDescription> parse(byte[] sdp) {
        String connection = null;
        int port = -1;
        List<String> payloads = List.of();
        int eventPayload = -1;
        for (String line : new String(sdp, StandardCharsets.UTF_8).split("\r?\n")) {
            String[] words = line.strip().split("\\s+");
            if (line.startsWith("m=")) {
                if (port >= 0) {
                    break; // only the first audio counts, and its attributes end here
                }
                if (words[0].equals("m=audio") && words.length > 3 && words[1].matches("\\d{1,5}")) {
                    port = Integer.parseInt(words[1]);
                    payloads = List.of(words).subList(3, words.length);
                }
            } else if (line.startsWith("c=IN IP") && words.length > 2) {
                connection = words[2].split("/")[0];
            } else if (words.length > 1
                    && line.startsWith("a=rtpmap:")
                    && words[1].toLowerCase(Locale.ROOT).startsWith("telephone-event/8000")
                    && payloads.contains(words[0].substring("a=rtpmap:".length()))) {
                eventPayload = Integer.parseInt(words[0].substring("a=rtpmap:".length()));
            }
        }
        if (connection == null || port < 1 || port > 65_535) {
            return Optional.empty();
        }
        for (int codec : CODECS) {
            if (payloads.contains(Integer.toString(codec))) {
                return Optional.of(
                        new SessionDescription(new InetSocketAddress(connection, port), codec, eventPayload));
            }
        }
        return Optional.empty();
    }

    /** The simulator's own side, with the payload types that the caller named. */
    static byte[] own(String host, int port, int codec, int eventPayload) {
        StringBuilder sdp = new StringBuilder(256)
                .append("v=0\r\no=vigie-simulator ")
                .append(port)
                .append(" 1 IN IP4 ")
                .append(host)
                .append("\r\ns=-\r\nc=IN IP4 ")
                .append(host)
                .append("\r\nt=0 0\r\nm=audio ")
                .append(port)
                .append(" RTP/AVP ")
                .append(codec);
        if (eventPayload >= 0) {
            sdp.append(' ').append(eventPayload);
        }
        sdp.append("\r\na=rtpmap:").append(codec).append(codec == 8 ? " PCMA/8000\r\n" : " PCMU/8000\r\n");
        if (eventPayload >= 0) {
            sdp.append("a=rtpmap:").append(eventPayload).append(" telephone-event/8000\r\n");
            sdp.append("a=fmtp:").append(eventPayload).append(" 0-15\r\n");
        }
        return sdp.append("a=ptime:20\r\na=sendrecv\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
