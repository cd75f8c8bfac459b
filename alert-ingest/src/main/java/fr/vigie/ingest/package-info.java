/** Takes reports and alerts from officers, makes them durable, and tells officers how far an alert has come. */
package fr.vigie.ingest;
