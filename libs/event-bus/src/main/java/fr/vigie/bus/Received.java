package fr.vigie.bus;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One event as it was read.
 *
 * @param event the decoded event
 * @param record where it stood: topic, partition, offset, key, headers, raw value
 */
public record Received<T>(T event, ConsumerRecord<String, byte[]> record) {}
