package fr.vigie.dispatch.sms;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Operators and how text messages are sent through them. */
@ConfigMapping(prefix = "vigie.sms")
public interface SmsSettings {
    /** The sender that a telephone shows: up to 11 of A–Z a–z 0–9, not all digits. */
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

        String systemId();

        String password();

        /** Links, each bound as transceiver. */
        @WithDefault("1")
        int sessions();

        /** Submits without response, over all links. */
        @WithDefault("100")
        int window();

        /** Whether the link is TLS. */
        @WithDefault("false")
        boolean tls();

        /** Allowed rate; a text of several parts uses several. 0: no limit. */
        @WithDefault("0")
        int maxPartsPerSecond();

        /** Share among the carriers that are available. */
        @WithDefault("1")
        int weight();

        /** How this SMSC writes message ids in receipts compared with its submit responses. */
        @WithDefault("same")
        IdForm ids();
    }

    /** How message ids of response and receipt compare. */
    enum IdForm {
        /** Alike, but for upper case and leading zeros. */
        SAME,
        /** Hexadecimal in the response, decimal in the receipt. */
        HEX_THEN_DECIMAL
    }
}
