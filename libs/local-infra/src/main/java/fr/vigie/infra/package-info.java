/** A real PostgreSQL and a real Kafka broker as child processes of this one, on loopback, with data that is kept. */
package fr.vigie.infra;
