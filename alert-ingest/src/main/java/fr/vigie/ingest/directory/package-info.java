/** Who speaks to merchants: for each département and force, one contact whose name messages bear. */
package fr.vigie.ingest.directory;
