package fr.vigie.dispatch.voice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The voice channel's settings. */
@ConfigMapping(prefix = "vigie.voice")
public interface VoiceConfig {
    /** Trunks by name; at least one. */
    Map<String, Trunk> trunks();

    /** Address that SIP and sound are bound to; 0.0.0.0 in containers. */
    @WithDefault("127.0.0.1")
    String bindHost();

    /** UDP port of our own SIP stack, and its TCP port where a trunk uses TCP. */
    @WithDefault("5060")
    int sipPort();

    /** TCP port of our own SIP stack where a trunk uses TLS; the one after {@link #sipPort()} where not set. */
    OptionalInt sipTlsPort();

    /** TLS towards trunks. */
    Tls tls();

    /**
     * Name or IPv4 address for sound in our offers, as the trunk can reach it. Where not set: the bound address or, for
     * 0.0.0.0, this machine's address on the way to the first trunk.
     */
    Optional<String> mediaAddress();

    /** Address of our Contact and Via; the media address where not set. */
    Optional<String> contactAddress();

    /** UDP ports for sound, such as 20000-29999; 0 for any free port. */
    @WithDefault("0")
    String rtpPorts();

    /** Pacing threads; with 3,500 calls two keep up, but four are back in time sooner after a stop of the machine. */
    @WithDefault("4")
    int mediaThreads();

    /**
     * The caller's identity, in From and, where it is a number, in P-Asserted-Identity: E.164 with a leading plus, from
     * a range that automatic calls may show, or a name that the trunk replaces. No number could be a default.
     */
    @WithDefault("vigie")
    String callerId();

    /** How often each number is tried. */
    @WithDefault("3")
    int tries();

    /** Delay between tries. */
    RetryDelays retryDelay();

    /** When calls that are not urgent are made. */
    ContactHours contactHours();

    /** How long a telephone rings; the INVITE itself expires after 60 s. */
    @WithDefault("30s")
    Duration ringTimeout();

    /** How long a trunk may leave an INVITE without any answer; the stack's own timer would take 32 s. */
    @WithDefault("4s")
    Duration trunkTimeout();

    /** The longest that a call is up. */
    @WithDefault("120s")
    Duration maxCall();

    /**
     * How long no sound may come from a telephone that has sent some before the call is taken for dead; 0s for ever. Not
     * short: some networks send nothing while their side is silent.
     */
    @WithDefault("45s")
    Duration quietLimit();

    /** Other keys than the usual ones, by choice: acknowledge, repeat, opt-out. */
    Map<String, String> keys();

    /**
     * Recordings of fixed sentences, by name: WAV, 8 kHz, mono, A-law or linear with 16 bits, at most a minute. Names:
     * greeting, drill, announcement, again, notice, enquire, goodbye, opt-out, menu.
     */
    Map<String, String> prompts();

    /** How long a key is waited for after the menu. */
    @WithDefault("6s")
    Duration keyWait();

    /** How long the other side may talk without a pause before it is taken for a machine; 0s for ever. */
    @WithDefault("6s")
    Duration machineTalk();

    /** How long a machine's beep is waited for. */
    @WithDefault("10s")
    Duration beepWait();

    /** How long the records of calls are kept. */
    @WithDefault("90d")
    Duration keepCalls();

    /** Speech. */
    SpeechConfig speech();

    /** One trunk. */
    interface Trunk {
        /** Name or address, where it has one proxy. */
        Optional<String> host();

        /** Its port; 5060, and 5061 for TLS, where not set. */
        OptionalInt port();

        /**
         * Its proxies where it has several, as {@code host} or {@code host:port}: the first that is well gets the calls.
         */
        Optional<List<String>> proxies();

        /** How SIP travels to it: udp, tcp or tls. */
        @WithDefault("udp")
        String transport();

        /** Whether it takes calls only from whom has registered; else it knows us by address, or by each call's digest. */
        @WithDefault("false")
        boolean register();

        /** Its domain, in our name where we register; the proxy's host where not set. */
        Optional<String> domain();

        /** Account for digest authentication. */
        Optional<String> user();

        /** Its password. */
        Optional<String> password();

        /** Lines: calls at once. */
        @WithDefault("100")
        int maxCalls();

        /** New calls per second; 0 for no bound. */
        @WithDefault("0")
        int maxCallsPerSecond();

        /** How often it is asked whether it lives (OPTIONS); 0s for only after it fell silent. */
        @WithDefault("30s")
        Duration keepAlive();

        /** Share among the trunks. */
        @WithDefault("1")
        int weight();
    }

    /** Whom TLS trusts, and who we are to trunks that want to know. */
    interface Tls {
        /** Certificates of those whom we trust: PEM, PKCS #12 or JKS; whom the platform trusts where not set. */
        Optional<Path> trustStore();

        /** Password of the trust store; PEM has none. */
        Optional<String> trustStorePassword();

        /** Our own key and certificate, PKCS #12 or JKS, for trunks that ask for it or open connections to us. */
        Optional<Path> keyStore();

        /** Its password. */
        Optional<String> keyStorePassword();
    }

    /** Delays between tries, by lane. */
    interface RetryDelays {
        /** Urgent alerts. */
        @WithDefault("1m")
        Duration urgent();

        /** Everything else. */
        @WithDefault("5m")
        Duration bulk();
    }

    /** Hours of every day, HH:MM from 00:00 to 23:59; the same time twice is the whole day. */
    interface ContactHours {
        /** First moment, as 08:00. */
        @WithDefault("08:00")
        String from();

        /** End, exclusive. */
        @WithDefault("20:00")
        String to();

        /** Whose clock; merchants' quiet hours go by it too. */
        @WithDefault("Europe/Paris")
        ZoneId zone();
    }

    /** The engine and its cache. */
    interface SpeechConfig {
        /** The espeak-ng program. */
        @WithDefault("espeak-ng")
        String program();

        /** Whether tones may stand in for words where the program is missing: for simulated telephones, never for people. */
        @WithDefault("false")
        boolean tones();

        /** Its voice. */
        @WithDefault("fr")
        String voice();

        /** Its speed, in words a minute. */
        @WithDefault("155")
        int wordsPerMinute();

        /** For one text; the process and its children are killed after it. */
        @WithDefault("5s")
        Duration timeLimit();

        /** Longer words of an alert are refused; what is said around them does not count. As many as alert-ingest takes. */
        @WithDefault("2000")
        int maxCharacters();

        /** Bound of the cache, in bytes; 8,000 are one second of sound. */
        @WithDefault("33554432")
        long cacheBytes();
    }
}
