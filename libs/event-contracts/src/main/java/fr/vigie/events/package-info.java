/**
 * What crosses Kafka: one record per event, its JSON Schema, its topic. No logic beyond what keeps a record valid.
 *
 * <p>Within {@code .v1} changes only add: a new field is optional, a new enum constant must be tolerated by readers.
 */
package fr.vigie.events;
