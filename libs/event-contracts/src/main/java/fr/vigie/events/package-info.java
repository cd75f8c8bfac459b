/**
 * What crosses Kafka: one record per event, its JSON Schema, its topic. No logic beyond what keeps a record valid.
 *
 * <p>Within {@code .v1} changes only add: a new field is optional. A failure reason that a reader does not know is
 * read as {@code UNSPECIFIED}; any other enum constant that it does not know makes the record poison for it, so readers
 * are upgraded before writers use a new one.
 */
package fr.vigie.events;
