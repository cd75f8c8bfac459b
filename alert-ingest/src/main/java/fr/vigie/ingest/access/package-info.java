/** Which rows a caller may see. */
package fr.vigie.ingest.access;
