package fr.vigie.bus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A poison record as it is set aside. It is cut where it is too large: a broker counts a record as it was compressed, and
 * might refuse it from us, which would stop the reader for good. The origin tells where the whole of it stands.
 */
record DeadLetter(String key, byte[] value, Headers headers) {
    private static final int LONGEST_VALUE = 256 * 1024;
    private static final int LONGEST_KEY = 1024;
    private static final int LONGEST_HEADER = 256;
    private static final int MOST_HEADERS = 20;

    static DeadLetter of(ConsumerRecord<String, byte[]> record, String reason, String origin) {
        Headers headers = new RecordHeaders();
        int copied = 0;
        for (Header header : record.headers()) {
            if (copied++ < MOST_HEADERS && header.key().length() <= LONGEST_HEADER) {
                headers.add(header.key(), cut(header.value(), LONGEST_HEADER));
            }
        }
        add(headers, DeadLetterHeaders.REASON, reason);
        add(headers, DeadLetterHeaders.ORIGIN, origin);
        byte[] value = record.value();
        if (value != null && value.length > LONGEST_VALUE) {
            add(headers, DeadLetterHeaders.CUT_FROM, String.valueOf(value.length));
        }
        String key = record.key();
        return new DeadLetter(
                key == null || key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY),
                cut(value, LONGEST_VALUE),
                headers);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] cut(byte[] value, int longest) {
        return value == null || value.length <= longest ? value : Arrays.copyOf(value, longest);
    }
}
