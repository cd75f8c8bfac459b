/** What outgoing and stored words may contain. */
package fr.vigie.ingest.content;
