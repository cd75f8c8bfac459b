/** What the services' tests share: a real PostgreSQL and Kafka, tokens, and a look into topics. */
package fr.vigie.testing;
