package fr.vigie.bus;

import fr.vigie.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** CloudEvents 1.0 attributes as Kafka headers (Kafka protocol binding section 3.2.3). */
public final class CloudEventHeaders {
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String TIME = "ce_time";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String CONTENT_TYPE = "content-type";

    private static final String TYPE_PREFIX = "fr.vigie.";
    // A header that is never written to can stand in many records.
    private static final Header VERSION = header(SPEC_VERSION, "1.0");
    private static final Header JSON = header(CONTENT_TYPE, "application/json");
    private static final Map<String, Header> TYPES = new ConcurrentHashMap<>();

    private CloudEventHeaders() {}

    static List<Header> of(OutgoingEvent event, Header source) {
        return List.of(
                VERSION,
                header(ID, event.id()),
                type(event.type()),
                source,
                new RecordHeader(TIME, EventJson.timeText(event.time())),
                JSON);
    }

    static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Header type(String simpleName) {
        Header known = TYPES.get(simpleName);
        if (known != null) {
            return known;
        }
        Header made = header(TYPE, TYPE_PREFIX + simpleName.toLowerCase(Locale.ROOT) + ".v1");
        TYPES.put(simpleName, made);
        return made;
    }

    /** The text of a header, or null where it is missing. */
    public static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
