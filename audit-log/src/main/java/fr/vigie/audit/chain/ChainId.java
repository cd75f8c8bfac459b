package fr.vigie.audit.chain;

import java.util.UUID;

/**
 * One chain.
 *
 * @param topicId Kafka's id of the topic; another one after the topic was deleted and made again
 * @param topic its name
 * @param partition its partition
 */
public record ChainId(UUID topicId, String topic, int partition) {}
