package fr.vigie.audit.chain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.UUID;

/**
 * What is kept of one Kafka record.
 *
 * @param offset where it stood
 * @param key its key
 * @param eventId CloudEvents id; null where it had none
 * @param type CloudEvents type; null where it had none
 * @param source CloudEvents source; null where it had none
 * @param time CloudEvents time, as it was written; null where it had none
 * @param loggedAt Kafka's timestamp, milliseconds since 1970
 * @param alertId the alert that it speaks of; null for none
 * @param digest keyed digest of the whole value, in hexadecimal
 * @param body the event as JSON, with texts and numbers replaced by keyed digests; null where it is no event
 * @param hash {@link RecordHash} over the record before and all of the above, in hexadecimal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditRecord(
        long offset,
        String key,
        String eventId,
        String type,
        String source,
        String time,
        long loggedAt,
        UUID alertId,
        String digest,
        @JsonRawValue String body,
        String hash) {

    /** The same record with its hash. */
    public AuditRecord withHash(String value) {
        return new AuditRecord(offset, key, eventId, type, source, time, loggedAt, alertId, digest, body, value);
    }
}
