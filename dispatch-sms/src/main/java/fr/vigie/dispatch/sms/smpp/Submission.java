package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.events.Urgency;
import fr.vigie.smpp.Address;
import fr.vigie.smpp.QuerySm;
import fr.vigie.smpp.SubmitSm;
import fr.vigie.smpp.Tlv;
import fr.vigie.smpp.Tlvs;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What we write into a submit_sm (SMPP 3.4 section 4.4.1) and a query_sm. */
final class Submission {
    private static final long LONGEST_VALIDITY = Duration.ofDays(30).toSeconds();
    private static final int SIXTEEN_BITS = 0xFFFF;

    private final Address sender;
    private final String serviceType;
    private final int urgentPriority;
    private final Clock clock;

    Submission(Address sender, String serviceType, int urgentPriority, Clock clock) {
        this.sender = sender;
        this.serviceType = serviceType;
        this.urgentPriority = urgentPriority;
        this.clock = clock;
    }

    /** One message of a text. */
    SubmitSm message(HandOver handOver, WireText text, int index) {
        int reference = reference(handOver.deliveryId());
        List<Tlv> parameters = new ArrayList<>(4);
        parameters.add(Tlv.twoOctets(Tlv.USER_MESSAGE_REFERENCE, reference));
        parameters.addAll(text.parameters(index, reference));
        return new SubmitSm(
                serviceType,
                sender,
                Address.international(handOver.number()),
                text.esmClass(),
                handOver.urgency() == Urgency.URGENT ? urgentPriority : 0,
                validity(Duration.between(clock.instant(), handOver.expires())),
                SubmitSm.RECEIPT_ALWAYS,
                text.dataCoding(),
                text.octets(index, reference),
                new Tlvs(parameters));
    }

    /** Asks about a message by the SMSC's own name for it. */
    QuerySm question(String messageId) {
        return new QuerySm(messageId, sender);
    }

    /**
     * 16 bits, never 0. The same for a repeated attempt, so that its parts complete those of the first; different, but
     * for chance, between deliveries.
     */
    static int reference(UUID deliveryId) {
        int hash = deliveryId.hashCode();
        int folded = (hash ^ hash >>> 16) & SIXTEEN_BITS;
        return folded == 0 ? 1 : folded;
    }

    /** Relative time format (SMPP 3.4 section 7.1.1.2), free of time zones: YYMMDDhhmmss000R. */
    static String validity(Duration left) {
        long seconds = Math.max(1, Math.min(LONGEST_VALIDITY, left.toSeconds()));
        StringBuilder written = new StringBuilder(16).append("0000");
        two(written, seconds / 86_400);
        two(written, seconds / 3_600 % 24);
        two(written, seconds / 60 % 60);
        two(written, seconds % 60);
        return written.append("000R").toString();
    }

    private static void two(StringBuilder written, long value) {
        written.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
