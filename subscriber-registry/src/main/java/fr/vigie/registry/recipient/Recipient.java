package fr.vigie.registry.recipient;

import fr.vigie.events.Channel;
import fr.vigie.events.QuietHours;
import fr.vigie.phone.Line;
import java.util.List;
import java.util.UUID;

/**
 * A merchant as matching left it.
 *
 * @param id the merchant
 * @param active whether the merchant may be warned at all
 * @param preferred the merchant's wish, or null
 * @param smsOptedOut no text messages
 * @param voiceOptedOut no calls
 * @param numbers living numbers, best first
 * @param quietHours when the merchant never wants to be called; null where nothing was said
 */
public record Recipient(
        UUID id,
        boolean active,
        Channel preferred,
        boolean smsOptedOut,
        boolean voiceOptedOut,
        List<EncryptedNumber> numbers,
        QuietHours quietHours) {

    /** Further numbers are not tried in one delivery. */
    private static final int MOST_NUMBERS = 3;

    public Recipient {
        numbers = List.copyOf(numbers);
    }

    /** Who said nothing about hours. */
    public Recipient(
            UUID id,
            boolean active,
            Channel preferred,
            boolean smsOptedOut,
            boolean voiceOptedOut,
            List<EncryptedNumber> numbers) {
        this(id, active, preferred, smsOptedOut, voiceOptedOut, numbers, null);
    }

    /** A stored number and what it can receive. */
    public record EncryptedNumber(String cipher, Line line) {
        @Override
        public String toString() {
            return "EncryptedNumber[" + line + "]";
        }
    }

    /** The encrypted numbers that serve a channel, best first, at most three; none where the merchant left it. */
    public List<String> numbersFor(Channel channel) {
        boolean optedOut = channel == Channel.SMS ? smsOptedOut : voiceOptedOut;
        if (!active || optedOut) {
            return List.of();
        }
        return numbers.stream()
                .filter(number -> channel == Channel.VOICE || number.line().receivesSms())
                .limit(MOST_NUMBERS)
                .map(EncryptedNumber::cipher)
                .toList();
    }
}
