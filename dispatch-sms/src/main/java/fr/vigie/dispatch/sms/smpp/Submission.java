package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.events.Urgency;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPSession;

/** The fields of a submit_sm (SMPP 3.4 section 4.4.1). */
final class Submission {
    private static final byte NORMAL = 0;
    private static final byte URGENT = 1;
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(30);

    private final String sender;
    private final Clock clock;

    Submission(String sender, Clock clock) {
        this.sender = sender;
        this.clock = clock;
    }

    /** Submits one part and waits for the answer; returns the SMSC's name for it. */
    String submit(SMPPSession session, HandOver handOver, WireText text, int part)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        ESMClass esmClass = text.concatenated()
                ? new ESMClass(MessageMode.DEFAULT, MessageType.DEFAULT, GSMSpecificFeature.UDHI)
                : new ESMClass();
        return session.submitShortMessage(
                        "",
                        TypeOfNumber.ALPHANUMERIC,
                        NumberingPlanIndicator.UNKNOWN,
                        sender,
                        TypeOfNumber.INTERNATIONAL,
                        NumberingPlanIndicator.ISDN,
                        handOver.number().substring(1),
                        esmClass,
                        (byte) 0,
                        handOver.urgency() == Urgency.URGENT ? URGENT : NORMAL,
                        null,
                        validity(Duration.between(clock.instant(), handOver.expires())),
                        new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                        (byte) 0,
                        new RawDataCoding(text.dataCoding()),
                        (byte) 0,
                        text.octets(part, reference(handOver)))
                .getMessageId();
    }

    /** Asks about a message by the SMSC's own name for it. */
    QuerySmResult query(SMPPSession session, String messageId)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        return session.queryShortMessage(messageId, TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN, sender);
    }

    /** The same for a repeated attempt, so that its parts complete those of the first; different between deliveries. */
    private static int reference(HandOver handOver) {
        return handOver.deliveryId().hashCode() & 0xFF;
    }

    /** Relative time format (SMPP 3.4 section 7.1.1.2), free of time zones: YYMMDDhhmmss000R. */
    static String validity(Duration left) {
        Duration bounded = left.compareTo(LONGEST_VALIDITY) > 0 ? LONGEST_VALIDITY : left;
        long seconds = Math.max(1, bounded.toSeconds());
        Duration whole = Duration.ofSeconds(seconds);
        return String.format(
                Locale.ROOT,
                "0000%02d%02d%02d%02d000R",
                whole.toDaysPart(),
                whole.toHoursPart(),
                whole.toMinutesPart(),
                whole.toSecondsPart());
    }
}
