/** Reports (signalements): what officers have seen, before or without an alert. */
package fr.vigie.ingest.report;
