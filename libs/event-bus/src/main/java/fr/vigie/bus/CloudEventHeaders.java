package fr.vigie.bus;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** CloudEvents 1.0 attributes as Kafka headers (Kafka protocol binding section 3.2.3). */
public final class CloudEventHeaders {
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String TIME = "ce_time";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String CONTENT_TYPE = "content-type";

    private static final String TYPE_PREFIX = "fr.vigie.";
    private static final byte[] VERSION = "1.0".getBytes(StandardCharsets.UTF_8);
    private static final byte[] JSON = "application/json".getBytes(StandardCharsets.UTF_8);

    private CloudEventHeaders() {}

    static void write(OutgoingEvent event, String source, Headers headers) {
        headers.add(SPEC_VERSION, VERSION);
        headers.add(ID, event.id().getBytes(StandardCharsets.UTF_8));
        headers.add(
                TYPE, (TYPE_PREFIX + event.type().toLowerCase(Locale.ROOT) + ".v1").getBytes(StandardCharsets.UTF_8));
        headers.add(SOURCE, source.getBytes(StandardCharsets.UTF_8));
        headers.add(TIME, event.time().toString().getBytes(StandardCharsets.UTF_8));
        headers.add(CONTENT_TYPE, JSON);
    }

    /** The text of a header, or null where it is missing. */
    public static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
