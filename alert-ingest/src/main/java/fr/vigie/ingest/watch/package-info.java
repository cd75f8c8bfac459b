/** Each stage watches the next: what the registry has not answered is published again; what runs is measured. */
package fr.vigie.ingest.watch;
