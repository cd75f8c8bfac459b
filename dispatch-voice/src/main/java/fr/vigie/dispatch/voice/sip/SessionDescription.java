package fr.vigie.dispatch.voice.sip;

import fr.vigie.dispatch.voice.media.RtpLeg;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The little of SDP (RFC 4566, offers and answers RFC 3264) that a telephone call needs: one audio stream, A-law or
 * µ-law, and the payload type of keys.
 *
 * @param address where sound is wanted; port 0 never
 * @param control where RTCP is wanted: as {@code a=rtcp} says (RFC 3605), else the port after the sound's; null for
 *     nowhere
 * @param mux whether RTCP shares the sound's port (RFC 5761); then {@code control} is its address
 * @param payloadType {@link RtpLeg#PCMA} or {@link RtpLeg#PCMU}, whichever the other side prefers
 * @param eventType payload type of telephone-event; -1 where there is none
 * @param direction who sends, as the other side puts it
 * @param streams its media lines, ours and those that we decline, for an answer
 * @param audio which of them is ours
 */
public record SessionDescription(
        InetSocketAddress address,
        InetSocketAddress control,
        boolean mux,
        int payloadType,
        int eventType,
        Direction direction,
        List<String> streams,
        int audio) {
    /** The payload type that we offer for keys. */
    public static final int OFFERED_EVENT_TYPE = 101;

    private static final int MAX_BYTES = 16_384;
    private static final Pattern MEDIA = Pattern.compile("audio (\\d{1,5})(?:/\\d{1,5})? (RTP/AVPF?) ([\\d ]+)");
    /** Any media line; sixteen are more than any telephone has. */
    private static final Pattern STREAM = Pattern.compile("\\S+ +\\d{1,5}\\S* +\\S+ +\\S.*");

    private static final int MAX_STREAMS = 16;
    private static final Pattern CONNECTION = Pattern.compile("IN IP4 (\\d{1,3}(?:\\.\\d{1,3}){3})(?:/.*)?");
    private static final Pattern CONTROL = Pattern.compile("rtcp:(\\d{1,5})(?: +(IN IP4 \\S+))?");
    private static final Pattern EVENTS = Pattern.compile("rtpmap:(\\d{1,3}) telephone-event/8000(?:/1)?");

    /** Direction of a stream, as the other side puts it (RFC 3264 section 6.1). */
    public enum Direction {
        SENDRECV("sendrecv"),
        SENDONLY("recvonly"),
        RECVONLY("sendonly"),
        INACTIVE("inactive");

        private final String answer;

        Direction(String answer) {
            this.answer = answer;
        }
    }

    public SessionDescription {
        streams = List.copyOf(streams);
    }

    /** False on hold. */
    public boolean wantsSound() {
        return !nowhere() && (direction == Direction.SENDRECV || direction == Direction.RECVONLY);
    }

    /** RFC 2543's hold: 0.0.0.0. */
    private boolean nowhere() {
        return address.getAddress().isAnyLocalAddress();
    }

    /** @throws SdpException where it answers an offer of sound with no place for it, and does not call that a hold */
    SessionDescription orNoAnswer() throws SdpException {
        if (nowhere() && (direction == Direction.SENDRECV || direction == Direction.RECVONLY)) {
            throw new SdpException("sound is wanted, and nowhere");
        }
        return this;
    }

    /** Our answer to this offer: one codec, the keys where it has them, and every stream but the audio declined. */
    String answer(long session, int version, String host, int port) {
        StringBuilder answer = new StringBuilder("""
                v=0
                o=vigie %d %d IN IP4 %s
                s=-
                c=IN IP4 %s
                t=0 0
                """.formatted(session, version, host, host));
        for (int i = 0; i < streams.size(); i++) {
            String[] parts = streams.get(i).split(" +", 4);
            if (i != audio) {
                answer.append("m=%s 0 %s %s\n".formatted(parts[0], parts[2], parts[3]));
                continue;
            }
            answer.append("m=audio %d %s %d".formatted(port, parts[2], payloadType))
                    .append(eventType < 0 ? "\n" : " " + eventType + "\n")
                    .append("a=rtpmap:%d %s/8000\n"
                            .formatted(payloadType, payloadType == RtpLeg.PCMA ? "PCMA" : "PCMU"));
            if (eventType >= 0) {
                answer.append("a=rtpmap:%d telephone-event/8000\na=fmtp:%d 0-15\n".formatted(eventType, eventType));
            }
            answer.append(mux ? "a=rtcp-mux\n" : "");
            answer.append("a=ptime:20\na=")
                    .append((nowhere() && direction == Direction.SENDRECV ? Direction.SENDONLY : direction).answer)
                    .append('\n');
        }
        return answer.toString().replace("\n", "\r\n");
    }

    /**
     * Our offer.
     *
     * @param session number of the session, the same throughout a call
     * @param version grows with each description that differs from the one before
     * @param host address in the connection line
     * @param port UDP port of the sound
     */
    static String offer(long session, int version, String host, int port) {
        return """
                v=0
                o=vigie %d %d IN IP4 %s
                s=-
                c=IN IP4 %s
                t=0 0
                m=audio %d RTP/AVP 8 0 101
                a=rtpmap:8 PCMA/8000
                a=rtpmap:0 PCMU/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=rtcp-mux
                a=ptime:20
                a=sendrecv
                """.formatted(session, version, host, host, port).replace("\n", "\r\n");
    }

    /**
     * Reads what the other side sent.
     *
     * @param body as it came; null where there was none
     * @return what of it matters
     * @throws SdpException where it is no session description, or none with sound that we can make
     */
    public static SessionDescription parse(byte[] body) throws SdpException {
        if (body == null || body.length == 0) {
            throw new SdpException("there is none");
        }
        if (body.length > MAX_BYTES) {
            throw new SdpException("longer than " + MAX_BYTES + " bytes");
        }
        String connection = null;
        Matcher media = null;
        boolean inAudio = false;
        boolean sessionPart = true;
        Direction direction = Direction.SENDRECV;
        List<String> streams = new ArrayList<>();
        int audio = -1;
        List<String> attributes = new ArrayList<>();
        for (String raw : new String(body, StandardCharsets.UTF_8).split("\\r?\\n|\\r", -1)) {
            String line = raw.strip();
            if (line.length() < 2 || line.charAt(1) != '=') {
                continue;
            }
            String value = line.substring(2).strip();
            switch (line.charAt(0)) {
                case 'm' -> {
                    sessionPart = false;
                    inAudio = false;
                    if (!STREAM.matcher(value).matches()) {
                        throw new SdpException("a media line without port, protocol and formats");
                    }
                    if (streams.size() == MAX_STREAMS) {
                        throw new SdpException("more than " + MAX_STREAMS + " streams");
                    }
                    streams.add(value);
                    if (media == null) {
                        Matcher match = MEDIA.matcher(value);
                        if (match.matches() && number(match.group(1)) > 0) {
                            media = match;
                            inAudio = true;
                            audio = streams.size() - 1;
                        }
                    }
                }
                case 'c' -> connection = sessionPart || inAudio ? value : connection;
                case 'a' -> {
                    if (inAudio) {
                        attributes.add(value);
                    }
                    if (sessionPart || inAudio) {
                        direction = direction(value, direction);
                    }
                }
                default -> {}
            }
        }
        if (media == null) {
            throw new SdpException("no audio stream over RTP/AVP, or it was declined");
        }
        InetAddress host = address(connection);
        int port = number(media.group(1));
        if (port > 65_535) {
            throw new SdpException("no such port");
        }
        InetSocketAddress sound = new InetSocketAddress(host, port);
        boolean mux = attributes.contains("rtcp-mux");
        return new SessionDescription(
                sound,
                mux ? sound : control(attributes, sound),
                mux,
                codec(media.group(3)),
                eventType(attributes),
                direction,
                streams,
                audio);
    }

    private static Direction direction(String attribute, Direction before) {
        return switch (attribute.toLowerCase(Locale.ROOT)) {
            case "sendonly" -> Direction.SENDONLY;
            case "inactive" -> Direction.INACTIVE;
            case "sendrecv" -> Direction.SENDRECV;
            case "recvonly" -> Direction.RECVONLY;
            default -> before;
        };
    }

    private static int codec(String formats) throws SdpException {
        for (String format : formats.strip().split(" +")) {
            if (format.equals("8") || format.equals("0")) {
                return number(format);
            }
        }
        throw new SdpException("neither PCMA nor PCMU");
    }

    private static int eventType(List<String> attributes) {
        for (String attribute : attributes) {
            Matcher match = EVENTS.matcher(attribute);
            if (match.matches() && number(match.group(1)) < 128) {
                return number(match.group(1));
            }
        }
        return -1;
    }

    /** What cannot be read costs the reports, not the call. */
    private static InetSocketAddress control(List<String> attributes, InetSocketAddress sound) {
        InetAddress host = sound.getAddress();
        int port = sound.getPort() + 1;
        for (String attribute : attributes) {
            Matcher match = CONTROL.matcher(attribute);
            if (match.matches()) {
                try {
                    port = number(match.group(1));
                    host = match.group(2) == null ? host : address(match.group(2));
                } catch (SdpException e) {
                    return null;
                }
            }
        }
        return port < 1 || port > 65_535 ? null : new InetSocketAddress(host, port);
    }

    /** IPv4 literals only: a name would have to be looked up while the telephone is being held. */
    private static InetAddress address(String connection) throws SdpException {
        Matcher match = CONNECTION.matcher(connection == null ? "" : connection);
        if (!match.matches()) {
            throw new SdpException("no IPv4 address");
        }
        String[] parts = match.group(1).split("\\.");
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = number(parts[i]);
            if (part > 255) {
                throw new SdpException("no IPv4 address");
            }
            bytes[i] = (byte) part;
        }
        try {
            InetAddress host = InetAddress.getByAddress(bytes);
            if (host.isMulticastAddress() || (bytes[0] & 0xFF) >= 240 || bytes[0] == 0 && !host.isAnyLocalAddress()) {
                throw new SdpException("not the address of one host");
            }
            return host;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
