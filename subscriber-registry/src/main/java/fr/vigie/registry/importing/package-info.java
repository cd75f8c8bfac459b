/** Merchants from a file: read as a stream, checked line by line, stored in batches. */
package fr.vigie.registry.importing;
