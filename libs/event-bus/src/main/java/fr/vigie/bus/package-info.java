/**
 * How services meet on Kafka: topics are created, events published and consumed here and nowhere else.
 *
 * <p>Values are JSON in CloudEvents 1.0 binary content mode (Kafka protocol binding section 3.2): id, type, source and
 * time stand in headers. Consumers take batches; the effect is committed before the offset, so every handler must be
 * idempotent.
 */
package fr.vigie.bus;
