/** Where stories of one dispatcher are played: real PostgreSQL and Kafka, and the service as it is shipped. */
package fr.vigie.acceptance.stage;
