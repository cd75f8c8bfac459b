package fr.vigie.acceptance.calls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SIP message as it came, read by nobody's stack: only what a telephone needs to answer it. */
record SipMessage(String first, List<String> headers, String body) {
    private static final Pattern NUMBER = Pattern.compile("sip:(\\+\\d+)@");
    private static final Pattern SOUND = Pattern.compile("(?m)^m=audio (\\d+) ");

    SipMessage {
        headers = List.copyOf(headers);
    }

    static SipMessage read(byte[] packet, int length) {
        String text = new String(packet, 0, length, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        List<String> lines = List.of(head.split("\r\n"));
        return new SipMessage(lines.get(0), lines.subList(1, lines.size()), end < 0 ? "" : text.substring(end + 4));
    }

    /** The request's method; empty for an answer. */
    String method() {
        return first.startsWith("SIP/2.0 ") ? "" : first.substring(0, Math.max(0, first.indexOf(' ')));
    }

    /** The value of the first header of that name. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    String callId() {
        return header("Call-ID").orElse("");
    }

    /** A header's leading number of seconds; 0 where there is none. */
    int seconds(String name) {
        Matcher digits = Pattern.compile("\\d{1,9}").matcher(header(name).orElse(""));
        return digits.lookingAt() ? Integer.parseInt(digits.group()) : 0;
    }

    /** The number that is called. */
    String number() {
        Matcher match = NUMBER.matcher(first);
        return match.find() ? match.group(1) : "";
    }

    /** The caller's port for sound; 0 where it offers none. */
    int soundPort() {
        Matcher match = SOUND.matcher(body);
        return match.find() ? Integer.parseInt(match.group(1)) : 0;
    }

    /**
     * An answer to this request.
     *
     * @param tag the telephone's; set in To unless one stands there
     * @param more further header lines
     */
    String answer(String status, String tag, List<String> more, String content) {
        List<String> lines = new ArrayList<>();
        lines.add("SIP/2.0 " + status);
        for (String line : headers) {
            String name = line.substring(0, Math.max(0, line.indexOf(':')));
            switch (name.toLowerCase(java.util.Locale.ROOT)) {
                case "via", "from", "call-id", "cseq" -> lines.add(line);
                case "to" -> lines.add(line.contains(";tag=") ? line : line + ";tag=" + tag);
                default -> {}
            }
        }
        lines.addAll(more);
        lines.add("Content-Length: " + content.getBytes(StandardCharsets.UTF_8).length);
        return String.join("\r\n", lines) + "\r\n\r\n" + content;
    }
}
