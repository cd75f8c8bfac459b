package fr.vigie.dispatch.sms;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Operators and how text messages are sent through them. */
@ConfigMapping(prefix = "vigie.sms")
public interface SmsSettings {
    /**
     * The sender that a telephone shows: up to 11 of A–Z a–z 0–9, not all digits; or a number, to which merchants can
     * answer: a short or national one, or an international one with a plus.
     */
    @WithDefault("VIGIE")
    String sender();

    /** The operators by name. At least one. */
    Map<String, CarrierSettings> carriers();

    /** How long a response to submit_sm is waited for; after that its fate is unknown. */
    @WithDefault("3s")
    Duration responseTimeout();

    /** How often a quiet link is tested. */
    @WithDefault("15s")
    Duration enquireLink();

    /** How long a copy may hold a message between claim and outcome; half of it is for waiting in memory. */
    @WithDefault("30s")
    Duration lease();

    /** How long after the end of validity a receipt is waited for. */
    @WithDefault("10m")
    Duration receiptGrace();

    /** How long after its hand-over the operator is asked about a message without a receipt; doubles. 0: at the end. */
    @WithDefault("60s")
    Duration queryAfter();

    /** How often an operator's own temporary fault is met before a message is given up. Throttling does not count. */
    @WithDefault("5")
    int tries();

    /** How long to wait before trying again. */
    Retry retry();

    /** Delays between tries; doubled each time. */
    interface Retry {
        @WithDefault("500ms")
        Duration urgentFirst();

        @WithDefault("30s")
        Duration urgentLongest();

        @WithDefault("5s")
        Duration bulkFirst();

        @WithDefault("5m")
        Duration bulkLongest();
    }

    /** One account at one SMSC. */
    interface CarrierSettings {
        String host();

        int port();

        /** At most 15 characters. */
        String systemId();

        /** SMPP 3.4 allows 8 characters; some operators give longer ones, which are passed on. */
        String password();

        /** What the operator calls our kind of system; mostly nothing. At most 12 characters. */
        Optional<String> systemType();

        /** Sessions; each is one link, or a pair. */
        @WithDefault("1")
        int sessions();

        /** What each session is made of. */
        @WithDefault("transceiver")
        BindForm bind();

        /** Submits without response on each session, 1 to 1,000. */
        @WithDefault("100")
        int window();

        /** Whether the link is TLS. The certificate must name the host. */
        @WithDefault("false")
        boolean tls();

        /** File with the certificates to trust, as PEM; without it those that Java trusts. */
        Optional<String> tlsTrust();

        /** Sender for this operator instead of the common one. */
        Optional<String> sender();

        /** Type of number of the sender where the operator wants another than its form says. */
        OptionalInt senderTon();

        /** Numbering plan of the sender where the operator wants another than its form says. */
        OptionalInt senderNpi();

        /** service_type of every message; mostly nothing. At most 5 characters. */
        Optional<String> serviceType();

        /** priority_flag of urgent messages, 0 to 3; others have 0. */
        @WithDefault("1")
        int urgentPriority();

        /** How the parts of a long text are told to belong together. */
        @WithDefault("udh8")
        Concatenation concatenation();

        /** Allowed rate; a text of several parts uses several. 0: no limit. */
        @WithDefault("0")
        int maxPartsPerSecond();

        /** Share among the carriers that are available. */
        @WithDefault("1")
        int weight();

        /** Beginnings of the numbers that it serves, as {@code +262}; {@code +} for all others. None: all. */
        Optional<List<String>> prefixes();

        /** Price of a part in cents, with at most three decimals; among equals the cheapest goes first. */
        @WithDefault("0")
        BigDecimal pricePerPart();

        /** How this SMSC writes message ids in receipts compared with its submit responses. */
        @WithDefault("same")
        IdForm ids();

        /** Values of command_status by which it says that the merchant wants nothing from us, as {@code 0x0410}. */
        Optional<List<String>> optedOutStatus();

        /** Errors of a failed receipt by which it says so. */
        Optional<List<String>> optedOutErrors();

        /** Whether it can be asked what became of a message (query_sm). */
        @WithDefault("true")
        boolean query();
    }

    /** What a session is made of. */
    enum BindForm {
        /** One link for both directions. */
        TRANSCEIVER,
        /** One link to submit, another to receive. */
        PAIR
    }

    /** How the parts of a long text are told to belong together. */
    enum Concatenation {
        /** A user data header with a reference of 8 bits: every operator has it. */
        UDH8,
        /** A user data header with a reference of 16 bits; a part holds one character less. */
        UDH16,
        /** The parameters sar_msg_ref_num, sar_total_segments, sar_segment_seqnum. */
        SAR,
        /** The whole text as one message_payload, cut by the operator; counted in parts all the same. */
        PAYLOAD
    }

    /** How message ids of response and receipt compare. */
    enum IdForm {
        /** Alike, but for upper case and leading zeros. */
        SAME,
        /** Hexadecimal in the response, decimal in the receipt. */
        HEX_THEN_DECIMAL,
        /** Decimal in the response, hexadecimal in the receipt. */
        DECIMAL_THEN_HEX
    }

    /** The settings that these properties amount to, outside a running service. */
    static SmsSettings of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "given", 100))
                .addDiscoveredConverters()
                .withMapping(SmsSettings.class)
                .build()
                .getConfigMapping(SmsSettings.class);
    }
}
