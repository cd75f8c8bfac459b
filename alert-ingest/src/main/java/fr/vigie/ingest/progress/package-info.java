/** How far an alert has come: events are folded into counters, and officers read or follow them. */
package fr.vigie.ingest.progress;
