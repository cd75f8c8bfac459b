package fr.vigie.events;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Reads delivery events in the very form in which {@link DeliveryEventText} writes them: three services read each of the
 * several events of every text. Whatever stands there in another form, be it valid or not, is left to Jackson.
 */
final class DeliveryEventReader {
    private static final Names<Channel> CHANNELS = new Names<>(Channel.values());
    private static final Names<Urgency> URGENCIES = new Names<>(Urgency.values());
    private static final Names<DeliveryState> STATES = new Names<>(DeliveryState.values());
    private static final Names<FailureReason> REASONS = new Names<>(FailureReason.values());

    private static final byte[] DELIVERY_ID = ascii("{\"deliveryId\":\"");
    private static final byte[] ALERT_ID = ascii("\",\"alertId\":\"");
    private static final byte[] RECIPIENT_ID = ascii("\",\"recipientId\":\"");
    private static final byte[] CHANNEL = ascii("\",\"channel\":\"");
    private static final byte[] URGENCY = ascii("\",\"urgency\":\"");
    private static final byte[] STATE = ascii("\",\"state\":\"");
    private static final byte[] ATTEMPT = ascii("\",\"attempt\":");
    private static final byte[] REASON = ascii(",\"reason\":\"");
    private static final byte[] QUOTE = ascii("\"");
    private static final byte[] AT = ascii(",\"at\":\"");
    private static final byte[] HANDED_OVER_AT = ascii("\",\"handedOverAt\":\"");
    private static final byte[] CARRIER = ascii(",\"carrier\":\"");
    private static final byte[] MESSAGE_ID = ascii(",\"carrierMessageId\":\"");
    private static final byte[] DUPLICATE = ascii(",\"possibleDuplicate\":true");
    private static final byte[] NO_DUPLICATE = ascii(",\"possibleDuplicate\":false");
    private static final byte[] CHUNK = ascii(",\"chunk\":");
    private static final byte[] POSITION = ascii(",\"position\":");
    private static final byte[] FALLBACK = ascii(",\"fallback\":\"");
    private static final byte[] FALLBACK_OF = ascii(",\"fallbackOf\":\"");
    private static final byte[] END = ascii("}");
    private static final int MOST_DIGITS = 9;

    private final byte[] json;
    private int place;

    private DeliveryEventReader(byte[] json) {
        this.json = json;
    }

    /** The event, or null where it stands there in another form. */
    static DeliveryEvent read(byte[] json) {
        try {
            return new DeliveryEventReader(json).event();
        } catch (OtherForm | DateTimeException e) {
            return null;
        }
    }

    private DeliveryEvent event() {
        UUID deliveryId = id(DELIVERY_ID);
        UUID alertId = id(ALERT_ID);
        UUID recipientId = id(RECIPIENT_ID);
        Channel channel = CHANNELS.of(text(CHANNEL));
        Urgency urgency = URGENCIES.of(text(URGENCY));
        DeliveryState state = STATES.of(text(STATE));
        int attempt = number(ATTEMPT);
        FailureReason reason = null;
        if (is(REASON)) {
            reason = REASONS.of(rest());
            expect(QUOTE);
        }
        Instant at = time(text(AT));
        Instant handedOverAt = is(HANDED_OVER_AT) ? time(rest()) : null;
        expect(QUOTE);
        String carrier = optional(CARRIER);
        String messageId = optional(MESSAGE_ID);
        boolean duplicate = is(DUPLICATE);
        if (!duplicate) {
            expect(NO_DUPLICATE);
        }
        int chunk = number(CHUNK);
        int position = number(POSITION);
        UUID fallback = optionalId(FALLBACK);
        UUID fallbackOf = optionalId(FALLBACK_OF);
        expect(END);
        if (place != json.length) {
            throw OtherForm.FOUND;
        }
        return new DeliveryEvent(
                deliveryId,
                alertId,
                recipientId,
                channel,
                urgency,
                state,
                attempt,
                reason,
                at,
                handedOverAt,
                carrier,
                messageId,
                duplicate,
                chunk,
                position,
                fallback,
                fallbackOf);
    }

    private static Instant time(String text) {
        Instant time = TimeText.parse(text);
        if (!EventJson.isExpected(time)) {
            throw OtherForm.FOUND;
        }
        return time;
    }

    private boolean is(byte[] words) {
        int end = place + words.length;
        if (end > json.length || !Arrays.equals(json, place, end, words, 0, words.length)) {
            return false;
        }
        place = end;
        return true;
    }

    private void expect(byte[] words) {
        if (!is(words)) {
            throw OtherForm.FOUND;
        }
    }

    private String text(byte[] before) {
        expect(before);
        return rest();
    }

    private String optional(byte[] before) {
        if (!is(before)) {
            return null;
        }
        String text = rest();
        expect(QUOTE);
        return text;
    }

    /** Up to the quotation mark, which stays; without anything that would be written in more than one byte. */
    private String rest() {
        int from = place;
        while (place < json.length && json[place] != '"') {
            if (json[place] == '\\' || json[place] < ' ') {
                throw OtherForm.FOUND;
            }
            place++;
        }
        if (from == place) {
            throw OtherForm.FOUND;
        }
        return new String(json, from, place - from, StandardCharsets.ISO_8859_1);
    }

    private UUID optionalId(byte[] before) {
        if (place + before.length > json.length || !starts(before)) {
            return null;
        }
        UUID id = id(before);
        expect(QUOTE);
        return id;
    }

    private boolean starts(byte[] words) {
        return Arrays.equals(json, place, place + words.length, words, 0, words.length);
    }

    private UUID id(byte[] before) {
        expect(before);
        if (place + 36 > json.length) {
            throw OtherForm.FOUND;
        }
        long high = hex(8) << 32;
        dash();
        high |= hex(4) << 16;
        dash();
        high |= hex(4);
        dash();
        long low = hex(4) << 48;
        dash();
        low |= hex(12);
        return new UUID(high, low);
    }

    private void dash() {
        if (json[place++] != '-') {
            throw OtherForm.FOUND;
        }
    }

    private long hex(int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            byte c = json[place++];
            int digit;
            if (c >= '0' && c <= '9') {
                digit = c - '0';
            } else if (c >= 'a' && c <= 'f') {
                digit = c - 'a' + 10;
            } else {
                throw OtherForm.FOUND;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private int number(byte[] before) {
        expect(before);
        int from = place;
        int value = 0;
        while (place < json.length && json[place] >= '0' && json[place] <= '9') {
            value = value * 10 + (json[place++] - '0');
            if (place - from > MOST_DIGITS) {
                throw OtherForm.FOUND;
            }
        }
        if (from == place || (json[from] == '0' && place - from > 1)) {
            throw OtherForm.FOUND;
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The constants of an enum by their names, without the copy that values() makes. */
    private record Names<E extends Enum<E>>(E[] constants) {
        E of(String name) {
            for (E each : constants) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
            throw OtherForm.FOUND;
        }
    }

    /** Not what was expected; says nothing of whether it is valid. */
    private static final class OtherForm extends RuntimeException {
        private static final long serialVersionUID = 1L;

        static final OtherForm FOUND = new OtherForm();

        OtherForm() {
            super(null, null, false, false);
        }
    }
}
