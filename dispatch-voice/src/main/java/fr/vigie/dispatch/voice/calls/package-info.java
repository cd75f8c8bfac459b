/** Call records: written to the database off the calls' path, kept for a time, and read. */
package fr.vigie.dispatch.voice.calls;
